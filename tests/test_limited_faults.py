"""Of a file with many faults the first are named, and a scan among the others, whose pages are to be recognised."""

from __future__ import annotations

from index.documents import MORE
from index.documents.faults import SCANS
from index.model import ASIDE, Article, Fault
from index.sync.writing import limit_faults

SCAN = Fault(next(iter(SCANS)))
BAD, ARTICLE, OTHERS = Fault("not_json", 3), Article("a", "a", "txt", "A"), Fault(ASIDE, values={".png": 1})


def test_few_are_all_named() -> None:
    items: list[Article | Fault] = [BAD, ARTICLE, SCAN, BAD, OTHERS]
    assert list(limit_faults(items, 3)) == items


def test_of_many_the_first_are_named_and_the_others_counted() -> None:
    assert list(limit_faults([BAD, BAD, ARTICLE, BAD, BAD, OTHERS], 2)) == [
        BAD,
        BAD,
        ARTICLE,
        OTHERS,
        Fault(MORE, values={"n": 2}),
    ]


def test_the_first_scan_is_named_wherever_it_comes() -> None:
    more = Fault(MORE, values={"n": 2})
    assert list(limit_faults([BAD, BAD, BAD, SCAN, SCAN], 2)) == [BAD, BAD, SCAN, more]
    assert list(limit_faults([SCAN, BAD, SCAN, SCAN], 2)) == [SCAN, BAD, more]
