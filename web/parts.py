"""Parts: a long article in pieces that a browser shows at once, and the passages found before and after each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.model import Passage

MOST_PASSAGES = 300
MOST_TEXT = 100_000
"""In code points: in no language of Europe more than 200 kB."""


class Part(NamedTuple):
    """Some passages of an article that follow one another: the part ``number`` of ``total``, counted from 1.

    ``before`` and ``after`` are the first passages of its neighbours, None at the ends of the article.
    """

    passages: Sequence[Passage]
    number: int = 1
    total: int = 1
    before: int | None = None
    after: int | None = None


class Steps(NamedTuple):
    """From a place in an article to the passages found around it: the numbers of the nearest, None where there is none.

    ``position`` counts those found up to the place, ``at`` says whether one occurs there itself.
    """

    previous: int | None
    next: int | None
    position: int
    at: bool


def part_with(passages: Sequence[Passage], number: int) -> Part:
    """The part that holds the passage of that number; the first part where that is less than any, or the last."""
    starts = list(_starts(passages)) or [0]
    numbers = [passages[start].number for start in starts] if passages else [1]
    at = max(0, bisect_right(numbers, number) - 1)
    end = starts[at + 1] if at + 1 < len(starts) else len(passages)
    before = numbers[at - 1] if at else None
    after = numbers[at + 1] if at + 1 < len(numbers) else None
    return Part(passages[starts[at] : end], at + 1, len(starts), before, after)


def _starts(passages: Sequence[Passage]) -> Iterator[int]:
    """Where the parts begin."""
    count, length = MOST_PASSAGES, 0
    for place, passage in enumerate(passages):
        if count >= MOST_PASSAGES or length + len(passage.text) > MOST_TEXT:
            yield place
            count, length = 0, 0
        count, length = count + 1, length + len(passage.text)


def steps(found: Sequence[int], number: int) -> Steps:
    """The way from the passage ``number`` to those that were found, which are in order."""
    low, high = bisect_left(found, number), bisect_right(found, number)
    return Steps(found[low - 1] if low else None, found[high] if high < len(found) else None, high, low < high)
