"""The index directory: which generation is current, and who uses it.

``index.json`` names the folder of the current generation. A build writes another folder beside it and then replaces
``index.json`` in one step (see ``building``), so that there is one whole index whatever happens.
"""

from __future__ import annotations

import math
import os
import re
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from time import monotonic

from index.directory.catalogue import Totals
from index.directory.generation import Generation
from index.directory.locks import acquire_read_lock, delete_unless_read, release_read_lock, write_lock
from index.directory.state import BUILDING, STATE, State, read_state, write_state
from index.engines.protocol import Engine, StoreError
from index.engines.registry import ENGINES, Engines
from index.language import tr
from index.model import Root

RETIRED_SECONDS = 60.0
GENERATION = re.compile(r"[a-z]+-[0-9a-f]{8}")
"""The folder of a generation; the user may keep other folders in the directory, and nothing of theirs is deleted."""


class NoIndexError(StoreError):
    """There is no index in the directory yet."""


@dataclass(slots=True)
class _Opened:
    """The generation in the folder ``data``, which has a read lock; ``retired`` is when another took its place."""

    data: str
    generation: Generation
    lock: int | None
    retired: float = 0.0

    def unlock(self) -> None:
        """Let others delete the folder; what is open of it stays so."""
        release_read_lock(self.lock)
        self.lock = None

    def close(self) -> None:
        self.generation.close()
        self.unlock()


class IndexDirectory:
    """An index directory. Readers use ``engine``; one process at a time holds ``write_lock``. Safe in several threads.

    ``wait`` is how many seconds to wait for that lock; ``on_wait`` is told, once, who holds it. A generation that was
    replaced stays open for ``retired_seconds``, for searches still using it. ``engines`` are those that can be opened.
    """

    def __init__(
        self,
        folder: Path,
        *,
        wait: float = 10.0,
        on_wait: Callable[[str], None] = lambda _: None,
        retired_seconds: float = RETIRED_SECONDS,
        engines: Engines = ENGINES,
    ) -> None:
        self.folder = folder
        self.engines = engines
        self._wait = wait
        self._on_wait = on_wait
        self._retired_seconds = retired_seconds
        self._opened: _Opened | None = None
        self._retired: list[_Opened] = []
        self._lock = threading.Lock()

    def state(self) -> State | None:
        """What ``index.json`` says, or None where there is no index.

        Raises DamagedError where it makes no sense, StoreError where it cannot be read or belongs to another user.
        """
        check_owner(self.folder)
        return read_state(self.folder / STATE)

    def current_state(self) -> State:
        """What ``index.json`` says. Raises NoIndexError where there is no index."""
        state = self.state()
        if state:
            return state
        message = tr("there is no index in {folder}; make one with: searcher index FOLDER")
        if (self.folder / BUILDING).exists():
            message = tr("the index in {folder} is not complete yet; go on with: searcher index FOLDER")
        raise NoIndexError(message.format(folder=self.folder))

    def engine(self) -> Engine:
        """The engine of the current generation."""
        return self.generation().engine

    def totals(self) -> Totals:
        """What the files of the current generation sum up to."""
        return self.generation().catalogue.totals()

    def generation(self) -> Generation:
        """The current generation; the same object until another takes its place.

        Raises NoIndexError, MissingEngineError, DamagedError where a part is missing or damaged, StoreError.
        """
        with self._lock:
            self._close_retired(before=monotonic() - self._retired_seconds)
            state = self.current_state()
            if self._opened is None or self._opened.data != state.data:
                opened = self._open(state)
                self._retire()
                self._opened = opened
            return self._opened.generation

    def _open(self, state: State) -> _Opened:
        """Open what is current. A folder that is still current when its read lock is held is not deleted any more."""
        while True:
            lock = acquire_read_lock(self.folder / state.data)
            now = self.current_state()
            if now.data == state.data:
                break
            release_read_lock(lock)
            state = now
        try:
            return _Opened(state.data, self.open_generation(state), lock)
        except BaseException:
            release_read_lock(lock)
            raise

    def open_generation(self, state: State, *, create: bool = False) -> Generation:
        """The generation that ``state`` names, a new one with ``create``."""
        folder = self.folder / state.data
        if not state.readable:
            message = tr("the index in {folder} was made by another version of searcher; build it anew with: {command}")
            raise StoreError(message.format(folder=self.folder, command="searcher index"))
        if folder.exists():
            check_owner(folder)
        return Generation(state.engine, folder, create=create, engines=self.engines)

    def write_lock(self, stop: Event | None = None) -> AbstractContextManager[None]:
        """Hold the lock for writing; waiting for it ends when ``stop`` is set.

        Raises BusyError, naming the process that holds it, where it is not had in time.
        """
        check_owner(self.folder)
        return write_lock(self.folder, wait=self._wait, on_wait=self._on_wait, stop=stop)

    def record(self, roots: Sequence[Root], requested: str) -> None:
        """Write down what the current index covers and which engine is requested. Needs the write lock."""
        state = self.state()
        if state and (state.roots, state.requested) != (tuple(roots), requested):
            self.switch(replace(state, roots=tuple(roots), requested=requested))

    def switch(self, state: State) -> None:
        """Make ``state`` the current one, in one step. Needs the write lock."""
        write_state(self.folder / STATE, state)

    def sweep(self, current: str) -> None:
        """Delete all generations but ``current`` that nobody else reads. Needs the write lock."""
        with self._lock:
            for old in [*self._retired, *([self._opened] if self._opened else [])]:
                if old.data != current:
                    old.unlock()
        with suppress(OSError):  # one that stays speaks of no build that could go on
            (self.folder / BUILDING).unlink()
        for entry in self.folder.iterdir():
            if entry.is_dir() and entry.name != current and GENERATION.fullmatch(entry.name):
                delete_unless_read(entry)

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            self._close_retired(before=math.inf)
            if self._opened:
                self._opened.close()
                self._opened = None

    def _retire(self) -> None:
        if self._opened:
            self._opened.retired = monotonic()
            self._retired.append(self._opened)
            self._opened = None

    def _close_retired(self, *, before: float) -> None:
        """Close the generations that were replaced before that moment; who reads one last deletes it."""
        for opened in [opened for opened in self._retired if opened.retired <= before]:
            self._retired.remove(opened)
            opened.close()
            delete_unless_read(self.folder / opened.data)


def check_owner(folder: Path) -> None:
    """Raise StoreError where ``folder`` belongs to another user: what is read there could be made to do harm."""
    if os.name != "posix":
        return
    try:
        owner = folder.stat().st_uid
    except OSError:  # there is none, or whoever opens it says what is wrong
        return
    if owner not in {os.geteuid(), 0}:
        message = tr(
            "the index in {folder} belongs to another user (number {owner}) and is not opened; "
            "become its owner, or make an index of your own with --index-dir"
        )
        raise StoreError(message.format(folder=folder, owner=owner))
