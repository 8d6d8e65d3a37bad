"""Sync: what changed in the folders of an index since it was last brought up to date, by names, sizes and times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from index.model import FileEntry, Root
from index.sync.changes import Changes, compare
from index.sync.scan import MB, scan

LARGEST = 50 * MB


@dataclass(frozen=True, slots=True)
class Target:
    """What to bring up to date: a root, or only what lies under ``within``."""

    root: Root
    within: Path | None = None


def look(targets: Iterable[Target], catalogue: Mapping[str, FileEntry], *, largest: int = LARGEST) -> Changes:
    """What changed under ``targets`` since the ``catalogue`` of the whole index; ``size`` is that of all it covers."""
    targets = list(targets)
    seen = chain.from_iterable(scan(target.root, largest=largest, within=target.within) for target in targets)
    covered = _covered(catalogue, targets)
    changes = compare(seen, covered)
    changes.size += sum(entry.size for path, entry in catalogue.items() if path not in covered)
    return changes


def _covered(catalogue: Mapping[str, FileEntry], targets: Iterable[Target]) -> Mapping[str, FileEntry]:
    """The lines of the catalogue that are of a place that is scanned; a whole root takes over the roots inside it."""
    whole = [target.root.place for target in targets if target.within is None]
    roots = {entry.root for entry in catalogue.values()}
    taken = {root for root in roots if any(Path(root).is_relative_to(place) for place in whole)}
    parts = [target for target in targets if target.within is not None]
    if roots == taken:
        return catalogue
    return {path: entry for path, entry in catalogue.items() if entry.root in taken or _within(entry, parts)}


def _within(entry: FileEntry, parts: Iterable[Target]) -> bool:
    for target in parts:
        root = target.root
        place = root.place / entry.path.removeprefix(root.label).lstrip("/")
        if target.within and entry.root == str(root.place) and place.is_relative_to(target.within):
            return True
    return False
