"""Changes: what the folders hold now against what the catalogue says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.language import tr
from index.model import FileEntry
from index.scan import FileSeen, Problem


@dataclass(slots=True)
class Changes:
    """What is to be done to bring an index up to date. ``entries`` gives each file to read its catalogue line."""

    added: list[FileSeen] = field(default_factory=list)
    changed: list[FileSeen] = field(default_factory=list)
    moved: list[FileSeen] = field(default_factory=list)
    touched: list[FileEntry] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    entries: dict[str, FileEntry] = field(default_factory=dict)

    @property
    def to_read(self) -> Sequence[FileSeen]:
        """The files that have to be read and indexed."""
        return [*self.added, *self.changed, *self.moved]

    def __bool__(self) -> bool:
        return bool(self.to_read or self.touched or self.removed or self.gone)


def compare(seen: Iterable[FileSeen | Problem], catalogue: Mapping[str, FileEntry]) -> Changes:
    """What changed between ``catalogue``, the lines for the places that were scanned, and what was ``seen`` there.

    A file is unchanged when size and time of change are; else its digest decides. A new file with the digest of one
    that is gone has moved. What cannot be read now keeps its articles.
    """
    changes = Changes()
    unreadable: set[str] = set()
    present: set[str] = set()
    for item in seen:
        if isinstance(item, Problem):
            changes.problems.append(item)
            unreadable.add(item.path)
        else:
            present.add(item.path)
            _compare_one(item, catalogue.get(item.path), changes)
    missing = {path for path in catalogue if path not in present and not _under(path, unreadable)}
    _tell_moved(changes, missing, catalogue)
    return changes


def _compare_one(file: FileSeen, known: FileEntry | None, changes: Changes) -> None:
    if known and (known.size, known.mtime, known.root) == (file.size, file.mtime, file.root):
        _unchanged(known, changes)
        return
    try:
        entry = FileEntry(file.path, file.root, file.size, file.mtime, digest(file.file))
    except OSError as error:
        changes.problems.append(Problem(file.path, tr("cannot be read: {reason}").format(reason=error.strerror)))
        return
    if known and known.digest == entry.digest:
        touched = replace(entry, articles=known.articles, fault=known.fault)
        changes.touched.append(touched)
        _unchanged(touched, changes)
        return
    changes.entries[file.path] = entry
    (changes.changed if known else changes.added).append(file)


def _unchanged(entry: FileEntry, changes: Changes) -> None:
    changes.unchanged += 1
    changes.problems.extend(Problem(entry.path, line) for line in entry.fault.splitlines())


def _tell_moved(changes: Changes, missing: set[str], catalogue: Mapping[str, FileEntry]) -> None:
    by_digest = {catalogue[path].digest: path for path in sorted(missing)}
    for file in list(changes.added):
        origin = by_digest.pop(changes.entries[file.path].digest, None)
        if origin:
            changes.added.remove(file)
            changes.moved.append(file)
            changes.gone.append(origin)
    changes.removed = sorted(missing.difference(changes.gone))


def _under(path: str, places: set[str]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


def digest(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises OSError where it cannot be read."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
