"""Leases: who writes, over machines. A lease is a document that its holder renews; one that is not renewed has ended.

No clock of another machine is trusted: who waits sees for himself that a lease was not renewed for as long as it lasts.
"""

from __future__ import annotations

import os
import platform
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index.engines.cluster.connection import Cluster
from index.engines.cluster.versioned import Version, delete_document, read_document, replace_document
from index.engines.protocol import BusyError, StoreError
from index.language import tr

SECONDS = 15.0
"""A lease that was not renewed for so long has ended."""
SILENT = 0.4
"""A holder that has not renewed its lease for this share of its seconds may have died: it is waited for to the end."""
POLL_SECONDS = 0.25
PATIENCE = 60.0
"""A holder that does not reach the cluster waits for so long."""
SILENT_SECONDS = 1.0
"""Seconds of waiting after which ``on_wait`` is told who holds the lease."""


def _now() -> float:
    """Seconds that go on while the machine sleeps, where the system counts them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class _Seen(NamedTuple):
    """A lease as it is in the cluster: which writing of its document this is, and who holds it."""

    version: Version
    host: str
    system: str
    process: int
    token: str


class Lease:
    """A lease that is held, and renewed by a thread of its own until it is released."""

    def __init__(self, cluster: Cluster, index: str, name: str, seen: _Seen, seconds: float) -> None:
        self._cluster, self._index, self._name = cluster, index, name
        self._seen, self._seconds = seen, seconds
        self._renewed = _now()
        self._released = threading.Event()
        self._lost = False
        self._thread = threading.Thread(target=self._keep, daemon=True, name=f"lease {name}")
        self._thread.start()

    def check(self) -> None:
        """Raise BusyError where the lease has gone to another: nothing more is to be written then.

        Where it could not be renewed for long, this waits until it is: that no other has it shows only then.
        """
        until = _now() + PATIENCE
        while self._is_doubtful():
            if self._lost or _now() > until:
                raise BusyError(
                    tr("the cluster did not answer in time, and another process may write to the index now; try again")
                )
            self._released.wait(0.05)

    def _is_doubtful(self) -> bool:
        return self._lost or _now() - self._renewed > self._seconds * 2 / 3

    def release(self) -> None:
        """Release the lease."""
        self._released.set()
        self._thread.join()
        if not self._lost:
            with suppress(StoreError):  # it ends by itself
                delete_document(self._cluster, f"/{self._index}/_doc/{self._name}", self._seen.version)

    def _keep(self) -> None:
        while not self._released.wait(self._seconds / 5):
            before = _now()
            with suppress(StoreError):  # the next time may go well
                seen = _written(self._cluster, self._index, self._name, self._seen.token, self._seen)
                if seen is None:
                    self._lost = True
                    return
                self._seen, self._renewed = seen, before


@contextmanager
def leased(
    cluster: Cluster,
    index: str,
    name: str,
    *,
    wait: float,
    on_wait: Callable[[str], None] = lambda _: None,
    stop: threading.Event | None = None,
    seconds: float | None = None,
) -> Iterator[Lease]:
    """Hold the lease ``name``, a document of ``index``, for the length of the block.

    Waits up to ``wait`` seconds for it, longer only for one that is about to end, or until ``stop`` is set, and tells
    ``on_wait`` for whom. Raises BusyError, naming who holds it.
    """
    seconds = seconds or SECONDS
    lease = Lease(cluster, index, name, _acquired(cluster, index, name, wait, on_wait, stop, seconds), seconds)
    try:
        yield lease
    finally:
        lease.release()


def _acquired(
    cluster: Cluster,
    index: str,
    name: str,
    wait: float,
    on_wait: Callable[[str], None],
    stop: threading.Event | None,
    seconds: float,
) -> _Seen:
    from secrets import token_hex

    token, stop = token_hex(8), stop or threading.Event()
    began = since = _now()
    before, told = None, False
    while True:
        other = _read(cluster, index, name)
        if other != before:
            before, since = other, _now()
        now = _now()
        is_silent = now - since >= seconds * SILENT <= wait
        if other is None or now - since >= seconds or _has_died(other):
            if mine := _written(cluster, index, name, token, other):
                return mine
        elif (now - began >= wait and not is_silent) or stop.wait(POLL_SECONDS):
            raise BusyError(_about(tr("{holder} is writing to {folder}; try again when it has finished"), other, index))
        elif now - began >= SILENT_SECONDS and not told:
            told = True
            on_wait(_about(tr("waiting: {holder} is writing to {folder} …"), other, index))


def _read(cluster: Cluster, index: str, name: str) -> _Seen | None:
    found = read_document(cluster, f"/{index}/_doc/{name}")
    if found is None:
        return None
    host, system, token = (str(found.said.get(name, "")) for name in ("host", "system", "token"))
    return _Seen(found.version, host, system, int(str(found.said.get("process", 0))), token)


def _written(cluster: Cluster, index: str, name: str, token: str, over: _Seen | None) -> _Seen | None:
    """The lease, written in place of ``over``; None where another was quicker."""
    said = {"host": platform.node(), "system": _system(), "process": os.getpid(), "token": token}
    version = replace_document(cluster, f"/{index}/_doc/{name}", said, over and over.version)
    return _Seen(version, platform.node(), _system(), os.getpid(), token) if version else None


@cache
def _system() -> str:
    """What numbers its processes as this one does: containers of one machine may share its name, but not that.

    Empty where nobody can tell.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return platform.node() if os.name == "posix" else ""


def _has_died(holder: _Seen) -> bool:
    """Whether the holder was a process of this machine that is no more."""
    if not holder.system or holder.system != _system():
        return False
    try:
        os.kill(holder.process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _about(message: str, holder: _Seen, index: str) -> str:
    process = tr("process {process} on {host}").format(process=holder.process, host=holder.host)
    return message.format(holder=process, folder=index)
