"""A snapshot: the index as it stood at one commit, with the totals that scores need."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from tantivy import DocAddress, FieldType, Index, Occur, Query, Schema, Searcher

from index.engines.tantivy.records import Records, ranges
from index.french.reading import places
from index.nodes import Where

Hit = tuple[float, DocAddress]
MOST_PASSAGES = 1_000_000
"""So many passages of one article are read at most."""
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


class Snapshot:
    """Reads of one state. Safe to use from several threads."""

    def __init__(self, passages: Side, articles: Side, records: Records) -> None:
        self.passages, self.articles, self.records = passages, articles, records
        self.generation = records.generation(passages.meta.opstamp)
        self.where = lru_cache(maxsize=64)(self._where)

    def _where(self, node: Where) -> list[int]:
        """The articles that ``node`` describes."""
        return self.records.where(node, self.generation)

    @cached_property
    def hidden(self) -> Query:
        """Passages that cannot be found."""
        return Query.term_query(self.passages.schema, "hidden", 1)

    @cached_property
    def findable(self) -> int:
        """How many passages can be found."""
        return self.passages.searcher.num_docs - self.passages.count(self.hidden)

    @property
    def articles_count(self) -> int:
        """How many articles there are."""
        return self.articles.searcher.num_docs

    def body(self, address: DocAddress) -> str:
        """The text of a passage, as it stands."""
        stored = self.passages.searcher.doc(address).get_first("body")
        return bytes(stored or b"").decode()

    def announcing(self, article: int) -> str:
        """What announces an article: its title, or its first passage where it has none."""
        title = self.records.article(article).title
        if places(title):
            return title
        return next((text for number, text in self.read(article) if number), "")

    def read(self, article: int) -> list[tuple[int, str]]:
        """Number and text of every passage of an article, in order; the text of an echo is left empty."""
        side = self.passages
        of_it = Query.term_query(side.schema, "article", article)
        addresses = [address for _, address in side.searcher.search(of_it, MOST_PASSAGES, count=False).hits]
        numbers = side.searcher.fast_field_values("number", addresses)
        return sorted(
            (int(number or 0), self.body(address)) for number, address in zip(numbers, addresses, strict=True)
        )


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
