"""Comparing what is seen with the catalogue: what is read, what is missing, and what has only moved."""

from __future__ import annotations

from indexing import seen

from index.model import Fault, FileEntry
from index.sync import Problem
from index.sync.changes import Kind, Verdicts, compare

NO = Fault("not_a_file")


def line(path: str, digest: str = "", *, size: int = 1, mtime: int = 1) -> FileEntry:
    return FileEntry(path, "/", size, mtime, digest)


def test_what_is_seen_twice_counts_once() -> None:
    changes = compare([seen("a"), seen("a"), Problem("b", NO), Problem("b", NO)], {})
    assert (changes.fresh, changes.size, changes.problems) == ([seen("a")], 1, [Problem("b", NO)])


def test_what_lies_under_a_folder_that_cannot_be_read_is_not_missing() -> None:
    catalogue = {path: line(path) for path in ("d/a", "d/e/b", "da", "d")}
    assert set(compare([Problem("d", NO)], catalogue).missing) == {"da"}


def test_verdicts() -> None:
    catalogue = {path: line(path, digest) for path, digest in (("a", "1"), ("b", "1"), ("c", "2"), ("d", "3"))}
    changes = compare([seen("d", mtime=2), *map(seen, "wxyz")], catalogue)
    verdicts = Verdicts(changes)
    assert verdicts.of("d", "9") == (Kind.CHANGED, None)
    assert verdicts.of("w", "1") == (Kind.MOVED, catalogue["a"])
    assert verdicts.of("x", "1") == (Kind.MOVED, catalogue["b"])
    assert verdicts.of("y", "1") == (Kind.ADDED, None)
    assert verdicts.gone == {"c": catalogue["c"]}
    assert dict(verdicts.count) == {Kind.CHANGED: 1, Kind.MOVED: 2, Kind.ADDED: 1}


def test_a_pending_file_is_fresh_though_it_is_as_it_was_and_none_has_moved_from_it() -> None:
    catalogue = {"a": line("a", "1")._replace(pending=True), "b": line("b", "2")._replace(pending=True)}
    changes = compare([seen("a"), seen("c")], catalogue)
    assert (changes.fresh, set(changes.known), set(changes.missing)) == ([seen("a"), seen("c")], {"a"}, {"b"})
    assert Verdicts(changes).of("c", "2") == (Kind.ADDED, None)


def test_a_file_that_never_got_its_row_is_added() -> None:
    changes = compare([seen("a")], {"a": line("a")._replace(pending=True)})
    assert Verdicts(changes).of("a", "1") == (Kind.ADDED, None)


def test_a_file_that_could_not_be_read_for_a_passing_reason_is_read_again() -> None:
    codes = ("no_worker", "no_library", "unreadable", "encrypted", "timeout")
    catalogue = {code: line(code, "1")._replace(faults=(Fault(code),)) for code in codes}
    changes = compare(map(seen, codes), catalogue)
    assert [file.path for file in changes.fresh] == ["no_worker", "no_library", "unreadable"]
    assert [problem.path for problem in changes.problems] == ["encrypted", "timeout"]
