"""Damage: whatever goes wrong while an index is read → what a person can do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.engines.protocol import DamagedError, StoreError
from index.language import tr

PANIC = "PanicException"
"""The class of what native code throws when it gives up; it is no Exception, and has no other name to be known by."""


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Says of what goes wrong with the data of an engine, in ``folder`` under that of the index, that it is that.

    Raises StoreError where the data cannot be reached, DamagedError for the rest: what damaged data make a library do
    is anybody's guess.
    """
    try:
        yield
    except StoreError:
        raise
    except (OSError, sqlite3.OperationalError) as error:
        message = tr("cannot open the index in {folder}: {reason}")
        raise StoreError(message.format(folder=folder, reason=error)) from error
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != PANIC:
            raise
        raise _damaged(folder, error) from error


def _damaged(folder: Path, error: BaseException) -> DamagedError:
    message = tr("the index in {folder} is damaged, or of another version ({reason}); delete {whole} and index again")
    reason = f"{type(error).__name__}: {error}"
    return DamagedError(message.format(folder=folder, reason=reason, whole=folder.parent))
