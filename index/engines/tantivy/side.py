"""A side: one of the two native indexes, as it stood at one commit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tantivy import DocAddress, FieldType, Index, Occur, Query, Schema, Searcher

from index.engines.tantivy.records_rows import ranges

Hit = tuple[float, DocAddress]
MOST_RANGES = 32
"""Articles that lie in so few ranges of numbers are looked for by range, others one by one."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a native index says of its last commit. ``documents`` counts the deleted ones too: its idf rests on it."""

    opstamp: int
    documents: int
    deleted: int


class Side:
    """One of the two native indexes, as it stood."""

    def __init__(self, index: Index, place: Path) -> None:
        self.schema: Schema = index.schema
        self.searcher, self.meta = _as_it_stands(index, place)

    def frequency(self, field: str, term: str) -> int:
        """The number of documents that hold ``term``, deleted ones counted until they are merged away."""
        return self.searcher.doc_freq(field, term)

    def best(self, query: Query, most: int) -> list[Hit]:
        """Score and address of the documents that match, at most so many, best first."""
        return self.searcher.search(query, most, count=False).hits

    def counted(self, query: Query, most: int) -> tuple[int, list[Hit]]:
        """How many documents match, and the best of them."""
        found = self.searcher.search(query, most)
        return int(found.count), found.hits  # type: ignore[attr-defined]  # the stub forgets it

    def count(self, query: Query) -> int:
        """How many documents match."""
        return self.counted(query, 1)[0]

    def articles(self, addresses: list[DocAddress]) -> list[int]:
        """The article of each document."""
        return [int(number or 0) for number in self.searcher.fast_field_values("article", addresses)]

    def numbers(self, addresses: list[DocAddress]) -> list[int]:
        """The number of each passage in its article."""
        return [int(number or 0) for number in self.searcher.fast_field_values("number", addresses)]

    def of_articles(self, numbers: list[int]) -> Query:
        """The documents of some articles, given in ascending order."""
        spans = ranges(numbers)
        if len(numbers) == 1:
            return Query.term_query(self.schema, "article", numbers[0])
        if len(spans) > MOST_RANGES:
            return Query.term_set_query(self.schema, "article", numbers)
        kind = FieldType.Unsigned
        return Query.boolean_query(
            [(Occur.Should, Query.range_query(self.schema, "article", kind, low, high)) for low, high in spans]
        )

    def within(self, articles: Iterable[int], query: Query) -> Query:
        """What ``query`` finds in some articles; no more of them than one query can well have clauses."""
        here = [Query.const_score_query(Query.term_query(self.schema, "article", number), 0.0) for number in articles]
        among = here[0] if len(here) == 1 else Query.boolean_query([(Occur.Should, one) for one in here])
        return Query.boolean_query([(Occur.Must, among), (Occur.Must, query)])

    def exactly(self, addresses: list[DocAddress]) -> Query:
        """Just these documents."""
        numbers = self.searcher.fast_field_values("number", addresses)
        pairs = zip(self.articles(addresses), numbers, strict=True)
        return Query.boolean_query([(Occur.Should, self._passage(*pair)) for pair in pairs])

    def _passage(self, article: int, number: float | None) -> Query:
        term = Query.term_query(self.schema, "article", article)
        if number is None:
            return term
        return Query.boolean_query([(Occur.Must, term), (Occur.Must, Query.term_query(self.schema, "number", number))])


def _as_it_stands(index: Index, place: Path) -> tuple[Searcher, Meta]:
    """A searcher and what is said of the same commit, though another process may commit meanwhile."""
    while True:
        before = read_meta(place)
        index.reload()
        searcher = index.searcher()
        if read_meta(place) == before:
            return searcher, before


def read_meta(place: Path) -> Meta:
    """What the native index in a folder says of its last commit. Raises OSError or ValueError where it cannot."""
    said = json.loads((place / "meta.json").read_text(encoding="utf-8"))
    deleted = sum((segment.get("deletes") or {}).get("num_deleted_docs", 0) for segment in said["segments"])
    return Meta(said["opstamp"], sum(segment["max_doc"] for segment in said["segments"]), deleted)
