"""Windows: the stretches of a text that the rules have to read, and the compounds outside them, which are kept.

A window is a run, or several, so that what the rules read of it is what they read of it inside its text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from index.analysis.compounds import beside_words, hyphened
from index.analysis.rarity import rare_places
from index.analysis.spans import Span, apart, run_around

Compound = tuple[int, int, tuple[str, ...]]
"""Where a run with hyphens begins and ends, and the words beside its own."""


def windows_and_compounds(text: str, given: Iterable[Span]) -> tuple[Sequence[Span], Sequence[Compound]]:
    """The windows of ``text``, those ``given`` among them, and the compounds that lie in none; both in order."""
    runs = [(start, start + len(run), beside_words(run)) for start, run in hyphened(text)]
    odd = [(start, end) for start, end, others in runs if others is None]
    windows = apart([*given, *odd, *_rare(text)])
    ends = [0, *(end for _, end in windows)]
    starts = [start for start, _ in windows]
    return windows, [
        (start, end, others) for start, end, others in runs if others and ends[bisect_right(starts, start)] <= start
    ]


def _rare(text: str) -> Iterator[Span]:
    """The windows around what is rare."""
    end = 0
    for place in rare_places(text):
        if place >= end:
            start, end = run_around(text, place)
            yield start, end
