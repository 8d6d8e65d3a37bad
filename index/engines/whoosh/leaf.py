"""A leaf: one segment of the index, and the blocks in it, those of deleted documents too."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, islice, takewhile
from typing import Any

from whoosh.reading import IndexReader, SegmentReader

from index.engines.whoosh.blocks import Line, Row, unpack_data, unpack_lines, unpack_rows
from index.engines.whoosh.codec import blocks
from index.engines.whoosh.pages import Head, head_of, postings_at
from index.engines.whoosh.spots import Postings

_FIRST = struct.Struct(">I")
_PACK = struct.Struct(">H")
REMEMBERED_HEADS = 256
REMEMBERED_BODIES = 32
REMEMBERED_DATA = 32
"""Blocks of each kind kept in memory, some kilobytes each."""


def block_term(first: int) -> bytes:
    """The term of a block of what is known of documents; ``first`` is the first of them."""
    return _FIRST.pack(first)


def page_term(pack: int, last: str) -> bytes:
    """The term of a page that ends with the word ``last``, among the pages that were written together."""
    return _PACK.pack(pack) + last.encode()


class Leaf:
    """The blocks of ``reader``."""

    def __init__(self, reader: SegmentReader) -> None:
        segment = reader.segment()
        if segment is None:
            raise ValueError("a reader without a segment")
        codec = segment.codec()
        self._terms = codec.terms_reader(reader.storage(), segment)
        self._posts = segment.open_file(reader.storage(), codec.POSTS_EXT)
        self._packs = lru_cache(maxsize=None)(self._read_packs)
        self._head = lru_cache(maxsize=REMEMBERED_HEADS)(self._read_head)
        self._body = lru_cache(maxsize=REMEMBERED_BODIES)(self._read_body)
        self._data_from = lru_cache(maxsize=REMEMBERED_DATA)(self._block_of_data)

    def postings(self, field: str, word: str) -> Postings:
        """Where ``word`` stands."""
        docs, places = array("I"), array("I")
        for term, head, at in self._pages_with(field, word):
            found = postings_at(at, head, self._body(field, term))
            docs += found.docs
            places += found.places
        return Postings(docs, places)

    def count(self, field: str, word: str) -> int:
        """How many documents hold ``word``."""
        return sum(head.holding[at] for _, head, at in self._pages_with(field, word))

    def words(self, field: str) -> Iterator[str]:
        """Every word of a field; one that was written several times comes as often."""
        terms = chain.from_iterable(self._packs(field))
        return chain.from_iterable(self._read_head(field, term).words for term in terms)

    def every(self, field: str) -> Iterator[tuple[str, Postings]]:
        """Every word of a field and where it stands; one that was written several times comes in as many parts."""
        for term in chain.from_iterable(self._packs(field)):
            head, body = self._read_head(field, term), self._read_body(field, term)
            for at, word in enumerate(head.words):
                yield word, postings_at(at, head, body)

    def columns(self) -> list[array[int]]:
        """The rows of the documents, in order, by column."""
        columns = [array("I") for _ in Row._fields]
        for term in self._terms_of("rows"):
            for column, more in zip(columns, unpack_rows(self._block("rows", term)), strict=True):
                column.extend(more)
        return columns

    def data(self, doc: int) -> Any:
        """What is stored of a document."""
        first = self._firsts[bisect_right(self._firsts, doc) - 1]
        return self._data_from(first)[doc - first]

    def every_data(self) -> Iterator[Any]:
        """What is stored of each document, in order."""
        return chain.from_iterable(map(self._block_of_data, self._firsts))

    def lines(self) -> Iterator[Line]:
        """The lines of the catalogue."""
        return chain.from_iterable(unpack_lines(self._block("lines", term)) for term in self._terms_of("lines"))

    @cached_property
    def _firsts(self) -> Sequence[int]:
        """The first document of each block of data."""
        return [_FIRST.unpack(term)[0] for term in self._terms_of("data")]

    def _block_of_data(self, first: int) -> list[Any]:
        return unpack_data(self._block("data", block_term(first)))

    def _pages_with(self, field: str, word: str) -> Iterator[tuple[bytes, Head, int]]:
        """The pages that hold ``word``: the term and the head of each, and which of its words it is."""
        for pack, terms in enumerate(self._packs(field)):
            at = bisect_left(terms, page_term(pack, word))
            if at < len(terms):
                head = self._head(field, terms[at])
                if word in head.words:
                    yield terms[at], head, head.words.index(word)

    def _read_packs(self, field: str) -> Sequence[Sequence[bytes]]:
        """The terms of the pages of a field, those written together apart."""
        packs: list[list[bytes]] = []
        for term in self._terms_of(field):
            (pack,) = _PACK.unpack_from(term)
            packs.extend([] for _ in range(len(packs), pack + 1))
            packs[pack].append(term)
        return packs

    def _read_head(self, field: str, term: bytes) -> Head:
        return head_of(self._block(field, term))

    def _read_body(self, field: str, term: bytes) -> bytes:
        return self._block(field, term, 1)

    def _terms_of(self, field: str) -> Iterable[bytes]:
        own = takewhile(lambda term: term[0] == field, self._terms.terms_from(field, b""))
        return (term for _, term in own)

    def _block(self, field: str, term: bytes, number: int = 0) -> bytes:
        """A block of a term that there is."""
        offset, (length,) = self._terms.term_info(field, term).extent()
        return next(islice(blocks(bytes(self._posts.get(offset, length))), number, None))

    def close(self) -> None:
        """Let go of the files."""
        self._terms.close()
        self._posts.close()


def leaves(reader: IndexReader) -> list[tuple[Leaf, int]]:
    """The leaves of ``reader``, each with the number of its first document."""
    found = reader.leaf_readers()
    return [(Leaf(leaf), base) for leaf, base in found if isinstance(leaf, SegmentReader)]
