"""The documents of one commit: what the segments of a Whoosh index hold, read as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple, cast

from whoosh.columns import ColumnReader
from whoosh.reading import IndexReader, TermNotFound

from index.engines.scoring import norm, quantized
from index.engines.whoosh.codec import Postings, from_json
from index.engines.whoosh.schema import ARTICLE, IS_ARTICLE, NUMBER, PASSAGE, STORED, WITH_LENGTHS, length_column
from index.model import Article, Passage

CACHE_SIZE = 1024
"""Number of terms whose decoded postings are cached; the most frequent take tens of kilobytes each."""


class _Segment(NamedTuple):
    """A segment: its reader, the number of its first document, and what is stored of each."""

    reader: IndexReader
    base: int
    stored: ColumnReader


class Documents:
    """Documents by their numbers in Whoosh, without deleted ones. Safe in several threads.

    Every file is read here and now, so that it does not matter when a later commit deletes it.
    """

    def __init__(self, reader: IndexReader) -> None:
        self._size = reader.doc_count_all()
        leaves = [(leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]
        self._segments = [_Segment(leaf, base, leaf.column_reader(STORED, translate=False)) for leaf, base in leaves]
        deleted = reader.is_deleted if reader.has_deletions() else None
        self._deleted = frozenset(filter(deleted, range(self._size)) if deleted else ())
        self.article_of = self._numbers(ARTICLE)
        """The number of the article that a document is, or is a passage of."""
        self.number_of = self._numbers(NUMBER)
        live = [doc for doc in range(self._size) if doc not in self._deleted]
        self.articles = {self.article_of[doc]: doc for doc in live if self.number_of[doc] == IS_ARTICLE}
        """The document of each article, by its number."""
        self._passages = len(live) - len(self.articles)
        self._lengths = {field: self._columns(length_column(field)) for field in WITH_LENGTHS}
        self.postings = lru_cache(CACHE_SIZE)(self._postings)
        self.norms = lru_cache(None)(self._norms)
        self.about = lru_cache(None)(self._about)

    def _columns(self, name: str) -> list[ColumnReader]:
        return [segment.reader.column_reader(name, translate=False) for segment in self._segments]

    def _numbers(self, name: str) -> list[int]:
        return list(chain.from_iterable(self._columns(name)))

    def _postings(self, field: str, text: str) -> Postings:
        """The postings of a term in all segments."""
        docs, frequencies, positions = list[int](), list[int](), list[int]()
        for reader, base, _ in self._segments:
            with suppress(TermNotFound):
                found = cast(Postings, reader.term_info(field, text))
                docs += [base + doc for doc in found.docs]
                frequencies += found.frequencies
                positions += found.positions
        postings = Postings(tuple(docs), tuple(frequencies), tuple(positions))
        return postings if self._deleted.isdisjoint(docs) else postings.without(self._deleted)

    def terms(self, field: str, prefix: str) -> set[str]:
        """The terms of a field that begin with ``prefix``; perhaps some that only deleted documents hold."""
        decode = (found for segment in self._segments for found in segment.reader.expand_prefix(field, prefix))
        return {text.decode("utf-8", "surrogatepass") for text in decode}

    def _norms(self, field: str) -> Sequence[float]:
        """The norm of each document, of the quantized length of ``field`` there."""
        lengths = list(chain.from_iterable(self._lengths[field]))
        total = sum(lengths) - sum(lengths[doc] for doc in self._deleted)
        mean = total / max(1, self._passages if field == PASSAGE else len(self.articles))
        norms = {length: norm(quantized(length), mean or 1.0) for length in set(lengths)}
        return [norms[length] for length in lengths]

    def _about(self, article: int) -> Article:
        """An article by its document, without its passages."""
        values: Mapping[str, Any] = self._stored(article)
        return Article(**{**values, "tags": tuple(values["tags"])})

    def passages_of(self, article: int) -> Mapping[int, int]:
        """The documents of the passages of an article, which follow its own, by their numbers in reading order."""
        end = article + 1
        while end < self._size and self.article_of[end] == self.article_of[article]:
            end += 1
        return {self.number_of[doc]: doc for doc in range(article + 1, end)}

    def passage(self, doc: int) -> tuple[Passage, int]:
        """A passage, and how often else its text occurs in the article."""
        passage, repeats = self._stored(doc)
        return Passage(*passage), repeats

    def _stored(self, doc: int) -> Any:
        segment = next(segment for segment in reversed(self._segments) if segment.base <= doc)
        return from_json(segment.stored[doc - segment.base])
