"""Scoring: the formulas that every engine uses, so that the same texts rank the same everywhere.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the idf of
Lucene, which is never negative.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from index.analysis.wordlists import word_set
from index.engines.query import Term

K1 = 1.2
"""How soon more of the same word stops counting."""
B = 0.75
"""How much a long text is held against its words; 0 not at all, 1 in full."""
LEAD_SIGNS = 600
"""The lead of an article is its title and whole paragraphs, until there are so many code points: about 100 words."""


def lead_size(texts: Iterable[str]) -> int:
    """How many of an article's texts, the title first, make its lead."""
    signs = size = 0
    for text in texts:
        if signs >= LEAD_SIGNS:
            break
        signs += len(text)
        size += 1
    return size


def telling(term: Term) -> Term:
    """``term`` as it is counted over articles: without stop words, and with no form at all where the surest is one."""
    stop_words = word_set("stopwords")
    surest = max(term.forms, key=lambda form: form.weight, default=None)
    if surest is None or surest.word in stop_words:
        return replace(term, forms=())
    return replace(term, forms=tuple(form for form in term.forms if form.word not in stop_words))


def group_holding(counts: Iterable[tuple[float, int]], total: int) -> float:
    """How many of ``total`` texts a group of forms is taken to be in, given the weight of each and how many hold it.

    Forms that are less surely meant make a word less common than they are. The sum needs no look at the texts, and
    ranks better than the number of texts that hold any of the forms.
    """
    return min(total, math.fsum(weight * count for weight, count in counts))


def idf(holding: float, total: int) -> float:
    """Weight of a word that ``holding`` of ``total`` texts hold."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def norm(length: float, mean_length: float) -> float:
    """What BM25 adds to the frequency f of a word in a text of ``length`` words: it scores f / (f + norm), below 1."""
    return K1 * (1 - B + B * length / mean_length)


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


def to_show(scores: Mapping[int, float], title: int, most: int | None, digits: int) -> Sequence[int]:
    """Which passages to show of those that matched, given with their scores in the order in which they are read.

    The ``most`` best, equal ones in order, and the ``title`` only where there is nothing else; all in order for None.
    Scores that agree in so many ``digits`` after the point are equal.
    """
    if most is None:
        return sorted(scores)
    best_first = sorted(scores, key=lambda passage: (-round(scores[passage], digits), passage))
    return ([passage for passage in best_first if passage != title] or best_first)[:most]
