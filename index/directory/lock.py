"""Lock: the right to write to an index directory, which one process has at a time and loses when it ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.engines.protocol import BusyError, StoreError
from index.language import tr

LOCK = "writing.lock"
HOLDER = f"{LOCK}.pid"
SILENT_SECONDS = 1.0
"""Who waits longer than this is told for whom."""


@contextmanager
def writing(folder: Path, *, wait: float, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Hold the right to write to ``folder``, which is made if need be.

    Waits up to ``wait`` seconds for it, and tells ``on_wait`` for whom. Raises BusyError, naming the process that holds
    it, StoreError where the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire(timeout=min(SILENT_SECONDS, wait))
        except Timeout:
            on_wait(_busy(tr("waiting: {holder} is writing to {folder} …"), folder))
            lock.acquire(timeout=max(0.0, wait - SILENT_SECONDS))
    except Timeout as error:
        raise BusyError(_busy(tr("{holder} is writing to {folder}; try again when it has finished"), folder)) from error
    except OSError as error:
        raise _unwritable(error, folder) from error
    try:
        _sign(folder)
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _sign(folder: Path) -> None:
    """Say who writes."""
    try:
        (folder / HOLDER).write_text(str(os.getpid()), encoding="utf-8")
    except OSError as error:
        raise _unwritable(error, folder) from error


def _unwritable(error: OSError, folder: Path) -> StoreError:
    return StoreError(tr("cannot write to {folder}: {reason}").format(folder=folder, reason=error.strerror))


def _busy(message: str, folder: Path) -> str:
    """``message`` about the process that writes; one that has just begun has not yet said which it is."""
    try:
        process = (folder / HOLDER).read_text(encoding="utf-8")
    except OSError:
        process = ""
    holder = tr("process {process}").format(process=process) if process else tr("another process")
    return message.format(holder=holder, folder=folder)
