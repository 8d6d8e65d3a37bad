"""Building: a new index beside the current one, which takes its place when it is whole.

What a build has committed is kept when it is broken off, and the next one goes on from there: ``building.json`` names
its folder for as long as it is under way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from secrets import token_hex

from index.directory.fingerprint import fingerprint
from index.directory.holding import delete_unheld
from index.directory.state import AUTO, BUILDING, State, read_state, write_state
from index.directory.store import Store
from index.engines.protocol import Engine, StoreError
from index.engines.registry import load_engine, open_engine
from index.language import tr
from index.model import Root


@contextmanager
def building(store: Store, engine: str, roots: Sequence[Root], *, wish: str = AUTO) -> Iterator[Engine]:
    """An engine beside the current one, empty or as a build that was broken off left it. Needs ``store.writing``.

    It takes the place of the current one when the block ends well. Raises StoreError where that cannot be.
    """
    load_engine(engine)
    try:
        state, built = _begun(store, State(engine, f"{engine}-{token_hex(4)}", fingerprint(), tuple(roots), wish))
        try:
            yield built
        finally:
            built.close()
        store.write(state)
        sweep(store)
    except OSError as error:
        message = tr("cannot write to {folder}: {reason}; the index is as it was")
        raise StoreError(message.format(folder=store.folder, reason=error)) from error


def _begun(store: Store, wanted: State) -> tuple[State, Engine]:
    """The state to come and the engine to write with; goes on with a build that was broken off where that will do."""
    half = _half(store, wanted)
    if half:
        with suppress(StoreError):
            built = open_engine(half.engine, store.folder / half.data)
            write_state(store.folder / BUILDING, half)
            return half, built
    sweep(store)
    write_state(store.folder / BUILDING, wanted)
    (store.folder / wanted.data).mkdir()
    return wanted, open_engine(wanted.engine, store.folder / wanted.data)


def _half(store: Store, wanted: State) -> State | None:
    """What was built so far of ``wanted``: by the same engine and reading, of nothing that is not wanted any more."""
    try:
        half = read_state(store.folder / BUILDING)
    except StoreError:
        return None
    if half is None or (half.engine, half.reading) != (wanted.engine, wanted.reading):
        return None
    within = all(any(root.place.is_relative_to(other.place) for other in wanted.roots) for root in half.roots)
    current = store.state()
    finished = current is not None and current.data == half.data
    usable = within and not finished and (store.folder / half.data).is_dir()
    return replace(half, roots=wanted.roots, wish=wanted.wish) if usable else None


def sweep(store: Store) -> None:
    """Delete all data that is neither current nor read by anybody: what a build left behind. Needs ``writing``."""
    state = store.state()
    current = state.data if state else ""
    store.release(current)
    (store.folder / BUILDING).unlink(missing_ok=True)
    for entry in store.folder.iterdir():
        if entry.is_dir() and entry.name != current:
            delete_unheld(entry)
