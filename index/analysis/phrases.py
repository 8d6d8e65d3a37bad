"""Phrases: where words of a text occur together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.analysis.haystack import Haystack, needles
from index.analysis.lemmatizer import common_prefixes
from index.analysis.model import Token
from index.analysis.normalization import fold
from index.analysis.segmentation import Span, merged
from index.analysis.tokenizer import tokens

TEXTS = 128
"""Number of texts for which the spans of a phrase are cached."""
LONGEST_KEPT = 10_000
"""Length in code points up to which a text is cached."""
FINDERS = 16
"""Number of phrases whose finders are cached."""


class SoughtPhrase(NamedTuple):
    """Words that count where they occur together: one of each slot, in order where ``slop`` is 0.

    Otherwise in any order, with at most ``slop`` other words in between. Slots hold folded words, or exact ones.
    """

    slots: tuple[frozenset[str], ...]
    slop: int = 0
    exact: bool = False


class PhraseFinder:
    """Finds a phrase in texts. Only what is around the words of one slot is tokenized."""

    def __init__(self, phrase: SoughtPhrase) -> None:
        self._phrase = phrase
        self._needles = [needles(common_prefixes(map(fold, slot))) for slot in dict.fromkeys(phrase.slots)]
        self._reach = len(phrase.slots) - 1 + phrase.slop
        self._places: dict[str, list[int]] = {}
        for place, slot in enumerate(phrase.slots):
            for word in slot:
                self._places.setdefault(word, []).append(place)
        self._size = lru_cache(maxsize=1 << 12)(_size)
        self._known = lru_cache(maxsize=TEXTS)(self._spans)

    def spans(self, text: str) -> Sequence[Span]:
        """The phrase as it is in a text: one range where ``slop`` is 0, else a range for each of its words.

        Passages are chosen by a phrase and then highlighted, so what was found in the last ones is kept.
        """
        return self._spans(text) if len(text) > LONGEST_KEPT else self._known(text)

    def is_in(self, text: str) -> bool:
        """Whether the phrase occurs in a text; it is read up to the first occurrence only."""
        return any(True for _ in self._found(text))

    def _spans(self, text: str) -> Sequence[Span]:
        return tuple(self._found(text))

    def _found(self, text: str) -> Iterator[Span]:
        if not 0 < len(self._phrase.slots) <= len(text):
            return
        haystack = Haystack(text)
        rarest = min(self._needles, key=haystack.frequency)
        for start, end in merged(self._around(haystack, run) for run in haystack.runs(rarest)):
            yield from ((start + low, start + high) for low, high in self._together(tokens(text[start:end])))

    def _around(self, haystack: Haystack, run: Span) -> Span:
        """A run with so much of the text on both sides as a phrase that holds one of its words can reach."""
        start, end = run
        low = high = 0
        while low < self._reach and (before := haystack.run_before(start)):
            start = before[0]
            low += self._size(haystack.text[slice(*before)])
        while high < self._reach and (after := haystack.run_after(end)):
            end = after[1]
            high += self._size(haystack.text[slice(*after)])
        return start, end

    def _together(self, read: Iterable[Token]) -> Iterator[Span]:
        found: list[dict[int, Token]] = [{} for _ in self._phrase.slots]
        for token in read:
            word = token.exact if self._phrase.exact else fold(token.exact)
            for place in self._places.get(word, ()):
                found[place][token.position] = token
        for positions in _occurrences([sorted(slot) for slot in found], self._phrase.slop):
            together = [slot[position] for slot, position in zip(found, positions, strict=True)]
            if self._phrase.slop:
                yield from ((token.start, token.end) for token in together)
            else:
                yield min(token.start for token in together), max(token.end for token in together)


@lru_cache(maxsize=FINDERS)
def phrase_finder(phrase: SoughtPhrase) -> PhraseFinder:
    """What finds ``phrase``; safe in several threads."""
    return PhraseFinder(phrase)


def _size(run: str) -> int:
    """The number of positions of a run."""
    read = tokens(run)
    return read[-1].position + 1 if read else 0


def phrase_frequency(slots: Iterable[Iterable[int]], slop: int) -> int:
    """How many times slots occur together, given the positions where a word of each slot occurs.

    With ``slop`` 0: one after the other, in order. Otherwise in any order, at most ``slop`` other positions in between.
    """
    return len(phrase_starts([sorted(set(positions)) for positions in slots], slop))


def phrase_starts(slots: Sequence[list[int]], slop: int) -> list[tuple[int, ...]]:
    """The positions of each occurrence, one a slot; occurrences begin at different positions of the first slot."""
    return list(_occurrences(slots, slop))


def _occurrences(slots: Sequence[list[int]], slop: int) -> Iterator[tuple[int, ...]]:
    if slop == 0:
        others = [set(positions) for positions in slots[1:]]
        for start in slots[0]:
            if all(start + n in positions for n, positions in enumerate(others, start=1)):
                yield tuple(range(start, start + len(slots)))
    elif all(slots):
        yield from filter(None, (_near(start, slots[1:], len(slots) - 1 + slop) for start in slots[0]))


def _near(start: int, slots: Sequence[list[int]], width: int) -> tuple[int, ...]:
    """The narrowest choice of distinct positions around ``start`` that spans at most ``width``; empty for none."""
    around = [sorted((p for p in slot if abs(p - start) <= width), key=lambda p: abs(p - start)) for slot in slots]
    if len(slots) == 1:
        near = [position for position in around[0] if position != start]
        return (start, near[0]) if near else ()
    best: tuple[int, ...] = ()
    if len({start}.union(*around)) <= len(slots):
        return best
    for low in sorted({start, *(p for slot in around for p in slot if p < start)}):
        chosen = _within(start, around, low, low + width)
        if chosen and (not best or max(chosen) - min(chosen) < max(best) - min(best)):
            best = chosen
        if best and max(best) - min(best) == len(slots):
            break
    return best


def _within(start: int, slots: Sequence[list[int]], low: int, high: int) -> tuple[int, ...]:
    """A position between ``low`` and ``high`` for each slot, no two the same; empty where there is no such choice."""
    inside = [[p for p in positions if low <= p <= high and p != start] for positions in slots]
    if len(set().union(*inside)) < len(slots):
        return ()
    holders: dict[int, int] = {}
    seats: dict[int, int] = {}
    if not all(inside) or not all(_seat(slot, inside, holders, seats) for slot in range(len(slots))):
        return ()
    return (start, *(seats[slot] for slot in range(len(slots))))


def _seat(slot: int, slots: Sequence[list[int]], holders: dict[int, int], seats: dict[int, int]) -> bool:
    """Give ``slot`` a position, if need be one whose holder can take another (an augmenting path, breadth first)."""
    asked: dict[int, int] = {}
    queue = [slot]
    for asking in queue:
        for position in slots[asking]:
            if position in asked:
                continue
            asked[position] = asking
            if position not in holders:
                _hand_on(position, slot, asked, holders, seats)
                return True
            queue.append(holders[position])
    return False


def _hand_on(free: int, slot: int, asked: dict[int, int], holders: dict[int, int], seats: dict[int, int]) -> None:
    """Flip the augmenting path that ends at the ``free`` position, so that ``slot`` gets a position."""
    while True:
        taker = asked[free]
        left = seats.get(taker, free)
        holders[free], seats[taker] = taker, free
        if taker == slot:
            return
        free = left
