"""Spots: where words stand. A spot is a document and a place in it as one number.

The spots of a word are gathered document by document, and words stand near each other where their spots differ by
little.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import count
from typing import NamedTuple

from index.engines.whoosh.texts import Words

BITS = 32
"""A spot is ``document << BITS | place``."""
PLACES = (1 << BITS) - 1
"""The bits of a place."""
_DOC, _PLACE = (1, 0) if sys.byteorder == "little" else (0, 1)
"""Which half of a spot in memory is which."""


class Postings(NamedTuple):
    """The spots of a word apart: the document and the place of each."""

    docs: array[int]
    places: array[int]


class Spots:
    """The spots of words, as they are gathered."""

    def __init__(self) -> None:
        self.words: dict[str, array[int]] = defaultdict(partial(array, "Q"))
        self._spelled = _Spelled(self.words)

    def read(self, doc: int, text: Words) -> None:
        """Add the words of a document."""
        first = doc << BITS
        gathered = map(self._spelled.__getitem__, text.spelled)
        deque(map(array.append, gathered, count(first)), maxlen=0)  # without a step of Python for each word
        for place, word in text.others:
            self.words[word].append(first | place)

    def label(self, doc: int, label: str) -> None:
        """Add a document's label: a word that stands nowhere in particular."""
        self.words[label].append(doc << BITS)

    @property
    def spellings(self) -> Iterable[str]:
        """Every spelling in the texts that were read, the first seen first."""
        return self._spelled

    def take(self, word: str, found: Postings, new: Callable[[int], int | None]) -> None:
        """Add the spots of a word in documents that are renumbered; those that have no ``new`` number are left out."""
        pairs = zip(map(new, found.docs), found.places, strict=True)
        spots = [doc << BITS | place for doc, place in pairs if doc is not None]
        if spots:
            self.words[word].extend(spots)

    def clear(self) -> None:
        """Forget all of them."""
        self.words.clear()
        self._spelled.clear()


class _Spelled(dict[str, "array[int]"]):
    """The spots of ``words`` by their spellings."""

    def __init__(self, words: dict[str, array[int]]) -> None:
        self._words = words

    def __missing__(self, spelling: str) -> array[int]:
        spots = self[spelling] = self._words[spelling.lower()]
        return spots


def apart(spots: Sequence[array[int]]) -> Postings:
    """The documents and the places of the spots of several words, one word after the other."""
    halves = array("I")
    for of_word in spots:
        halves.frombytes(of_word.tobytes())
    return Postings(halves[_DOC::2], halves[_PLACE::2])


def together(found: Iterable[Postings]) -> array[int]:
    """Postings as spots."""
    spots = array("Q")
    for docs, places in found:
        halves = array("I", bytes(len(docs) * spots.itemsize))
        halves[_DOC::2], halves[_PLACE::2] = docs, places
        spots.frombytes(halves.tobytes())
    return spots
