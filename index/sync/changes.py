"""Changes: what the folders hold now against what the catalogue says."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath

from index.model import FileEntry
from index.sync.scan import FileSeen, Problem


@dataclass(slots=True)
class Changes:
    """What is to be done to bring an index up to date.

    ``fresh`` files are new or differ in size or time from their line of the catalogue, which ``known`` gives for those
    that have one; ``missing`` are the lines whose file is gone. ``size`` is of all files that were seen, in bytes.
    """

    fresh: list[FileSeen] = field(default_factory=list)
    known: dict[str, FileEntry] = field(default_factory=dict)
    missing: dict[str, FileEntry] = field(default_factory=dict)
    unchanged: int = 0
    size: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.fresh or self.missing)


def compare(seen: Iterable[FileSeen | Problem], catalogue: Mapping[str, FileEntry]) -> Changes:
    """What changed between ``catalogue``, the lines for the places that were scanned, and what was ``seen`` there.

    A file is unchanged when size and time of change are; no file is opened. What cannot be read now is not missing, and
    what was seen twice counts once.
    """
    changes = Changes()
    unreadable: set[str] = set()
    present: set[str] = set()
    for item in seen:
        if isinstance(item, Problem):
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
    if known and known.size == file.size and known.mtime == file.mtime and known.root == file.root:
        changes.unchanged += 1
        if known.fault:
            changes.problems.extend(faults(known))
        return
    changes.fresh.append(file)
    if known:
        changes.known[file.path] = known


def faults(entry: FileEntry) -> Iterable[Problem]:
    """What could not be read of a file, a problem each."""
    return (Problem(entry.path, line) for line in entry.fault.splitlines())


def _under(path: str, places: set[str]) -> bool:
    return bool(places) and (path in places or any(str(above) in places for above in PurePosixPath(path).parents))


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
            self._by_digest.setdefault(changes.missing[path].digest, []).append(path)
        self.gone = set(changes.missing)
        self.count = Counter[Kind]()

    def of(self, path: str, digest: str) -> tuple[Kind, str]:
        """What the file ``path`` turns out to be, and the path it has moved from, if it has."""
        kind, origin = Kind.CHANGED if path in self._known else Kind.ADDED, ""
        if kind is Kind.ADDED and (origins := self._by_digest.get(digest)):
            kind, origin = Kind.MOVED, origins.pop()
            self.gone.discard(origin)
        self.count[kind] += 1
        return kind, origin


def digest_of(file: str) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises OSError where it cannot be read."""
    with open(file, "rb", buffering=0) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
