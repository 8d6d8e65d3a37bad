"""Finding: where given words stand in a text, without reading all of it.

Most of a text holds none of the words that are looked for. A word stands in a run without white space that holds it
as it is, or in one that the rules read in their own way (see ``plain``), and only these runs are read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from index.analysis.chunks import chunk_spans
from index.analysis.rarity import rarities
from index.analysis.reading import reading_of, tokens
from index.analysis.runs import runs
from index.analysis.spans import Span, apart, run_around

REMEMBERED_RUNS = 1 << 14
MANY_WORDS = 30
"""It takes as long to part a text into words as to look through it for so many."""
APART = " | "
"""What stands between texts that are looked through together: nothing is read across it."""


class Place(NamedTuple):
    """A word of a text at ``[start, end)``, in code points, and its place in the row of words."""

    word: str
    start: int
    end: int
    place: int


def spans(texts: Sequence[str], words: frozenset[str]) -> list[list[Span]]:
    """Where any of ``words`` stands in each of ``texts``, each time, in no order. All are looked through at one go."""
    text = APART.join(texts)
    lower = text.lower()
    if len(lower) != len(text):
        return [[(found.start, found.end) for found in places_of(one, words)] for one in texts]
    starts = [0, *accumulate(len(one) + len(APART) for one in texts)]
    standing: list[list[Span]] = [[] for _ in texts]
    for start, end in _runs_with(text, lower, _spaced(text), words):
        if found := [place for place in _read(text[start:end]) if place.word in words]:
            number = bisect_right(starts, start) - 1
            first = start - starts[number]
            standing[number] += [(first + place.start, first + place.end) for place in found]
    return standing


def windows(text: str, words: frozenset[str], reach: int) -> list[Span]:
    """The parts of ``text`` that hold every occurrence of ``words`` and the ``reach`` places on both sides of each.

    They are in order and apart, and each is read by itself as it is read within the text.
    """
    lower = text.lower()
    if len(lower) != len(text):
        return [(0, len(text))]
    spaced = _spaced(text)
    return apart(
        (_before(text, spaced, start, reach), _after(text, spaced, end, reach))
        for start, end in _runs_with(text, lower, spaced, words)
        if any(found.word in words for found in _read(text[start:end]))
    )


def _before(text: str, spaced: str, start: int, reach: int) -> int:
    """Where the run begins that is ``reach`` places before ``start``."""
    while reach > 0:
        last = start - 1
        while last >= 0 and spaced[last] == " ":
            last -= 1
        if last < 0:
            break
        start, end = run_around(spaced, last)
        reach -= _size(text[start:end])
    return start


def _after(text: str, spaced: str, end: int, reach: int) -> int:
    """Where the run ends that is ``reach`` places after ``end``."""
    while reach > 0:
        first = end
        while first < len(spaced) and spaced[first] == " ":
            first += 1
        if first == len(spaced):
            break
        start, end = run_around(spaced, first)
        reach -= _size(text[start:end])
    return end


def _size(run: str) -> int:
    """The number of places of a run."""
    read = _read(run)
    return read[-1].place + 1 if read else 0


def places_of(text: str, words: Collection[str]) -> list[Place]:
    """Where any of ``words`` stands in ``text``, and at which place of the row, in order."""
    found: list[Place] = []
    place = 0
    for chunk, start in chunk_spans(text):
        reading = reading_of(chunk)
        if any(word in words for forms in reading for word in forms):
            found += [
                Place(token.word, start + token.start, start + token.end, place + token.place)
                for token in tokens(chunk)
                if token.word in words
            ]
        place += len(reading)
    return found


def _runs_with(text: str, lower: str, spaced: str, words: frozenset[str]) -> set[Span]:
    """The runs that may hold any of ``words``; the text is given in lower case too, and with nothing but spaces."""
    held = words if len(words) < MANY_WORDS else words.intersection(runs(text))
    return {run_around(spaced, place) for place in chain(_letters(lower, held), rarities(text))}


def _letters(lower: str, words: Iterable[str]) -> Iterator[int]:
    """Where the letters of any of ``words`` stand."""
    for word in words:
        place = lower.find(word)
        while place >= 0:
            yield place
            place = lower.find(word, place + 1)


SPACES = "\n\t\r\u00a0\u2009\u202f"
"""White space that parts runs like a space; any other is found inside them, which does no harm."""


def _spaced(text: str) -> str:
    for space in SPACES:
        text = text.replace(space, " ")
    return text


@lru_cache(maxsize=REMEMBERED_RUNS)
def _read(run: str) -> tuple[Place, ...]:
    return tuple(Place(token.word, token.start, token.end, token.place) for token in tokens(run))
