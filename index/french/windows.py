"""Windows: the stretches of a text that the rules have to read, and the compounds outside them, which are kept.

A window goes from one space to another. No chunk goes over a space but one that stands between two digits, so what the
rules read of a window is what they read of it inside its text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from index.french.compounds import beside_words, hyphened
from index.french.rarity import rare_places

Window = tuple[int, int]
"""Where it begins and ends."""
Compound = tuple[int, int, tuple[str, ...]]
"""Where a run with hyphens begins and ends, and the words beside its own."""


def windows_and_compounds(text: str, given: Iterable[Window]) -> tuple[Sequence[Window], Sequence[Compound]]:
    """The windows of ``text``, those ``given`` among them, and the compounds that lie in none; both in order."""
    runs = [(start, start + len(run), beside_words(run)) for start, run in hyphened(text)]
    odd = [(start, end) for start, end, others in runs if others is None]
    windows = _apart(sorted([*given, *odd, *_rare(text)]))
    ends = [0, *(end for _, end in windows)]
    starts = [start for start, _ in windows]
    return windows, [
        (start, end, others) for start, end, others in runs if others and ends[bisect_right(starts, start)] <= start
    ]


def _rare(text: str) -> Iterator[Window]:
    """The windows around what is rare."""
    end = 0
    for place in rare_places(text):
        if place >= end:
            start, end = _around(text, place)
            yield start, end


def _around(text: str, place: int) -> Window:
    start, end = text.rfind(" ", 0, place), text.find(" ", place)
    while _may_group(text, start):
        start = text.rfind(" ", 0, start)
    while _may_group(text, end):
        end = text.find(" ", end + 1)
    return start + 1, len(text) if end < 0 else end


def _may_group(text: str, space: int) -> bool:
    """Whether a space stands between two digits."""
    return space > 0 and text[space - 1].isdecimal() and text[space + 1 : space + 2].isdecimal()


def _apart(windows: Iterable[Window]) -> list[Window]:
    """Windows in order, those that overlap made one."""
    apart = list[Window]()
    for start, end in windows:
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart
