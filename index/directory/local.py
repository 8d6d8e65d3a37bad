"""A local index: a folder with a state file, a lock, and a folder for each generation."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from threading import Event

from index.directory.catalogue import Catalogue
from index.directory.generation import Generation, check_parts
from index.directory.locks import acquire_read_lock, delete_unless_read, release_read_lock, write_lock
from index.directory.parts import PartError, has_bytes, has_size
from index.directory.sqlite_catalogue import SqliteCatalogue
from index.directory.state import State, read_state, write_state
from index.directory.store import Role
from index.engines.protocol import DamagedError, StoreError
from index.engines.registry import Engines, open_engine
from index.language import tr

GENERATION = re.compile(r"[a-z]+-[0-9a-f]{8}")
"""The folder of a generation; the user may keep other folders in the directory, and nothing of theirs is deleted."""


class LocalStore:
    """See ``Store``: the index in ``folder``, by one of ``engines``."""

    engine = ""

    def __init__(self, folder: Path, engines: Engines) -> None:
        self.place = str(folder)
        self._folder, self._engines = folder, engines

    def read(self, role: Role) -> State | None:
        """See ``Store.read``. Raises StoreError where the folder belongs to another user."""
        check_owner(self._folder)
        return read_state(self._folder / role)

    def write(self, role: Role, state: State) -> None:
        """See ``Store.write``."""
        write_state(self._folder / role, state)

    def write_lock(
        self, *, wait: float, on_wait: Callable[[str], None], stop: Event | None = None
    ) -> AbstractContextManager[None]:
        """See ``Store.write_lock``."""
        check_owner(self._folder)
        return write_lock(self._folder, wait=wait, on_wait=on_wait, stop=stop)

    def open(self, state: State, *, create: bool = False) -> Generation:
        """See ``Store.open``. Raises MissingEngineError, DamagedError where a part is missing, StoreError."""
        folder = self._folder / state.data
        if folder.exists():
            check_owner(folder)
        elif not create:
            raise PartError(folder, tr("{file} is missing or empty").format(file=folder.name))
        return self._created(state.engine, folder) if create else self._opened(state.engine, folder)

    def _created(self, name: str, folder: Path) -> Generation:
        folder.mkdir()
        engine = open_engine(name, folder, create=True, engines=self._engines)
        try:
            return Generation(engine, SqliteCatalogue(folder, create=True), folder)
        except BaseException:
            engine.close()
            raise

    def _opened(self, name: str, folder: Path) -> Generation:
        catalogue = SqliteCatalogue(folder)
        _check_sizes(catalogue, folder)
        try:
            return Generation(open_engine(name, folder, engines=self._engines), catalogue, folder)
        except DamagedError:
            check_parts(catalogue, folder, has_bytes)  # it tells which file it is
            raise

    def catalogue(self, data: str) -> Catalogue:
        """See ``Store.catalogue``."""
        return SqliteCatalogue(self._folder / data)

    def acquire(self, data: str) -> int | None:
        """See ``Store.acquire``."""
        return acquire_read_lock(self._folder / data)

    def release(self, lock: int | None) -> None:
        """See ``Store.release``."""
        release_read_lock(lock)

    def discard(self, data: str) -> None:
        """See ``Store.discard``."""
        delete_unless_read(self._folder / data)

    def sweep(self, current: str) -> None:
        """See ``Store.sweep``."""
        with suppress(OSError):  # one that stays speaks of no build that could go on
            (self._folder / Role.BUILDING).unlink()
        for entry in self._folder.iterdir():
            if entry.is_dir() and entry.name != current and GENERATION.fullmatch(entry.name):
                delete_unless_read(entry)

    def size(self) -> int:
        """See ``Store.size``."""
        return sum(part.stat().st_size for part in self._folder.rglob("*") if part.is_file())

    def health(self) -> None:
        """See ``Store.health``: a folder has none."""

    def close(self) -> None:
        """Nothing is open."""


def _check_sizes(catalogue: Catalogue, folder: Path) -> None:
    """Raise DamagedError where a file of the engine is missing or cut, before a library trusts it.

    The index can be searched without the catalogue, so that one that is out of reach is no matter.
    """
    try:
        check_parts(catalogue, folder, has_size)
    except DamagedError:
        raise
    except StoreError:
        return


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
