"""Locks: one process at a time writes to an index directory, and data that somebody reads are not deleted.

Every lock ends with its process at the latest, however that ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from threading import Event
from time import monotonic

from index.engines.protocol import BusyError, StoreError
from index.language import tr

LOCK = "writing.lock"
HOLDER = f"{LOCK}.pid"
SILENT_SECONDS = 1.0
"""Seconds of waiting after which ``on_wait`` is told who holds the lock."""
POLL_SECONDS = 0.05


@contextmanager
def write_lock(
    folder: Path, *, wait: float, on_wait: Callable[[str], None], stop: Event | None = None
) -> Iterator[None]:
    """Hold the lock for writing to ``folder``, which is made if need be.

    Waits up to ``wait`` seconds for it, or until ``stop`` is set, and tells ``on_wait`` for whom. Raises BusyError,
    naming the process that holds it, StoreError where the folder cannot be written to.
    """
    from filelock import FileLock

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        _acquire(lock.acquire, folder, wait, on_wait, stop or Event())
    except OSError as error:
        raise _unwritable(error, folder) from error
    try:
        _sign(folder)
        yield
    finally:
        with suppress(OSError):  # the next one writes over it
            (folder / HOLDER).unlink()
        lock.release()


def _acquire(
    acquire: Callable[[float], object], folder: Path, wait: float, on_wait: Callable[[str], None], stop: Event
) -> None:
    from filelock import Timeout

    began, told = monotonic(), False
    while True:
        try:
            acquire(0)
        except Timeout as error:
            waited = monotonic() - began
            if waited >= wait or stop.wait(POLL_SECONDS):
                message = tr("{holder} is writing to {folder}; try again when it has finished")
                raise BusyError(_about_holder(message, folder)) from error
        else:
            return
        if not told and waited >= SILENT_SECONDS:
            told = True
            on_wait(_about_holder(tr("waiting: {holder} is writing to {folder} …"), folder))


def _sign(folder: Path) -> None:
    """Write down which process holds the lock."""
    try:
        (folder / HOLDER).write_text(str(os.getpid()), encoding="utf-8")
    except OSError as error:
        raise _unwritable(error, folder) from error


def _unwritable(error: OSError, folder: Path) -> StoreError:
    return StoreError(tr("cannot write to {folder}: {reason}").format(folder=folder, reason=error.strerror))


def _about_holder(message: str, folder: Path) -> str:
    """``message`` about the process that writes; one that has just begun has not yet said which it is."""
    try:
        process = (folder / HOLDER).read_text(encoding="utf-8")
    except OSError:
        process = ""
    holder = tr("process {process}").format(process=process) if process else tr("another process")
    return message.format(holder=holder, folder=folder)


if sys.platform == "win32":

    def acquire_read_lock(folder: Path) -> int | None:  # noqa: ARG001  # open files are not deleted there
        """Do nothing."""
        return None

    def release_read_lock(lock: int | None) -> None:
        """Do nothing."""

    def delete_unless_read(folder: Path) -> None:
        """Delete what can be deleted of ``folder``."""
        rmtree(folder, ignore_errors=True)

else:
    import fcntl

    def acquire_read_lock(folder: Path) -> int | None:
        """A shared lock on ``folder``; None where it is about to be deleted, or where the file system has no locks."""
        return _flock(folder, fcntl.LOCK_SH)

    def release_read_lock(lock: int | None) -> None:
        """Release the folder, which others may delete then."""
        if lock is not None:
            os.close(lock)

    def delete_unless_read(folder: Path) -> None:
        """Delete ``folder`` unless somebody holds a lock on it."""
        lock = _flock(folder, fcntl.LOCK_EX)
        if lock is not None:
            rmtree(folder, ignore_errors=True)
            os.close(lock)

    def _flock(folder: Path, kind: int) -> int | None:
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor
