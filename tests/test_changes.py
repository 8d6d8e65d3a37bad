"""Comparing what is seen with the catalogue: what is read, what is missing, and what has only moved."""

from __future__ import annotations

from indexing import seen

from index.model import FileEntry
from index.sync.changes import Kind, Verdicts, compare
from index.sync.scan import Problem


def line(path: str, digest: str = "", *, size: int = 1, mtime: int = 1) -> FileEntry:
    return FileEntry(path, "/", size, mtime, digest)


def test_what_is_seen_twice_counts_once() -> None:
    changes = compare([seen("a"), seen("a"), Problem("b", "no"), Problem("b", "no")], {})
    assert (changes.fresh, changes.size, changes.problems) == ([seen("a")], 1, [Problem("b", "no")])


def test_what_lies_under_a_folder_that_cannot_be_read_is_not_missing() -> None:
    catalogue = {path: line(path) for path in ("d/a", "d/e/b", "da", "d")}
    assert set(compare([Problem("d", "no")], catalogue).missing) == {"da"}


def test_verdicts() -> None:
    catalogue = {path: line(path, digest) for path, digest in (("a", "1"), ("b", "1"), ("c", "2"), ("d", "3"))}
    changes = compare([seen("d", mtime=2), *map(seen, "wxyz")], catalogue)
    verdicts = Verdicts(changes)
    assert verdicts.of("d", "9") == (Kind.CHANGED, "")
    assert verdicts.of("w", "1") == (Kind.MOVED, "a")
    assert verdicts.of("x", "1") == (Kind.MOVED, "b")
    assert verdicts.of("y", "1") == (Kind.ADDED, "")
    assert verdicts.gone == {"c"}
    assert dict(verdicts.count) == {Kind.CHANGED: 1, Kind.MOVED: 2, Kind.ADDED: 1}
