"""Scanned pages that a worker draws: where it is lost, others are drawn all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from indexing import write
from odd_reader import FORMATS

from index.documents import Texts, Workers
from index.documents.limits import Patience


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("page 1\npicture\npage 2\nkill\npage 3\npicture", [("", 1, True), ("", 2, False), ("", 3, True)]),
        (
            "file b.odd page 1;picture\nfile c.odd text un;kill\nfile d.odd page 1;picture",
            [("b.odd", 1, True), ("d.odd", 1, True)],
        ),
        (
            "file b.odd page 1;picture\nfile c.odd page 1;kill;page 2;picture\nfile d.odd page 1;picture",
            [("b.odd", 1, True), ("c.odd", 1, False), ("c.odd", 2, True), ("d.odd", 1, True)],
        ),
        ("file b.odd file c.odd|kill\nfile d.odd page 1;picture", [("d.odd", 1, True)]),
        ("kill\npage 1\npicture", []),
    ],
)
def test_where_a_worker_is_lost_another_one_goes_on(
    script: str, expected: list[tuple[str, int, bool]], tmp_path: Path
) -> None:
    write(tmp_path / "a.odd", script)
    with Workers(FORMATS) as workers:
        scans = [(name, page, bool(picture)) for name, page, picture in workers.scans(str(tmp_path / "a.odd"), "a", {})]
        assert scans == expected
        assert len(workers.pids) <= 1


def test_pages_that_are_known_are_not_drawn(tmp_path: Path) -> None:
    write(tmp_path / "a.odd", "page 1\npicture\npage 2\npicture")
    known: dict[str, Texts] = {"": {1: "Un mot."}}
    with Workers(FORMATS) as workers:
        assert [scan.page for scan in workers.scans(str(tmp_path / "a.odd"), "a", known)] == [2]
    assert known == {"": {1: "Un mot."}}


def test_each_page_has_the_time_of_a_file(tmp_path: Path) -> None:
    write(tmp_path / "a.odd", "\n".join(f"page {number}\nsleep 0.7\npicture" for number in range(1, 5)))
    with Workers(FORMATS, Patience(any_file=2.0, each_mb=0.0, most=2.0)) as workers:
        scans = [(page, bool(picture)) for _, page, picture in workers.scans(str(tmp_path / "a.odd"), "a", {})]
    assert scans == [(1, True), (2, True), (3, True), (4, True)]


def test_a_file_on_which_each_worker_is_lost_is_given_up(tmp_path: Path) -> None:
    write(tmp_path / "a.odd", "\n".join(f"page {number}\nkill" for number in range(1, 9)))
    with Workers(FORMATS) as workers:
        assert [scan.page for scan in workers.scans(str(tmp_path / "a.odd"), "a", {})] == [1, 2, 3]
