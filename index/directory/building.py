"""Building: a new generation beside the current one, which takes its place when it is whole.

What a build has committed is kept when it is broken off, and the next one goes on from there: ``building.json`` names
its folder for as long as it is under way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from secrets import token_hex

from index.directory.directory import IndexDirectory
from index.directory.generation import Generation
from index.directory.state import AUTO, State, current_versions
from index.directory.store import Role
from index.engines.protocol import DamagedError, StoreError
from index.engines.registry import load_engine
from index.language import tr
from index.model import Root


@contextmanager
def building(
    directory: IndexDirectory, engine: str, roots: Sequence[Root], *, requested: str = AUTO
) -> Iterator[Generation]:
    """A generation beside the current one, empty or as a build that was broken off left it. Needs the write lock.

    It takes the place of the current one when the block ends well. Raises StoreError where that cannot be.
    """
    if not directory.store.engine:
        load_engine(engine, directory.engines)
    try:
        wanted = State(engine, f"{engine}-{token_hex(4)}", tuple(roots), current_versions(), requested)
        state, built = _begun(directory, wanted)
        try:
            yield built
        finally:
            built.close()
        directory.switch(state)
        directory.sweep(state.data)
    except OSError as error:
        message = tr("cannot write to {folder}: {reason}; the index is as it was")
        raise StoreError(message.format(folder=directory.store.place, reason=error)) from error


def _begun(directory: IndexDirectory, wanted: State) -> tuple[State, Generation]:
    """The state to come and the generation to write to; goes on with a build that was broken off where that will do."""
    half = _half(directory, wanted)
    if half:
        with suppress(StoreError):
            built = directory.open_generation(half)
            try:
                built.check_parts()
                directory.store.write(Role.BUILDING, half)
            except BaseException:
                built.close()
                raise
            return half, built
    directory.sweep(_current(directory))
    directory.store.write(Role.BUILDING, wanted)
    return wanted, directory.open_generation(wanted, create=True)


def _half(directory: IndexDirectory, wanted: State) -> State | None:
    """The interrupted build that ``wanted`` can resume: by the same engine and version, of no further roots."""
    try:
        half = directory.store.read(Role.BUILDING)
    except StoreError:
        return None
    if half is None or (half.engine, half.versions) != (wanted.engine, wanted.versions):
        return None
    within = all(any(root.path.is_relative_to(other.path) for other in wanted.roots) for root in half.roots)
    usable = within and _current(directory) != half.data
    return replace(half, roots=wanted.roots, requested=wanted.requested) if usable else None


def _current(directory: IndexDirectory) -> str:
    """The data of the current generation; empty where there is none. Raises StoreError where it cannot be asked."""
    with suppress(DamagedError):
        state = directory.state()
        return state.data if state else ""
    return ""
