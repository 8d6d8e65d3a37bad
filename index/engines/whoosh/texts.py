"""Texts: the words of each as they are spelled, a place each, and the further words of some places.

Nearly all words of a text are its runs of letters, which take no look at one word by itself. The rules read the rest.
What is read is what ``reading`` reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from index.analysis.compounds import hyphened, joined
from index.analysis.plain import Plain
from index.analysis.reading import places, readings
from index.analysis.runs import spellings
from index.analysis.written import REMEMBERED


class Words(NamedTuple):
    """The words of a text: those of the places from 0 on as they are ``spelled``, and ``others``, each by its place."""

    spelled: Sequence[str] = ()
    others: Sequence[tuple[int, str]] = ()

    @property
    def size(self) -> int:
        """How many there are in all."""
        return len(self.spelled) + len(self.others)


NO_WORDS = Words()


def words_of(found: Plain) -> Words:
    """The words of a plain text that is the text itself, without windows."""
    return Words(spellings(found.text), list(_beside(found)) if found.others else ())


def words_by_rules(found: Iterable[str]) -> Words:
    """The words of chunks, none of them spelled."""
    return Words((), _by_place(chain.from_iterable(readings(found))))


def _by_place(read: Iterable[Sequence[str]]) -> list[tuple[int, str]]:
    return [(place, word) for place, words in enumerate(read) for word in words]


def _beside(found: Plain) -> Iterator[tuple[int, str]]:
    """What stands beside the runs of a text: the joined forms of its compounds."""
    place = end = 0
    for start, run in hyphened(found.text):
        if run in found.compounds:
            place += len(spellings(found.text[end:start]))
            end = start
            for after, word in _beside_run(run):
                yield place + after, word


@lru_cache(maxsize=REMEMBERED)
def _beside_run(run: str) -> Sequence[tuple[int, str]]:
    """What stands beside the words of a run with hyphens, by the places in it."""
    if compound := joined(run):
        return ((0, compound[0]),)
    words = [spelling.lower() for spelling in spellings(run)]
    return [(place, word) for place, word in _by_place(places(run)) if word != words[place]]
