"""The catalogue of a local index: an SQLite file beside the data of the engine."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from index.directory.catalogue import Totals
from index.directory.connections import reading, writing
from index.directory.parts import Part, PartError
from index.language import tr
from index.model import Fault, FileEntry, aside_in

NAME = "catalogue.sqlite"
_SCHEMA = """
BEGIN;
CREATE TABLE files (
    path TEXT PRIMARY KEY, root TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL, digest TEXT NOT NULL,
    articles INTEGER NOT NULL, faults TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE pending (id INTEGER PRIMARY KEY CHECK (id = 1), files TEXT NOT NULL);
CREATE TABLE aside (root TEXT NOT NULL, kind TEXT NOT NULL, files INTEGER NOT NULL, PRIMARY KEY (root, kind));
CREATE TABLE parts (name TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, checksum INTEGER NOT NULL);
COMMIT;
"""
_FAULTY = "faults <> '[]' AND faults NOT LIKE '[[\"aside\"%'"
"""What is left aside in a file is no fault, and is behind those that are."""
_FAULTS_WITH_ASIDE = "SELECT faults FROM files WHERE faults LIKE '%[\"aside\", 0, {%'"
_Row = tuple[str, str, int, int, str, int, str]


class SqliteCatalogue:
    """See ``Catalogue``: the one in ``folder``. Each call has a connection of its own: it is safe in several threads.

    Raises DamagedError where there is none, unless it is to ``create`` an empty one.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._file = folder / NAME
        if create:
            with writing(self._file, "rwc") as connection:
                connection.executescript(_SCHEMA)
        elif not self._file.is_file() or not self._file.stat().st_size:
            raise PartError(folder, tr("{file} is missing or empty").format(file=NAME))

    def entries(self, within: Iterable[str] | None = None) -> dict[str, FileEntry]:
        """See ``Catalogue.entries``."""
        wanted = None if within is None else tuple(within)
        with reading(self._file) as connection:
            rows = _rows(connection) if wanted is None else _rows_within(connection, wanted)
            found = {row[0]: FileEntry(*row[:6], _load(row[6])) for row in rows}
            pending = _pending(connection)
        for path, root in pending.items():
            if wanted is None or any(path == name or path.startswith(f"{name}/") for name in wanted):
                found[path] = found.get(path, FileEntry(path, root, 0, 0, ""))._replace(pending=True)
        return found

    def pending(self) -> Mapping[str, str]:
        """See ``Catalogue.pending``."""
        with reading(self._file) as connection:
            return _pending(connection)

    def changed(self) -> float:
        """See ``Catalogue.changed``."""
        return self._file.stat().st_mtime

    def totals(self) -> Totals:
        """See ``Catalogue.totals``."""
        sums = "SELECT count(*), coalesce(sum(articles), 0), coalesce(sum(size), 0), "
        with reading(self._file) as connection:
            row = connection.execute(f"{sums} coalesce(sum({_FAULTY}), 0) FROM files").fetchone()
            aside = Counter(dict(connection.execute("SELECT kind, sum(files) FROM aside GROUP BY kind").fetchall()))
            for (faults,) in connection.execute(_FAULTS_WITH_ASIDE):
                aside += aside_in(_load(faults))
            return Totals(*row)._replace(aside=aside)

    def aside(self) -> Mapping[str, Mapping[str, int]]:
        """See ``Catalogue.aside``."""
        counts: dict[str, dict[str, int]] = {}
        with reading(self._file) as connection:
            for root, kind, files in connection.execute("SELECT * FROM aside"):
                counts.setdefault(root, {})[kind] = files
        return counts

    def set_aside(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """See ``Catalogue.set_aside``."""
        rows = [(root, kind, files) for root, kinds in counts.items() for kind, files in kinds.items()]
        with writing(self._file) as connection:
            connection.execute("DELETE FROM aside")
            connection.executemany("INSERT INTO aside VALUES (?, ?, ?)", rows)

    def parts(self) -> Mapping[str, Part]:
        """See ``Catalogue.parts``."""
        with reading(self._file) as connection:
            return {name: Part(*rest) for name, *rest in connection.execute("SELECT * FROM parts")}

    def check(self) -> None:
        """See ``Catalogue.check``."""
        with reading(self._file) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise PartError(self._file.parent, f"{NAME}: {found}")

    def forget_parts(self) -> None:
        """Say that the files of the engine are about to change.

        It need not be durable: after a loss of power the index is only thought damaged, and built anew.
        """
        with writing(self._file, durable=False) as connection:
            connection.execute("DELETE FROM parts")

    def mark(self, files: Mapping[str, str]) -> None:
        """See ``Catalogue.mark``."""
        with writing(self._file) as connection:
            _set_pending(connection, {**_pending(connection), **files})

    def apply(
        self, written: Iterable[FileEntry], dropped: Iterable[str], parts: Mapping[str, Part] | None = None
    ) -> None:
        """See ``Catalogue.apply``."""
        written, dropped = tuple(written), tuple(dropped)
        with writing(self._file) as connection:
            _delete(connection, dropped)
            connection.executemany("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", map(_row, written))
            if pending := _pending(connection):
                done = {*dropped, *(entry.path for entry in written)}
                _set_pending(connection, {path: root for path, root in pending.items() if path not in done})
            if parts is not None:
                connection.execute("DELETE FROM parts")
                connection.executemany(
                    "INSERT INTO parts VALUES (?, ?, ?, ?)", [(name, *part) for name, part in parts.items()]
                )


def _rows(connection: sqlite3.Connection) -> Iterable[_Row]:
    return connection.execute("SELECT * FROM files")


def _rows_within(connection: sqlite3.Connection, within: Iterable[str]) -> Iterator[_Row]:
    for name in within:  # "0" follows "/", so that the range is just what lies under the path
        under = "SELECT * FROM files WHERE path = ? OR path > ? AND path < ?"
        yield from connection.execute(under, (name, f"{name}/", f"{name}0"))


def _row(entry: FileEntry) -> _Row:
    return (entry.path, entry.root, entry.size, entry.mtime, entry.digest, entry.articles, _dump(entry.faults))


def _delete(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    connection.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in paths])


def _pending(connection: sqlite3.Connection) -> dict[str, str]:
    row = connection.execute("SELECT files FROM pending").fetchone()
    return {str(path): str(root) for path, root in json.loads(row[0]).items()} if row else {}


def _set_pending(connection: sqlite3.Connection, files: Mapping[str, str]) -> None:
    """One row for all of them: it is written at each commit, and the paths may be many thousands."""
    connection.execute("DELETE FROM pending")
    if files:
        connection.execute("INSERT INTO pending VALUES (1, ?)", (json.dumps(files),))


def _dump(faults: tuple[Fault, ...]) -> str:
    return json.dumps([[fault.code, fault.line, dict(fault.values)] for fault in faults]) if faults else "[]"


def _load(faults: str) -> tuple[Fault, ...]:
    if faults == "[]":
        return ()
    return tuple(Fault(str(code), int(line), dict(values)) for code, line, values in json.loads(faults))
