"""The index directory: which data is current, with which engine it was made, and how another takes its place.

``index.json`` names the folder that holds the data; everything else about it is the engine's own. A rebuild writes a
new folder beside the old and then replaces ``index.json`` in one step, so that whatever happens there is one whole
index.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.engine import BusyError, Engine, StoreError
from index.engines.registry import open_engine
from index.language import tr
from index.model import Root

STATE = "index.json"
LOCK = "writing.lock"


class NoIndexError(StoreError):
    """There is no index in the directory yet."""


@dataclass(frozen=True, slots=True)
class State:
    """What ``index.json`` says: the engine, the folder of its data, the reading it was made with, what it covers."""

    engine: str
    data: str
    reading: str
    roots: tuple[Root, ...]

    @property
    def outdated(self) -> bool:
        """Whether texts are read otherwise now than when the index was made."""
        from index.fingerprint import fingerprint

        return self.reading != fingerprint()


class Store:
    """An index directory. Searches use ``engine``; ``writing`` is held by the one process that writes."""

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        self.folder = folder
        self._wait = wait
        self._opened: tuple[State, Engine] | None = None
        self._retired: Engine | None = None
        self._lock = threading.Lock()

    def state(self) -> State | None:
        """What is current, or None where there is no index. Raises StoreError where it cannot be read."""
        try:
            read = json.loads((self.folder / STATE).read_text(encoding="utf-8"))
            roots = tuple(Root(label, Path(place)) for label, place in read["roots"])
            return State(read["engine"], read["data"], read["reading"], roots)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = tr("{file} cannot be read ({reason}); delete {folder} and index again")
            raise StoreError(message.format(file=self.folder / STATE, reason=error, folder=self.folder)) from error

    def engine(self) -> Engine:
        """The engine on the current data; the same one until another takes its place. Raises NoIndexError."""
        with self._lock:
            state = self.state()
            if state is None:
                message = tr("there is no index in {folder}; make one with: searcher index FOLDER")
                raise NoIndexError(message.format(folder=self.folder))
            if self._opened is None or self._opened[0].data != state.data:
                fresh = open_engine(state.engine, self.folder / state.data)
                self._retire()
                self._opened = (state, fresh)
            return self._opened[1]

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            self._retire()
            self._retire()

    def _retire(self) -> None:
        """Put the engine aside, for those that still search it, and close the one that was put aside before it."""
        if self._retired:
            self._retired.close()
        self._retired = self._opened[1] if self._opened else None
        self._opened = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write. Raises BusyError, naming the process that holds it, where it is not had in time."""
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / LOCK, timeout=self._wait)
            lock.acquire()
        except Timeout as error:
            raise BusyError(self._busy()) from error
        except OSError as error:
            message = tr("cannot write to {folder}: {reason}")
            raise StoreError(message.format(folder=self.folder, reason=error.strerror)) from error
        try:
            (self.folder / f"{LOCK}.pid").write_text(str(os.getpid()), encoding="utf-8")
            yield
        finally:
            (self.folder / f"{LOCK}.pid").unlink(missing_ok=True)
            lock.release()

    def _busy(self) -> str:
        try:
            holder = (self.folder / f"{LOCK}.pid").read_text(encoding="utf-8")
        except OSError:
            return tr("another process is writing to this index; try again when it has finished")
        message = tr("process {process} is writing to {folder}; try again when it has finished")
        return message.format(process=holder, folder=self.folder)

    @contextmanager
    def building(self, engine: str, roots: Sequence[Root]) -> Iterator[Engine]:
        """An empty engine beside the current one, which takes its place when the block ends well. Needs ``writing``."""
        from secrets import token_hex

        from index.fingerprint import fingerprint

        state = State(engine, f"{engine}-{token_hex(4)}", fingerprint(), tuple(roots))
        self._sweep()
        try:
            (self.folder / state.data).mkdir()
            built = open_engine(engine, self.folder / state.data)
            try:
                yield built
            finally:
                built.close()
            self.write(state)
        except OSError as error:
            message = tr("cannot write to {folder}: {reason}; the index is as it was")
            raise StoreError(message.format(folder=self.folder, reason=error)) from error
        finally:
            self._sweep()

    def cover(self, roots: Sequence[Root]) -> None:
        """Write down what the current index covers. Needs ``writing``."""
        state = self.state()
        if state and state.roots != tuple(roots):
            self.write(State(state.engine, state.data, state.reading, tuple(roots)))

    def write(self, state: State) -> None:
        """Replace ``index.json`` in one step."""
        roots = [(root.label, str(root.place)) for root in state.roots]
        text = json.dumps(
            {"engine": state.engine, "data": state.data, "reading": state.reading, "roots": roots}, indent=1
        )
        fresh = self.folder / f"{STATE}.new"
        with fresh.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self.folder / STATE)

    def _sweep(self) -> None:
        """Delete data that is not current: what a killed or finished rebuild left behind."""
        from shutil import rmtree

        state = self.state()
        for entry in self.folder.iterdir():
            if entry.is_dir() and entry.name != (state.data if state else ""):
                rmtree(entry, ignore_errors=True)
