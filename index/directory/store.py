"""The store: where an index keeps its state, its lock and its generations, in a folder or in a cluster."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import StrEnum
from threading import Event
from typing import Protocol

from index.directory.catalogue import Catalogue
from index.directory.generation import Generation
from index.directory.health import Health
from index.directory.state import State


class Role(StrEnum):
    """The generation that a state describes."""

    CURRENT = "index.json"
    BUILDING = "building.json"


class Store(Protocol):
    """The generations of one index, of which one is current. Every method raises StoreError where it cannot be reached.

    ``place`` is what a person knows it by; ``engine`` the only one there, empty where there is a choice.
    """

    place: str
    engine: str

    def read(self, role: Role) -> State | None:
        """The state of the generation in that role; None where there is none. Raises DamagedError."""

    def write(self, role: Role, state: State) -> None:
        """Put a generation into a role, in one step. Needs the write lock."""

    def write_lock(
        self, *, wait: float, on_wait: Callable[[str], None], stop: Event | None = None
    ) -> AbstractContextManager[None]:
        """Hold the lock for writing; ``on_wait`` is told, once, who holds it. Raises BusyError where it is not had."""

    def open(self, state: State, *, create: bool = False) -> Generation:
        """The generation that ``state`` names, a new one with ``create``."""

    def catalogue(self, data: str) -> Catalogue:
        """The catalogue of the generation ``data``."""

    def acquire(self, data: str) -> int | None:
        """Keep a generation from being deleted, as far as that can be."""

    def release(self, lock: int | None) -> None:
        """Release a generation, which may be deleted then."""

    def discard(self, data: str) -> None:
        """Delete a generation that nobody else reads."""

    def sweep(self, current: str) -> None:
        """Delete all generations but ``current`` that nobody reads, and the state of one that was being built."""

    def size(self) -> int:
        """How many bytes it takes."""

    def health(self) -> Health | None:
        """How the cluster does that holds it; None for an index in a folder."""

    def close(self) -> None:
        """Close what is open."""
