"""Blocks: where a word stands in many documents, and the rows of many documents, as flat arrays of numbers.

A spot is a document and a place in it as one number, so that the spots of a word are sorted as they are written, and
words stand near each other where their spots differ by little.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate, chain, count
from operator import sub
from typing import Any, NamedTuple

from index.engines.whoosh.texts import Words

BITS = 32
"""A spot is ``document << BITS | place``."""
_DOC, _PLACE = (1, 0) if sys.byteorder == "little" else (0, 1)
"""Which half of a spot in memory is which."""
PLACES = (1 << BITS) - 1
"""The bits of a place."""


class Row(NamedTuple):
    """What is known of a document in numbers: its kind, and the lengths in words of its text and its title.

    ``telling`` is the length of its text without the stop words.
    """

    kind: int
    length: int
    telling: int
    title_length: int


class Spots:
    """The spots of words, as they are gathered from texts."""

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


def docs_of(spots: array[int]) -> array[int]:
    """The document of each spot."""
    return _halves(spots.tobytes())[_DOC::2]


def pack(spots: array[int]) -> bytes:
    """``spots`` as the steps from document to document and then the places, which compress better apart."""
    halves = _halves(spots.tobytes())
    docs = halves[_DOC::2]
    steps = array("I", chain(docs[:1], map(sub, docs[1:], docs)))
    return (steps + halves[_PLACE::2]).tobytes()


def unpack(block: bytes) -> array[int]:
    """The spots of a block that :func:`pack` made."""
    apart = _halves(block)
    halves = _halves(bytes(len(block)))
    halves[_DOC::2] = array("I", accumulate(apart[: len(apart) // 2]))
    halves[_PLACE::2] = apart[len(apart) // 2 :]
    spots = array("Q")
    spots.frombytes(halves.tobytes())
    return spots


def pack_rows(rows: Iterable[Row]) -> bytes:
    """``rows`` as a block."""
    return array("I", chain.from_iterable(rows)).tobytes()


def unpack_rows(block: bytes) -> list[array[int]]:
    """The rows of a block, by column."""
    numbers = _halves(block)
    return [numbers[column :: len(Row._fields)] for column in range(len(Row._fields))]


def pack_data(data: Sequence[object]) -> bytes:
    """What is stored of documents, as a block."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpack_data(block: bytes) -> list[Any]:
    """What :func:`pack_data` put into a block; tuples are lists now."""
    return list(json.loads(block.decode("utf-8", "surrogatepass")))


def shift(spots: array[int], start: int) -> array[int]:
    """``spots`` with their documents numbered from ``start``."""
    by = start << BITS
    return array("Q", [spot + by for spot in spots]) if by else spots


def renumber(spots: array[int], new: Mapping[int, int]) -> array[int]:
    """``spots`` of the documents that have a new number, with that."""
    kept = ((new.get(spot >> BITS), spot & PLACES) for spot in spots)
    return array("Q", [doc << BITS | place for doc, place in kept if doc is not None])


def _halves(data: bytes) -> array[int]:
    halves = array("I")
    halves.frombytes(data)
    return halves
