"""Damage: what goes wrong while an index is read → what a person can do about it."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb

from index.engines.protocol import DamagedError, StoreError
from index.language import tr

PANIC = "PanicException"
"""pyo3's class for a panic of native code: it derives from BaseException and cannot be imported."""
_SYSTEM_ERROR = re.compile(r"\b(?:os error |Os \{ code: )([0-9]+)\b")
"""How native code writes an error of the operating system."""
_ENGINE_MODULE = re.compile(r"index\.engines\.\w+\.\w+")


@contextmanager
def reading(folder: Path, errors: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Tell of what reading the data of an engine in ``folder``, below that of the index, raises.

    Raises DamagedError for ``errors``, which are those that the library raises for bad bytes, and for a panic of native
    code; StoreError for an OSError of the operating system, unless it is a missing file and one of ``errors``. Anything
    else is a bug and passes.
    """
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        out_of_reach = _is_out_of_reach(error)
        if isinstance(error, errors) and not out_of_reach and not _is_a_bug(error):
            raise _damaged(folder, error) from error
        if isinstance(error, OSError) or (isinstance(error, errors) and out_of_reach):
            message = tr("cannot open the index in {folder}: {reason}")
            raise StoreError(message.format(folder=folder, reason=error)) from error
        raise
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise _damaged(folder, error) from error


def _is_out_of_reach(error: Exception) -> bool:
    """Whether the operating system refused to read; libraries raise OSError without a number for bad bytes."""
    if isinstance(error, OSError):
        return error.errno not in (None, errno.ENOENT)
    said = _SYSTEM_ERROR.search(str(error)) if isinstance(error, ValueError) else None
    return said is not None and int(said[1]) != errno.ENOENT


def _is_a_bug(error: Exception) -> bool:
    """Whether a plain ValueError, which Python raises for much, does not come from where an engine reads its files."""
    frames = [frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__)]
    ours = [name for name in frames if name.startswith("index.") and name != __name__]
    return type(error) is ValueError and bool(ours) and not _ENGINE_MODULE.match(ours[-1])


def missing(part: Path) -> DamagedError:
    """What to raise where a part of an index, a folder in that of an engine, is not there."""
    reason = tr("{file} is missing or empty").format(file=part.name)
    return _damage(part.parent, reason)


def _damaged(folder: Path, error: BaseException) -> DamagedError:
    return _damage(folder, f"{type(error).__name__}: {error}")


def _damage(folder: Path, reason: str) -> DamagedError:
    message = tr("the index in {folder} is damaged ({reason}); build it anew with: searcher index")
    return DamagedError(message.format(folder=folder.parent, reason=reason))
