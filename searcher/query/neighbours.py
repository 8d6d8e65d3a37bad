"""Neighbours: bare words that follow one another in a query, with what is between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.engines.protocol import Neighbours, Word
from index.engines.query import Field, Phrase
from searcher.query.expansion import folded_term
from searcher.query.words import Run

MOST_BETWEEN = 3
"""Maximum number of stop words between two neighbours: « entrée en vigueur de la loi »."""


def neighbours(row: Sequence[Run], words: Sequence[Word]) -> tuple[Neighbours, ...]:
    """The neighbours among ``words``, which are those of the runs ``row`` that are no stop words."""
    places = {word.typed: place for place, word in reversed(list(enumerate(words)))}
    found = {}
    for between in _stretches(row):
        one, other = places.get(between[0].typed), places.get(between[-1].typed)
        if one is not None and other is not None and one != other:
            found[one, other] = Neighbours(one, other, Phrase(Field.WORDS, _slots(between)))
    return tuple(found.values())


def _stretches(row: Sequence[Run]) -> Iterator[Sequence[Run]]:
    """The row's slices from each content word to the next, with at most ``MOST_BETWEEN`` stop words between."""
    last = None
    for place, run in enumerate(row):
        if run.is_stop_word:
            continue
        if last is not None and place - last <= MOST_BETWEEN + 1:
            yield row[last : place + 1]
        last = place


def _slots(row: Sequence[Run]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(folded_term, slot)) for run in row for unit in run.units for slot in unit.slots)
