"""What the Whoosh index holds: three kinds of documents in one index, so that one commit writes them all.

* an article's head: its title, which is its passage number 0 if there is one, its lead, and what is known of it;
* its passages, right behind the head, in reading order: a document's article is the last head before it;
* a file of the catalogue.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Generator, Sequence
from itertools import chain
from typing import cast

from whoosh.analysis.analyzers import Analyzer
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Format

from index.french.reading import Reading
from index.french.wordlists import word_set

HEAD = "head"
FINDABLE = "findable"
STORED_PASSAGE = "passage"
FILE = "file"
TELLING = "telling"
"""The field whose length is that of all articles without their stop words."""
LONGEST = 0xFFFF
"""Lengths in words beyond this count as this."""
_LENGTHS = struct.Struct("<HI")
Postings = Generator[tuple[bytes, int, float, bytes], None, None]


class PlacesFormat(Format):
    """A posting's value: the length of its passage, that of its article, and the places of the word."""

    def __init__(self) -> None:
        super().__init__(field_boost=1.0)

    def fixed_value_size(self) -> None:
        """Values vary in size."""

    def decode_weight(self, value: bytes) -> float:
        """How often the word stands in the passage."""
        return float((len(value) - _LENGTHS.size) // 4)


class Words(FieldType):
    """A text that has been read: its words with their places."""

    def __init__(self) -> None:
        super().__init__(format=PlacesFormat(), analyzer=Analyzer(), scorable=True)

    def index(self, value: tuple[Sequence[Reading], int], **_: object) -> Postings:
        """Postings of the places of a passage, in an article of so many words."""
        text, article_length = value
        found: dict[str, array[int]] = {}
        lengths = _LENGTHS.pack(min(count_words(text), LONGEST), article_length)
        for place, forms in enumerate(chain.from_iterable(text)):
            for word in forms:
                found.setdefault(word, array("I")).append(place)
        for word, where in found.items():
            yield word.encode(), len(where), float(len(where)), lengths + where.tobytes()


def count_words(text: Sequence[Reading]) -> int:
    """The length of a text that has been read: every form of every place."""
    return sum(len(forms) for reading in text for forms in reading)


def count_telling(text: Sequence[Reading]) -> int:
    """The length of a text without its stop words."""
    stop_words = word_set("stopwords")
    return sum(word not in stop_words for reading in text for forms in reading for word in forms)


class Labels(ID):
    """Several labels of a document, none of them analysed."""

    def index(self, value: Sequence[str], **_: object) -> Postings:
        """One posting a label."""
        for label in sorted(set(value)):
            yield label.encode(), 1, 1.0, b""


class Length(FieldType):
    """A number that adds up to the length of the field, over all documents."""

    def __init__(self) -> None:
        super().__init__(format=PlacesFormat(), analyzer=Analyzer(), scorable=True)

    def index(self, value: int, **_: object) -> Postings:
        """One posting with the number as its frequency."""
        yield b"", value, float(value), b"0"  # Whoosh loses count of empty values


def schema() -> Schema:
    """The fields of every kind of document."""
    return Schema(
        kind=Labels(),
        file=Labels(),
        line=Labels(),
        article=Labels(),
        type=Labels(),
        date=Labels(),
        text=Words(),
        title=Words(),
        lead=Words(),
        telling=Length(),
        data=STORED(),
    )


def lengths(value: bytes) -> tuple[int, int]:
    """The lengths, in words, of the passage and of the article of a posting."""
    return cast("tuple[int, int]", _LENGTHS.unpack_from(value))


def word_places(value: bytes) -> array[int]:
    """The places, from 0, where a posting's word stands in its passage."""
    where = array("I")
    where.frombytes(value[_LENGTHS.size :])
    return where
