"""Plan: the paths that are given → what is scanned, and what the index covers then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from index.documents import FORMATS, suffix
from index.language import tr
from index.model import Root
from index.sync.scan import index_name, place_of


class PathError(Exception):
    """A path that was given is not there, or is none that the index covers."""


@dataclass(frozen=True, slots=True)
class Target:
    """What to bring up to date: a root, or only what lies under ``within``."""

    root: Root
    within: Path | None = None

    @property
    def name(self) -> str:
        """What it is called in the index."""
        return index_name(self.root, self.within or self.root.path)


def existing(path: Path) -> Path:
    """``path`` made absolute. Raises PathError where there is nothing, or a file that is not read."""
    absolute = Path(path).expanduser().absolute()
    if not absolute.exists():
        raise PathError(tr("{path}: no such file or folder").format(path=path))
    if absolute.is_file() and suffix(absolute.name) not in FORMATS:
        message = tr("{path}: files of this kind are not read; those that are end in {suffixes}")
        raise PathError(message.format(path=path, suffixes=", ".join(FORMATS)))
    return absolute.resolve()


def plan(paths: Sequence[Path], roots: Sequence[Root]) -> tuple[list[Target], list[Root]]:
    """What to scan, and all that the index then covers. A path under a root that is covered is part of that root."""
    covered = list(roots)
    targets = []
    for path in paths:
        target = target_of(path, covered)
        if target is None or target.within is None:
            root = target.root if target else Root(_label(path, covered), path)
            covered = [other for other in covered if not other.path.is_relative_to(root.path)] + [root]
            target = Target(root)
        targets.append(target)
    return targets, covered


def target_of(path: Path, roots: Sequence[Root]) -> Target | None:
    """The root that ``path`` is, or what it is of a root that it lies in, which may have become a link."""
    real = ((root, root.path.resolve()) for root in roots)
    for root, place in chain(((root, root.path) for root in roots), real):
        if path.is_relative_to(place):
            return Target(root, within=root.path / path.relative_to(place) if path != place else None)
    return None


def _label(path: Path, roots: Iterable[Root]) -> str:
    """The shortest end of ``path`` that no other root is called."""
    taken = {root.label for root in roots if not root.path.is_relative_to(path)}
    parts = [part for part in path.parts if part != path.anchor] or ["root"]
    labels = ("/".join(parts[-size:]) for size in range(1, len(parts) + 1))
    return next((label for label in labels if label not in taken), "/".join(parts))


def roots_under(path: Path, roots: Sequence[Root]) -> list[Root]:
    """The roots at or under ``path``. Raises PathError where there is none."""
    above = Path(path).expanduser().absolute()
    found = [root for root in roots if root.path.is_relative_to(above) or root.path.is_relative_to(above.resolve())]
    if not found:
        names = ", ".join(str(root.path) for root in roots)
        raise PathError(
            tr("{path} is no folder that the index covers; it covers: {names}").format(path=path, names=names)
        )
    return found


def pending_targets(pending: Mapping[str, str], targets: Sequence[Target], roots: Sequence[Root]) -> list[Target]:
    """The files that a process which ended has left pending, where no target covers them."""
    by_path = {str(root.path): root for root in roots}
    names = tuple(target.name for target in targets)
    left = []
    for path, place in pending.items():
        root = by_path.get(place)
        covered = any(path == name or path.startswith(f"{name}/") for name in names)
        if root and not covered:
            left.append(Target(root, within=place_of(root, path)))
    return left
