"""Changes: what the folders hold now against what the catalogue says, by names, sizes and times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from threading import Event

from index.directory import Catalogue
from index.documents import is_passing
from index.model import ASIDE, Fault, FileEntry, Root, aside_in
from index.sync.ignore import Ignored
from index.sync.limits import LARGEST
from index.sync.plan import Target
from index.sync.report import Interrupted
from index.sync.scan import Aside, FileSeen, Problem, is_bare, scan


@dataclass(slots=True)
class Changes:
    """What is to be done to bring an index up to date.

    ``fresh`` files are new, pending, or differ in size or time from their row of the catalogue, which ``known`` gives
    for those that have one; ``missing`` are the rows whose file is gone. ``size`` is of all files of the index, in
    bytes. ``aside`` are the files of formats that are not read, ``inside`` counts those in files, by file and kind.
    """

    fresh: list[FileSeen] = field(default_factory=list)
    known: dict[str, FileEntry] = field(default_factory=dict)
    missing: dict[str, FileEntry] = field(default_factory=dict)
    unchanged: int = 0
    size: int = 0
    problems: list[Problem] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    inside: dict[str, Mapping[str, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.fresh or self.missing)


def find_changes(
    targets: Sequence[Target],
    catalogue: Catalogue | None,
    *,
    roots: Sequence[Root] = (),
    prune: bool = False,
    largest: int = LARGEST,
    stop: Event | None = None,
) -> Changes:
    """What changed under ``targets`` since the ``catalogue`` was written, or what there is where there is none yet.

    ``roots`` are what the index covers. One that is gone or empty though it held files is a problem, and these are not
    missing, unless ``prune`` says that they are. Raises Interrupted when ``stop`` is set.
    """
    present = [target for target in targets if target.root.path.exists()] if prune else targets
    places = {root.path for root in (*roots, *(target.root for target in targets))}
    seen = _scan_all(present, sorted(places), largest, stop or Event())
    if catalogue is None:
        return compare(seen, {})
    whole = any(target.within is None for target in targets)
    known = catalogue.entries(None if whole else [target.name for target in targets])
    covered = _covered(known, targets) if whole else known
    changes = compare(seen, covered)
    changes.size += max(0, catalogue.totals().size - sum(entry.size for entry in covered.values()))
    if not prune:
        _keep_bare({target.root for target in targets}, changes)
    return changes


def _keep_bare(roots: Iterable[Root], changes: Changes) -> None:
    """Do not count the files of roots that are gone or empty as missing; report the roots instead."""
    lost_from = {entry.root for entry in changes.missing.values()}
    for root in sorted(roots):
        bare = {place for place in lost_from if Path(place).is_relative_to(root.path)}
        if bare and is_bare(root.path):
            missing = {path: entry for path, entry in changes.missing.items() if entry.root not in bare}
            kept = len(changes.missing) - len(missing)
            changes.missing = missing
            changes.problems.append(Problem(root.label, Fault("root_empty", values={"n": kept})))


def _scan_all(
    targets: Iterable[Target], covered: Sequence[Path], largest: int, stop: Event
) -> Iterator[FileSeen | Problem | Aside]:
    ignored: dict[Path, Ignored] = {}
    for target in targets:
        place = target.root.path
        rules = ignored.setdefault(place, Ignored(str(place)))
        for item in scan(target.root, largest=largest, within=target.within, covered=covered, ignored=rules):
            if stop.is_set():
                raise Interrupted
            yield item


def _covered(known: Mapping[str, FileEntry], targets: Iterable[Target]) -> Mapping[str, FileEntry]:
    """The rows of what is scanned; a whole root takes over the roots inside it."""
    whole = [target.root.path for target in targets if target.within is None]
    roots = {entry.root for entry in known.values()}
    taken = {root for root in roots if any(Path(root).is_relative_to(path) for path in whole)}
    if roots == taken:
        return known
    parts = {target.name for target in targets if target.within is not None}
    return {path: entry for path, entry in known.items() if entry.root in taken or _under(path, parts)}


def compare(seen: Iterable[FileSeen | Problem | Aside], catalogue: Mapping[str, FileEntry]) -> Changes:
    """What changed between ``catalogue``, the rows of what was scanned, and what was ``seen`` there.

    A file is unchanged when size and time of change are, and it could be read; no file is opened. What cannot be read
    now is not missing, and what was seen twice counts once.
    """
    changes = Changes()
    unreadable: set[str] = set()
    present: set[str] = set()
    for item in seen:
        if isinstance(item, Aside):
            changes.aside.append(item)
        elif isinstance(item, Problem):
            if item.path not in unreadable:
                changes.problems.append(item)
                unreadable.add(item.path)
        elif item.path not in present:
            present.add(item.path)
            _compare_one(item, catalogue.get(item.path), changes)
    missing = (path for path in catalogue if path not in present)
    changes.missing = {path: catalogue[path] for path in missing if not _under(path, unreadable)}
    return changes


def _compare_one(file: FileSeen, known: FileEntry | None, changes: Changes) -> None:
    changes.size += file.size
    if known and any(map(is_passing, known.faults)):
        known = known._replace(pending=True)
    if known and not known.pending and known[1:4] == (file.root, file.size, file.mtime):
        changes.unchanged += 1
        if known.faults:
            changes.problems.extend(problems_of(known))
            changes.inside[file.path] = aside_in(known.faults)
        return
    changes.fresh.append(file)
    if known:
        changes.known[file.path] = known


def problems_of(entry: FileEntry) -> Iterable[Problem]:
    """What could not be read of a file, a problem each."""
    return (Problem(entry.path, fault) for fault in entry.faults if fault.code != ASIDE)


def _under(path: str, above: set[str]) -> bool:
    return bool(above) and (path in above or any(str(parent) in above for parent in PurePosixPath(path).parents))


class Kind(StrEnum):
    """What a fresh file turns out to be."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"


class Verdicts:
    """What the fresh files turn out to be, one after the other, as the digests of their bytes become known.

    A new file with the digest of one that is gone has moved. ``gone`` are the missing files that no other was told to
    have moved from, ``count`` says how many files were of each kind.
    """

    def __init__(self, changes: Changes) -> None:
        self._known = changes.known
        self._by_digest: dict[str, list[str]] = {}
        for path in sorted(changes.missing, reverse=True):
            if not changes.missing[path].pending:
                self._by_digest.setdefault(changes.missing[path].digest, []).append(path)
        self.gone = dict(changes.missing)
        self.count = Counter[Kind]()

    def of(self, path: str, digest: str) -> tuple[Kind, FileEntry | None]:
        """What the file ``path`` turns out to be, and the row of the file that it has moved from, if it has."""
        known, origin = self._known.get(path), None
        kind = Kind.CHANGED if known and known.digest else Kind.ADDED
        if kind is Kind.ADDED and (origins := self._by_digest.get(digest)):
            kind, origin = Kind.MOVED, self.gone.pop(origins.pop())
        self.count[kind] += 1
        return kind, origin
