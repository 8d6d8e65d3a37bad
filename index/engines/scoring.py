"""Scoring: the formulas that every engine uses, so that the same texts rank the same everywhere.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the idf of
Lucene, which is never negative.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

K1 = 1.2
"""How soon more of the same word stops counting."""
B = 0.75
"""How much a long text is held against its words; 0 not at all, 1 in full."""
B_WHOLE = 0.8
"""The same for whole articles, which differ more in length than paragraphs do."""


def idf(holding: int, total: int) -> float:
    """Weight of a word that ``holding`` of ``total`` texts hold."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def saturation(frequency: float, length: float, mean_length: float, b: float = B) -> float:
    """BM25's factor in (0, 1) for a word found ``frequency`` times in a text of ``length`` words."""
    return frequency / (frequency + K1 * (1 - b + b * length / mean_length))


def pair_saturation(passages: int) -> float:
    """The factor in (0, 1) for two words that stand near each other in so many passages of an article."""
    return passages / (passages + 1)


def phrase_frequency(slots: Iterable[Iterable[int]], slop: int) -> int:
    """How many times slots occur together, given the places where each slot's words stand.

    With ``slop`` 0: one after the other, in order. Otherwise in any order, at most ``slop`` other places in between.
    """
    return len(phrase_starts([sorted(set(places)) for places in slots], slop))


def phrase_starts(slots: list[list[int]], slop: int) -> list[tuple[int, ...]]:
    """The places of each occurrence, a place per slot; occurrences begin at different places of the first slot."""
    if slop == 0:
        others = [set(places) for places in slots[1:]]
        return [
            tuple(range(start, start + len(slots)))
            for start in slots[0]
            if all(start + n in places for n, places in enumerate(others, start=1))
        ]
    return [match for start in slots[0] if (match := _near(start, slots[1:], len(slots) - 1 + slop))]


def _near(start: int, slots: list[list[int]], width: int) -> tuple[int, ...]:
    """The narrowest choice of distinct places around ``start`` that spans at most ``width``; empty for none."""
    around = [sorted((p for p in places if abs(p - start) <= width), key=lambda p: abs(p - start)) for places in slots]
    if len(slots) == 1:
        near = [place for place in slots[0] if place != start and abs(place - start) <= width]
        return (start, min(near, key=lambda place: abs(place - start))) if near else ()
    best: tuple[int, ...] = ()
    for low in range(start - width, start + 1):
        chosen = _within(start, around, low, low + width)
        if chosen and (not best or max(chosen) - min(chosen) < max(best) - min(best)):
            best = chosen
    return best


def _within(start: int, slots: list[list[int]], low: int, high: int) -> tuple[int, ...]:
    """A place between ``low`` and ``high`` for each slot, no two the same; empty where there is no such choice."""
    holder: dict[int, int] = {}

    def seat(slot: int, refused: set[int]) -> bool:
        """Give ``slot`` a place, if need be one whose holder can take another."""
        for place in slots[slot]:
            if low <= place <= high and place not in refused:
                refused.add(place)
                if place not in holder or seat(holder[place], refused):
                    holder[place] = slot
                    return True
        return False

    if not all(seat(slot, {start}) for slot in range(len(slots))):
        return ()
    return (start, *sorted(holder, key=lambda place: holder[place]))
