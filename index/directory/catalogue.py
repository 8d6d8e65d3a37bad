"""The catalogue: which files an index was made of, as an SQLite file beside the data of the engine.

It may lag behind the engine, and never runs ahead: before the engine commits a batch, the files of the batch are marked
as pending, and the marks go when their rows are written. A process that ends in between leaves the marks, so that the
next one reads those files again, even where they were put back as they were before.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from index.directory.parts import Part
from index.engines.protocol import DamagedError, StoreError
from index.language import tr
from index.model import Fault, FileEntry

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
_BUSY_SECONDS = 10.0
_OUTSIDE = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
"""Error codes that say nothing of the data themselves."""
_Row = tuple[str, str, int, int, str, int, str]


class Totals(NamedTuple):
    """Sums over the files of an index: their number and size, their articles, how many could not be read whole.

    ``aside`` says how many files of its folders are of each kind that is not read.
    """

    files: int = 0
    articles: int = 0
    size: int = 0
    faulty: int = 0
    aside: Mapping[str, int] = MappingProxyType({})


class PartError(DamagedError):
    """Something of the data in ``folder`` is missing or damaged: ``reason``."""

    def __init__(self, folder: Path, reason: str) -> None:
        message = tr("the index in {folder} is damaged ({reason}); build it anew with: searcher index")
        super().__init__(message.format(folder=folder.parent, reason=reason))
        self.reason = reason


class Catalogue:
    """The catalogue in ``folder``. Each call has a connection of its own: it is safe in several threads.

    Raises DamagedError where there is none, unless it is to ``create`` an empty one.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._folder = folder
        self._file = folder / NAME
        if create:
            with self._write("rwc") as connection:
                connection.executescript(_SCHEMA)
        elif not self._file.is_file() or not self._file.stat().st_size:
            raise PartError(folder, tr("{file} is missing or empty").format(file=NAME))

    def entries(self, within: Iterable[str] | None = None) -> dict[str, FileEntry]:
        """The rows by path; only those of the paths ``within`` and of what lies under them, if given."""
        wanted = None if within is None else tuple(within)
        with self._read() as connection:
            rows = _rows(connection) if wanted is None else _rows_within(connection, wanted)
            found = {row[0]: FileEntry(*row[:6], _load(row[6])) for row in rows}
            pending = _pending(connection)
        for path, root in pending.items():
            if wanted is None or any(path == name or path.startswith(f"{name}/") for name in wanted):
                found[path] = found.get(path, FileEntry(path, root, 0, 0, ""))._replace(pending=True)
        return found

    def pending(self) -> Mapping[str, str]:
        """The paths that are pending, and the root of each."""
        with self._read() as connection:
            return _pending(connection)

    def totals(self) -> Totals:
        """What the rows sum up to."""
        sums = "SELECT count(*), coalesce(sum(articles), 0), coalesce(sum(size), 0), "
        with self._read() as connection:
            row = connection.execute(f"{sums} coalesce(sum(faults <> '[]'), 0) FROM files").fetchone()
            aside = connection.execute("SELECT kind, sum(files) FROM aside GROUP BY kind")
            return Totals(*row)._replace(aside=dict(aside.fetchall()))

    def aside(self) -> Mapping[str, Mapping[str, int]]:
        """How many files of each kind that is not read there are, by root."""
        counts: dict[str, dict[str, int]] = {}
        with self._read() as connection:
            for root, kind, files in connection.execute("SELECT * FROM aside"):
                counts.setdefault(root, {})[kind] = files
        return counts

    def set_aside(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Write ``counts`` in place of what ``aside`` gives."""
        rows = [(root, kind, files) for root, kinds in counts.items() for kind, files in kinds.items()]
        with self._write() as connection:
            connection.execute("DELETE FROM aside")
            connection.executemany("INSERT INTO aside VALUES (?, ?, ?)", rows)

    def parts(self) -> Mapping[str, Part]:
        """The files of the engine as they were after the last commit, by name."""
        with self._read() as connection:
            return {name: Part(*rest) for name, *rest in connection.execute("SELECT * FROM parts")}

    def forget_parts(self) -> None:
        """Say that the files of the engine are about to change.

        It need not be durable: after a loss of power the index is only thought damaged, and built anew.
        """
        with self._write(durable=False) as connection:
            connection.execute("DELETE FROM parts")

    def mark(self, files: Mapping[str, str]) -> None:
        """Make ``files``, the root of each path, pending: durably, before the engine commits."""
        with self._write() as connection:
            _set_pending(connection, {**_pending(connection), **files})

    def apply(
        self, written: Iterable[FileEntry], dropped: Iterable[str], parts: Mapping[str, Part] | None = None
    ) -> None:
        """Write rows and delete others in one transaction; neither is pending any more.

        ``parts`` are the files of the engine where it has committed.
        """
        written, dropped = tuple(written), tuple(dropped)
        with self._write() as connection:
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

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._open_to_read()) as connection:
                yield connection
        except sqlite3.Error as error:
            if _code(error) in _OUTSIDE:
                message = tr("cannot open the index in {folder}: {reason}")
                raise StoreError(message.format(folder=self._folder.parent, reason=error)) from error
            raise PartError(self._folder, f"{NAME}: {error}") from error
        except (ValueError, TypeError, AttributeError) as error:  # of what should be JSON
            raise PartError(self._folder, f"{NAME}: {error}") from error

    def _open_to_read(self) -> sqlite3.Connection:
        """A connection that writes nothing; without locks where the file system is read-only."""
        uri = self._file.absolute().as_uri()
        connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
        try:
            connection.execute("SELECT 1 FROM pending").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            if _code(error) not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
                raise
            return sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True)
        return connection

    @contextmanager
    def _write(self, mode: str = "rw", *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction, written when the block ends well."""
        uri = f"{self._file.absolute().as_uri()}?mode={mode}"
        try:
            with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS)) as connection, connection:
                connection.execute(f"PRAGMA synchronous = {'EXTRA' if durable else 'OFF'}")
                yield connection
        except sqlite3.Error as error:
            if _code(error) in _OUTSIDE:
                message = tr("cannot write to the index: {reason}; it is as it was before")
                raise StoreError(message.format(reason=error)) from error
            raise PartError(self._folder, f"{NAME}: {error}") from error


def _code(error: sqlite3.Error) -> int:
    """The primary result code; some errors of the module itself have none."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


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
