"""Finding: where given words stand in a text, without reading all of it.

Most of a text holds none of the words that are looked for. A word stands in a run without white space that holds its
letters, or in one that the rules read in their own way (see ``plain``), and only these runs are read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from index.french.chunks import chunk_spans
from index.french.plain import rarities
from index.french.reading import reading_of, tokens

REMEMBERED_RUNS = 1 << 14


class Place(NamedTuple):
    """A word of a text at ``[start, end)``, in code points, and its place in the row of words."""

    word: str
    start: int
    end: int
    place: int


def spans(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Where any of ``words`` stands in ``text``, each time, in no order."""
    lower = text.lower()
    if len(lower) != len(text):
        return [(found.start, found.end) for found in places_of(text, words)]
    runs = {_run_around(text, place) for place in chain(_letters(lower, words), rarities(text))}
    return [
        (start + low, start + high)
        for start, end in runs
        for word, low, high in _read(text[start:end])
        if word in words
    ]


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


def _letters(lower: str, words: Iterable[str]) -> Iterator[int]:
    """Where the letters of any of ``words`` stand."""
    for word in words:
        place = lower.find(word)
        while place >= 0:
            yield place
            place = lower.find(word, place + 1)


def _run_around(text: str, place: int) -> tuple[int, int]:
    """The run without white space that ``place`` is in; spaces between digits, which may group them, are part of it."""
    end = _gap().search(text, place)
    start = _last_space(text, place)
    while start > 0 and text[start - 1].isdigit() and text[start + 1 : start + 2].isdigit():
        start = _last_space(text, start)
    return start + 1, end.start() if end else len(text)


def _last_space(text: str, before: int) -> int:
    return max(text.rfind(space, 0, before) for space in SPACES)


SPACES = " \n\t\r\u00a0\u2009\u202f"
"""The white space that parts runs; any other is found inside them, which does no harm."""


@cache
def _gap() -> re.Pattern[str]:
    """White space that is not between two digits."""
    return re.compile(rf"[{SPACES}](?:(?<!\d[{SPACES}])|(?!\d))")


@lru_cache(maxsize=REMEMBERED_RUNS)
def _read(run: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((token.word, token.start, token.end) for token in tokens(run))
