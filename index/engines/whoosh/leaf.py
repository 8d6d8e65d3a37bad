"""A leaf: one segment of the index, and the blocks in it, those of deleted documents too."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, takewhile
from typing import Any

from whoosh.codec.whoosh3 import W3TermInfo
from whoosh.reading import IndexReader, SegmentReader, TermNotFound

from index.engines.whoosh.blocks import Row, unpack, unpack_data, unpack_rows
from index.engines.whoosh.codec import blocks

ROWS = b"rows"
"""The one term of the field of this name."""
_FIRST = struct.Struct(">I")
REMEMBERED_TERMS = 4096
REMEMBERED_DATA = 32
"""Blocks of stored data kept in memory, some kilobytes each."""


def data_term(first: int) -> bytes:
    """The term of the block of data that begins with this document."""
    return _FIRST.pack(first)


class Leaf:
    """The blocks of ``reader``. Whoosh's own look-ups leave out blocks whose first document is deleted."""

    def __init__(self, reader: SegmentReader) -> None:
        segment = reader.segment()
        if segment is None:
            raise ValueError("a reader without a segment")
        codec = segment.codec()
        self._terms = codec.terms_reader(reader.storage(), segment)
        self._posts = segment.open_file(reader.storage(), codec.POSTS_EXT)
        self._info = lru_cache(maxsize=REMEMBERED_TERMS)(self._look_up)
        self._data_from = lru_cache(maxsize=REMEMBERED_DATA)(self._block_of_data)

    def spots(self, field: str, word: bytes) -> array[int]:
        """Every spot of ``word``."""
        spots = array("Q")
        for block in self._blocks(field, word):
            spots += unpack(block)
        return spots

    def count(self, field: str, word: bytes) -> int:
        """How many documents hold ``word``."""
        info = self._info(field, word)
        return int(info.weight()) if info else 0

    def columns(self) -> list[array[int]]:
        """The rows of the documents, in order, by column."""
        columns = [array("I") for _ in Row._fields]
        for block in self._blocks("rows", ROWS):
            for column, more in zip(columns, unpack_rows(block), strict=True):
                column.extend(more)
        return columns

    def data(self, doc: int) -> Any:
        """What is stored of a document."""
        first = self._firsts[bisect_right(self._firsts, doc) - 1]
        return self._data_from(first)[doc - first]

    def every_data(self) -> Iterator[Any]:
        """What is stored of each document, in order."""
        return chain.from_iterable(map(self._block_of_data, self._firsts))

    def words(self) -> Iterator[tuple[str, bytes]]:
        """Every term, with its field."""
        yield from self._terms.terms()

    @cached_property
    def _firsts(self) -> Sequence[int]:
        """The first document of each block of data."""
        terms = takewhile(lambda term: term[0] == "data", self._terms.terms_from("data", b""))
        return [_FIRST.unpack(term)[0] for _, term in terms]

    def _block_of_data(self, first: int) -> list[Any]:
        return unpack_data(next(self._blocks("data", data_term(first))))

    def _blocks(self, field: str, word: bytes) -> Iterator[bytes]:
        info = self._info(field, word)
        if info:
            offset, (length,) = info.extent()
            yield from blocks(bytes(self._posts.get(offset, length)))

    def _look_up(self, field: str, word: bytes) -> W3TermInfo | None:
        try:
            info: W3TermInfo = self._terms.term_info(field, word)
        except TermNotFound:
            return None
        return info

    def close(self) -> None:
        """Let go of the files."""
        self._terms.close()
        self._posts.close()


def leaves(reader: IndexReader) -> list[tuple[Leaf, int]]:
    """The leaves of ``reader``, each with the number of its first document."""
    found = reader.leaf_readers()
    return [(Leaf(leaf), base) for leaf, base in found if isinstance(leaf, SegmentReader)]
