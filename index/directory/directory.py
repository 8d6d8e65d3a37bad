"""The index directory: which generation is current, and who uses it.

The state of an index names its current generation. A build writes another one beside it and then replaces the state in
one step (see ``building``), so that there is one whole index whatever happens.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from time import monotonic

from index.directory.catalogue import Totals
from index.directory.generation import Generation
from index.directory.local import LocalStore
from index.directory.state import State
from index.directory.store import Role, Store
from index.engines.cluster import ClusterSettings
from index.engines.protocol import DamagedError, Engine, StoreError
from index.engines.registry import ENGINES, Engines
from index.language import tr
from index.model import Root

RETIRED_SECONDS = 60.0


class NoIndexError(StoreError):
    """There is no index in the directory yet."""


@dataclass(slots=True)
class _Opened:
    """The generation in the folder ``data``, which has a read lock; ``retired`` is when another took its place."""

    data: str
    generation: Generation
    lock: int | None
    retired: float = 0.0


class IndexDirectory:
    """An index directory. Readers use ``engine``; one process at a time holds ``write_lock``. Safe in several threads.

    ``wait`` is how many seconds to wait for that lock; ``on_wait`` is told, once, who holds it. A generation that was
    replaced stays open for ``retired_seconds``, for searches still using it. ``engines`` are those that can be opened.
    Where ``cluster`` names one, or the environment does, the index is kept there, and ``folder`` is for what belongs to
    one machine: alerts, and the texts of scanned pages.
    """

    def __init__(
        self,
        folder: Path,
        *,
        wait: float = 10.0,
        on_wait: Callable[[str], None] = lambda _: None,
        retired_seconds: float = RETIRED_SECONDS,
        engines: Engines = ENGINES,
        cluster: ClusterSettings | None = None,
    ) -> None:
        self.folder = folder
        self.engines = engines
        self.store = _store(folder, engines, cluster or ClusterSettings.of(os.environ))
        self._wait = wait
        self._on_wait = on_wait
        self._retired_seconds = retired_seconds
        self._opened: _Opened | None = None
        self._retired: list[_Opened] = []
        self._lock = threading.Lock()

    def state(self) -> State | None:
        """The state of the current generation, or None where there is no index.

        Raises DamagedError where it makes no sense, StoreError where it cannot be read or belongs to another user.
        """
        return self.store.read(Role.CURRENT)

    def current_state(self) -> State:
        """The state of the current generation. Raises NoIndexError where there is no index."""
        state = self.state()
        if state:
            return state
        message = tr("there is no index in {folder}; make one with: searcher index FOLDER")
        if self._is_building():
            message = tr("the index in {folder} is not complete yet; go on with: searcher index FOLDER")
        raise NoIndexError(message.format(folder=self.store.place))

    def _is_building(self) -> bool:
        try:
            return self.store.read(Role.BUILDING) is not None
        except DamagedError:
            return True

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
            lock = self.store.acquire(state.data)
            now = self.current_state()
            if now.data == state.data:
                break
            self.store.release(lock)
            state = now
        try:
            return _Opened(state.data, self.open_generation(state), lock)
        except BaseException:
            self.store.release(lock)
            raise

    def open_generation(self, state: State, *, create: bool = False) -> Generation:
        """The generation that ``state`` names, a new one with ``create``."""
        if not state.readable:
            message = tr("the index in {folder} was made by another version of searcher; build it anew with: {command}")
            raise StoreError(message.format(folder=self.store.place, command="searcher index"))
        return self.store.open(state, create=create)

    def write_lock(self, stop: Event | None = None) -> AbstractContextManager[None]:
        """Hold the lock for writing; waiting for it ends when ``stop`` is set.

        Raises BusyError, naming the process that holds it, where it is not had in time.
        """
        return self.store.write_lock(wait=self._wait, on_wait=self._on_wait, stop=stop)

    def record(self, roots: Sequence[Root], requested: str) -> None:
        """Write down what the current index covers and which engine is requested. Needs the write lock."""
        state = self.state()
        if state and (state.roots, state.requested) != (tuple(roots), requested):
            self.switch(replace(state, roots=tuple(roots), requested=requested))

    def switch(self, state: State) -> None:
        """Make ``state`` the current one, in one step. Needs the write lock."""
        self.store.write(Role.CURRENT, state)

    def sweep(self, current: str) -> None:
        """Delete all generations but ``current`` that nobody else reads. Needs the write lock."""
        with self._lock:
            for old in [*self._retired, *([self._opened] if self._opened else [])]:
                if old.data != current:
                    self._unlock(old)
        self.store.sweep(current)

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            self._close_retired(before=math.inf)
            if self._opened:
                self._close(self._opened)
                self._opened = None
        self.store.close()

    def _retire(self) -> None:
        if self._opened:
            self._opened.retired = monotonic()
            self._retired.append(self._opened)
            self._opened = None

    def _close_retired(self, *, before: float) -> None:
        """Close the generations that were replaced before that moment; who reads one last deletes it."""
        for opened in [opened for opened in self._retired if opened.retired <= before]:
            self._retired.remove(opened)
            self._close(opened)
            self.store.discard(opened.data)

    def _unlock(self, opened: _Opened) -> None:
        """Release a generation, which others may delete then; what is open of it stays open."""
        self.store.release(opened.lock)
        opened.lock = None

    def _close(self, opened: _Opened) -> None:
        opened.generation.close()
        self._unlock(opened)


def _store(folder: Path, engines: Engines, cluster: ClusterSettings | None) -> Store:
    """Where the index is kept: in the cluster, if there is one, else in ``folder``."""
    if cluster is None:
        return LocalStore(folder, engines)
    from index.directory.clustered import ClusterStore

    return ClusterStore(cluster)
