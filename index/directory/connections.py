"""Connections: how the SQLite file of a catalogue is opened, and what is told where that fails."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from index.directory.parts import PartError
from index.engines.protocol import StoreError, UnwritableError
from index.language import tr

_BUSY_SECONDS = 10.0
_UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
_OUTSIDE = {
    *_UNWRITABLE,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_NOMEM,
}
"""Error codes that say nothing of the data themselves."""


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads. Raises PartError where the file is damaged, StoreError where it cannot be reached."""
    try:
        with closing(_open_to_read(file)) as connection:
            yield connection
    except sqlite3.Error as error:
        if _code(error) in _OUTSIDE:
            message = tr("cannot open the index in {folder}: {reason}")
            raise StoreError(message.format(folder=file.parent.parent, reason=_reason(file, error))) from error
        raise PartError(file.parent, f"{file.name}: {error}") from error
    except (ValueError, TypeError, AttributeError) as error:  # of what should be JSON
        raise PartError(file.parent, f"{file.name}: {error}") from error


@contextmanager
def writing(file: Path, mode: str = "rw", *, durable: bool = True) -> Iterator[sqlite3.Connection]:
    """One transaction, written when the block ends well. Raises what ``reading`` does."""
    try:
        with closing(_connect(file, mode)) as connection, connection:
            connection.execute(f"PRAGMA synchronous = {'EXTRA' if durable else 'OFF'}")
            yield connection
    except sqlite3.Error as error:
        if _code(error) in _OUTSIDE:
            raise UnwritableError(_reason(file, error)) from error
        raise PartError(file.parent, f"{file.name}: {error}") from error


def _open_to_read(file: Path) -> sqlite3.Connection:
    """A connection that writes nothing, unless a transaction was broken off, which has to be undone first.

    Where the file system is read-only there are no locks; a file with half a transaction is not read then.
    """
    broken_off = os.path.exists(f"{file}-journal")
    for mode in ("ro", "rw", "ro" if broken_off else "ro&immutable=1"):
        connection = _connect(file, mode)
        try:
            connection.execute("SELECT 1 FROM pending").fetchone()
        except sqlite3.Error as error:
            connection.close()
            failure = error
            if _code(error) not in _UNWRITABLE:
                break
        else:
            return connection
    raise failure


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=_BUSY_SECONDS)


def _code(error: sqlite3.Error) -> int:
    """The primary result code; some errors of the module itself have none."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _reason(file: Path, error: sqlite3.Error) -> Exception:
    """Why a file cannot be opened, which SQLite does not tell: what the system says to a trial."""
    if _code(error) == sqlite3.SQLITE_CANTOPEN:
        try:
            with file.open("rb"), TemporaryFile(dir=file.parent):
                pass
        except OSError as said:
            return said
    return error
