"""Documents: what is known of each in numbers, which article it belongs to, and totals over them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

from whoosh.reading import IndexReader

from index.engines.scoring import norm
from index.engines.whoosh.blocks import Row
from index.engines.whoosh.leaf import leaves
from index.engines.whoosh.schema import Kind

Docs = frozenset[int]


@dataclass(frozen=True, slots=True)
class Totals:
    """What BM25 needs to know of a collection: how many texts, and how many words they have on average."""

    count: int
    mean_length: float


class Norms(dict[int, float]):
    """The norms of BM25 of texts, by their documents, each worked out once."""

    def __init__(self, lengths: Sequence[int] | Mapping[int, int], totals: Totals) -> None:
        self._lengths, self._mean = lengths, totals.mean_length

    def __missing__(self, doc: int) -> float:
        value = self[doc] = norm(self._lengths[doc], self._mean)
        return value


class Documents:
    """The documents of one state of a Whoosh index."""

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader
        self._leaves = leaves(reader)

    @cached_property
    def _deleted(self) -> Docs:
        if not self.reader.has_deletions():
            return frozenset()
        return frozenset(doc for doc in range(self.reader.doc_count_all()) if self.reader.is_deleted(doc))

    @cached_property
    def _columns(self) -> Sequence[array[int]]:
        """The rows of the documents, by column; those of deleted ones are zeros."""
        columns = [array("I") for _ in Row._fields]
        for leaf, _ in self._leaves:
            for column, more in zip(columns, leaf.columns(), strict=True):
                column.extend(more)
        for doc in self._deleted:
            for column in columns:
                column[doc] = 0
        return columns

    @property
    def lengths(self) -> Sequence[int]:
        """The length in words of each document's text."""
        return self._columns[1]

    @property
    def title_lengths(self) -> Sequence[int]:
        """The length in words of what announces each article, by its head."""
        return self._columns[3]

    def of_kind(self, kind: Kind) -> list[int]:
        """The documents of a kind, in order."""
        bits = int(kind)  # a number is many times faster than a flag
        return [doc for doc, own in enumerate(self._columns[0]) if own & bits]

    @cached_property
    def heads(self) -> list[int]:
        """The documents that begin an article, in order."""
        return self.of_kind(Kind.HEAD)

    @cached_property
    def findable(self) -> Docs:
        """Every passage that can be found."""
        return frozenset(self.of_kind(Kind.FINDABLE))

    @cached_property
    def head_of(self) -> Sequence[int]:
        """The head of the article that each passage belongs to."""
        own = [0] * len(self.lengths)
        for head in self.heads:
            own[head] = head
        return list(accumulate(own, max))

    @cached_property
    def lead_of(self) -> Sequence[int]:
        """The head of the article that each document of a lead belongs to; -1 for other documents."""
        own = [-1] * len(self.lengths)
        for doc in self.of_kind(Kind.LEAD):
            own[doc] = self.head_of[doc]
        return own

    @cached_property
    def article_lengths(self) -> Mapping[int, int]:
        """The length of each article in words that are no stop words, by its head."""
        telling = self._columns[2]
        ends = chain(self.heads[1:], (len(telling),))
        return {head: sum(telling[head:end]) for head, end in zip(self.heads, ends, strict=False)}

    @cached_property
    def lead_lengths(self) -> Mapping[int, int]:
        """The length of each lead in words, by the head of its article."""
        total: Counter[int] = Counter()
        for doc in self.of_kind(Kind.LEAD):
            total[self.head_of[doc]] += self.lengths[doc]
        return total

    def passages_of(self, head: int) -> Sequence[int]:
        """The passages of an article; its head is the first of them, if it has a title."""
        stored = int(Kind.STORED)
        return [doc for doc in range(head, self.end_of(head)) if self._columns[0][doc] & stored]

    def end_of(self, head: int) -> int:
        """The document behind the last of an article."""
        after = bisect_right(self.heads, head)
        return self.heads[after] if after < len(self.heads) else len(self.lengths)

    @cached_property
    def passages(self) -> Totals:
        """Totals over passages, those that are never found counted as empty."""
        return _totals(len(self.of_kind(Kind.STORED)), sum(self.lengths))

    @cached_property
    def articles(self) -> Totals:
        """Totals over whole articles, stop words aside."""
        return _totals(len(self.heads), sum(self._columns[2]))

    @cached_property
    def titles(self) -> Totals:
        """Totals over titles."""
        return _totals(len(self.heads), sum(self.title_lengths))

    @cached_property
    def leads(self) -> Totals:
        """Totals over leads."""
        return _totals(len(self.heads), sum(self.lead_lengths.values()))

    @cached_property
    def passage_norms(self) -> Norms:
        """The norms of passages."""
        return Norms(self.lengths, self.passages)

    @cached_property
    def least_norms(self) -> Norms:
        """The least norm that a text can have, for any article."""
        return Norms(defaultdict(int), self.passages)

    @cached_property
    def article_norms(self) -> Norms:
        """The norms of whole articles, by their heads."""
        return Norms(self.article_lengths, self.articles)

    @cached_property
    def title_norms(self) -> Norms:
        """The norms of titles, by heads."""
        return Norms(self.title_lengths, self.titles)

    @cached_property
    def lead_norms(self) -> Norms:
        """The norms of leads, by heads."""
        return Norms(self.lead_lengths, self.leads)


def _totals(count: int, length: int) -> Totals:
    return Totals(count, length / max(1, count))
