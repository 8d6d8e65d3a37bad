"""Page texts: what was recognised on scanned pages, kept in the index directory by the digests of their files.

A file that is moved or renamed, and an index that is built anew, cost no recognition then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from index.documents import Texts
from index.engines.protocol import UnwritableError

NAME = "ocr.sqlite"
LONGEST = 300_000
"""Code points that are kept of a page."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
    digest TEXT NOT NULL, name TEXT NOT NULL, page INTEGER NOT NULL, text TEXT, PRIMARY KEY (digest, name, page)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS whole (digest TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_BUSY_SECONDS = 10.0
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class PageTexts:
    """The texts in the index directory ``folder``. Each call has a connection of its own: it is safe in threads."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME

    def whole(self, digest: str) -> Mapping[str, Texts] | None:
        """The texts of a file's pages, by the names of the files in it; None unless all of them were looked at."""
        if not self._file.is_file():
            return None
        with suppress(sqlite3.Error), closing(self._open("ro")) as connection:
            if connection.execute("SELECT 1 FROM whole WHERE digest = ?", (digest,)).fetchone():
                return _texts(connection, digest)
        return None

    def so_far(self, digest: str) -> Mapping[str, Texts]:
        """The texts of those pages of a file that were looked at."""
        with self._write() as connection:
            return _texts(connection, digest)

    def put(self, digest: str, name: str, page: int, text: str | None) -> None:
        """Keep what was recognised on a page."""
        row = (digest, name, page, text and text[:LONGEST])
        with self._write() as connection:
            connection.execute("REPLACE INTO pages VALUES (?, ?, ?, ?)", row)

    def finish(self, digest: str) -> None:
        """Say that all pages of a file were looked at."""
        with self._write() as connection:
            connection.execute("REPLACE INTO whole VALUES (?)", (digest,))

    def retry(self, digests: Iterable[str]) -> None:
        """Forget of those files that some pages could not be recognised, and that all were looked at."""
        if not self._file.is_file():
            return
        rows = [(digest,) for digest in digests]
        with self._write() as connection:
            connection.executemany("DELETE FROM pages WHERE digest = ? AND text IS NULL", rows)
            connection.executemany("DELETE FROM whole WHERE digest = ?", rows)

    def keep(self, digests: Iterable[str]) -> None:
        """Forget the texts of all files but those."""
        if not self._file.is_file():
            return
        with self._write() as connection:
            connection.execute("CREATE TEMP TABLE kept (digest TEXT PRIMARY KEY)")
            connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((digest,) for digest in digests))
            for table in ("pages", "whole"):
                connection.execute(f"DELETE FROM {table} WHERE digest NOT IN (SELECT digest FROM kept)")  # noqa: S608

    def _open(self, mode: str) -> sqlite3.Connection:
        uri = f"{self._file.absolute().as_uri()}?mode={mode}"
        return sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS)

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """One transaction; a damaged file is given up, for all that is in it can be recognised again."""
        try:
            with closing(self._opened()) as connection, connection:
                yield connection
        except sqlite3.Error as error:
            raise UnwritableError(error) from error

    def _opened(self) -> sqlite3.Connection:
        connection = self._open("rwc")
        try:
            connection.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            connection.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
                raise
            self._file.unlink()
            connection = self._open("rwc")
            connection.executescript(_SCHEMA)
        return connection


def _texts(connection: sqlite3.Connection, digest: str) -> Mapping[str, Texts]:
    texts: dict[str, dict[int, str | None]] = {}
    for name, page, text in connection.execute("SELECT name, page, text FROM pages WHERE digest = ?", (digest,)):
        texts.setdefault(name, {})[page] = text
    return texts
