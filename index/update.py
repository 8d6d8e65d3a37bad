"""Update: paths → an index that covers them, made, brought up to date or built again as the case may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.language import tr
from index.model import Root
from index.outcome import Progress, Summary
from index.store import Store
from index.sync import LARGEST, Target, sync


class PathError(Exception):
    """A path that was given is not there."""


@dataclass(frozen=True, slots=True)
class Updated:
    """The outcome: what the sync did, and why the index was built anew (empty where it was not)."""

    summary: Summary
    rebuilt: str = ""


def update(
    paths: Iterable[Path],
    store: Store,
    *,
    engine: str,
    largest: int = LARGEST,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Updated:
    """Bring the index up to date with ``paths``; other folders it covers are left as they are, unless it is rebuilt.

    Raises PathError for a path that is not there, StoreError where the index cannot be read or written.
    """
    paths = [existing(path) for path in paths]
    with store.writing():
        state = store.state()
        targets, roots = plan(paths, state.roots if state else ())
        reason = ""
        if state and state.outdated:
            reason = tr("texts are read in a new way")
        elif state and state.engine != engine:
            reason = tr("the engine is now {engine}").format(engine=engine)
        if state and not reason:
            store.cover(roots)
            return Updated(sync(targets, store.engine(), largest=largest, on_progress=on_progress))
        everything = [Target(root) for root in roots]
        with store.building(engine, roots) as fresh:
            summary = sync(everything, fresh, largest=largest, on_progress=on_progress)
        return Updated(summary, reason)


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
