"""The index directory: which data is current, who reads it and who writes to it.

``index.json`` names the folder that holds the data; everything else about it is the engine's own. A rebuild writes a
new folder beside the old and then replaces ``index.json`` in one step (see ``building``), so that whatever happens
there is one whole index.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from index.directory.holding import delete_unheld, hold, let_go
from index.directory.lock import writing
from index.directory.state import BUILDING, STATE, State, read_state, write_state
from index.engines.protocol import Engine, StoreError
from index.engines.registry import open_engine
from index.language import tr
from index.model import Root

RETIRED_SECONDS = 60.0
"""So long an engine whose place another took stays open, for those that still search it."""


class NoIndexError(StoreError):
    """There is no index in the directory yet."""


@dataclass(slots=True)
class _Opened:
    """An engine on the data folder ``data``, which is held meanwhile; ``retired`` is when another took its place."""

    data: str
    engine: Engine
    held: int | None
    retired: float = 0.0

    def let_go(self) -> None:
        """Let others delete the folder; what is open of it stays so."""
        let_go(self.held)
        self.held = None

    def close(self) -> None:
        self.engine.close()
        self.let_go()


class Store:
    """An index directory. Searches use ``engine``; ``writing`` is held by the one process that writes.

    ``wait`` is how many seconds to wait for that right; ``on_wait`` is told, once, who has it meanwhile.
    """

    def __init__(self, folder: Path, *, wait: float = 10.0, on_wait: Callable[[str], None] = lambda _: None) -> None:
        self.folder = folder
        self._wait = wait
        self._on_wait = on_wait
        self._opened: _Opened | None = None
        self._retired: list[_Opened] = []
        self._lock = threading.Lock()

    def state(self) -> State | None:
        """What is current, or None where there is no index. Raises StoreError where it cannot be read."""
        return read_state(self.folder / STATE)

    def engine(self) -> Engine:
        """The engine on the current data; the same one until another takes its place. Raises NoIndexError."""
        with self._lock:
            self._close_retired(before=monotonic() - RETIRED_SECONDS)
            state = self._current()
            if self._opened is None or self._opened.data != state.data:
                fresh = self._open(state)
                self._retire()
                self._opened = fresh
            return self._opened.engine

    def _current(self) -> State:
        state = self.state()
        if state:
            return state
        message = tr("there is no index in {folder}; make one with: searcher index FOLDER")
        if (self.folder / BUILDING).exists():
            message = tr("the index in {folder} is not complete yet; go on with: searcher index FOLDER")
        raise NoIndexError(message.format(folder=self.folder))

    def _open(self, state: State) -> _Opened:
        """The engine on what is current now. What is held when it is still current is not deleted any more."""
        while True:
            held = hold(self.folder / state.data)
            now = self._current()
            if now.data == state.data:
                break
            let_go(held)
            state = now
        try:
            return _Opened(state.data, open_engine(state.engine, self.folder / state.data), held)
        except BaseException:
            let_go(held)
            raise

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
        """Close the engines that were put aside before that moment; who reads their data last deletes it."""
        for opened in [opened for opened in self._retired if opened.retired <= before]:
            self._retired.remove(opened)
            opened.close()
            delete_unheld(self.folder / opened.data)

    def writing(self) -> AbstractContextManager[None]:
        """Hold the right to write. Raises BusyError, naming the process that holds it, where it is not had in time."""
        return writing(self.folder, wait=self._wait, on_wait=self._on_wait)

    def keep(self, roots: Sequence[Root], wish: str) -> None:
        """Write down what the current index covers and which engine is wished. Needs ``writing``."""
        state = self.state()
        if state and (state.roots, state.wish) != (tuple(roots), wish):
            self.write(replace(state, roots=tuple(roots), wish=wish))

    def write(self, state: State) -> None:
        """Make ``state`` the current one, in one step. Needs ``writing``."""
        write_state(self.folder / STATE, state)

    def release(self, current: str) -> None:
        """Let go of all data but ``current``, so that it can be deleted; what is open of it here stays so."""
        with self._lock:
            opened = [*self._retired, self._opened] if self._opened else self._retired
            for old in opened:
                if old.data != current:
                    old.let_go()
