"""Update: paths → an index that covers them, made, brought up to date or built again as the case may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.directory.building import building, sweep
from index.directory.growth import choose, why
from index.directory.state import AUTO, State
from index.directory.store import Store
from index.engines.protocol import Engine
from index.engines.registry import MissingEngineError
from index.language import tr
from index.model import Root
from index.sync.look import LARGEST, Target, look
from index.sync.report import Progress, Summary
from index.sync.writing import write


class PathError(Exception):
    """A path that was given is not there."""


@dataclass(frozen=True, slots=True)
class Updated:
    """The outcome: what was done, why the index was built anew (empty where it was not), and what else is to be said.

    ``rebuilt`` and ``note`` are lines for the user.
    """

    summary: Summary
    rebuilt: str = ""
    note: str = ""


def update(
    paths: Iterable[Path],
    store: Store,
    *,
    engine: str | None = None,
    largest: int = LARGEST,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Updated:
    """Bring the index up to date with ``paths``; other folders it covers are left as they are, unless it is rebuilt.

    ``engine`` is the one that is wished from now on, ``auto`` for the one that fits the size of the collection; None
    leaves that as it was. Raises PathError for a path that is not there, StoreError where the index cannot be read or
    written, Interrupted.
    """
    paths = [existing(path) for path in paths]
    with store.writing():
        state = store.state()
        targets, roots = plan(paths, state.roots if state else ())
        everything = [Target(root) for root in roots]
        wish = engine or (state.wish if state else AUTO)
        current = _current(store, state, wish)
        if current is None:
            targets = everything
        changes = look(targets, current.files() if current else {}, largest=largest)
        chosen, note = choose(wish, changes.size, state.engine if state else "")
        if state and current and chosen == state.engine:
            store.keep(roots, wish)
            sweep(store)
            return Updated(write(changes, current, on_progress), note=note)
        with building(store, chosen, roots, wish=wish) as fresh:
            begun = fresh.files()
            if begun or current:
                changes = look(everything, begun, largest=largest)
            summary = write(changes, fresh, on_progress)
        return Updated(summary, why(state, chosen, wish), note)


def _current(store: Store, state: State | None, wish: str) -> Engine | None:
    """The engine to go on with, or None where there is none, or it is to be built anew whatever it holds."""
    if state is None or state.outdated or wish not in (AUTO, state.engine):
        return None
    try:
        return store.engine()
    except MissingEngineError:
        if wish != AUTO:
            raise
        return None


def existing(path: Path) -> Path:
    """``path`` made absolute. Raises PathError where there is nothing."""
    place = Path(path).expanduser().absolute()
    if not place.exists():
        raise PathError(tr("{path}: no such file or folder").format(path=path))
    return place.resolve()


def plan(paths: Sequence[Path], roots: Sequence[Root]) -> tuple[list[Target], list[Root]]:
    """What to scan, and all that the index then covers. A path under a root that is covered is part of that root."""
    covered = list(roots)
    targets = []
    for path in paths:
        above = next((root for root in covered if path != root.place and path.is_relative_to(root.place)), None)
        if above:
            targets.append(Target(above, within=path))
            continue
        root = next((root for root in covered if root.place == path), None) or Root(_label(path, covered), path)
        covered = [other for other in covered if not other.place.is_relative_to(path)] + [root]
        targets.append(Target(root))
    return targets, covered


def _label(path: Path, roots: Iterable[Root]) -> str:
    """The shortest end of ``path`` that no other root is called."""
    taken = {root.label for root in roots if not root.place.is_relative_to(path)}
    parts = [part for part in path.parts if part != path.anchor] or ["root"]
    labels = ("/".join(parts[-size:]) for size in range(1, len(parts) + 1))
    return next((label for label in labels if label not in taken), "/".join(parts))
