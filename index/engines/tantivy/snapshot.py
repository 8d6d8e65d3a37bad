"""A snapshot: the index as it stood at one commit, with its fields."""

from __future__ import annotations

from functools import cached_property, lru_cache

from tantivy import DocAddress, Query

from index.analysis.reading import places
from index.engines.query import Where
from index.engines.tantivy.field import Inverted
from index.engines.tantivy.records import Records
from index.engines.tantivy.side import Side
from index.engines.tantivy.texts import Texts

MOST_PASSAGES = 1_000_000
"""So many passages of one article are shown at most."""


class Snapshot:
    """Reads of one state. Safe to use from several threads. ``text`` is a field of passages, the others of articles."""

    def __init__(self, passages: Side, articles: Side, records: Records, texts: Texts) -> None:
        self.passages, self.articles, self.records, self.texts = passages, articles, records, texts
        self.text = Inverted(passages, "text", self.body)
        self.title = Inverted(articles, "title", self._announcing)
        self.lead, self.whole = Inverted(articles, "lead"), Inverted(articles, "whole")
        self.generation = records.generation(passages.meta.opstamp)
        self.where = lru_cache(maxsize=64)(self._where)

    def _where(self, node: Where) -> list[int]:
        """The articles that ``node`` describes."""
        return self.records.where(node, self.generation)

    @cached_property
    def hidden(self) -> Query:
        """Passages that cannot be found."""
        return Query.term_query(self.passages.schema, "hidden", 1)

    @property
    def articles_count(self) -> int:
        """How many articles there are."""
        return self.articles.searcher.num_docs

    def body(self, address: DocAddress) -> str:
        """The text of a passage, as it stands."""
        (article,), (number,) = self.passages.articles([address]), self.passages.numbers([address])
        return self.texts.read([(article, number)])[0] if number else self._title(article)

    def _announcing(self, address: DocAddress) -> str:
        """What announces an article: its title, or its first passage where it has none."""
        (article,) = self.articles.articles([address])
        title = self._title(article)
        if places(title):
            return title
        of_it = Query.term_query(self.passages.schema, "article", article)
        has_passages = self.passages.count(of_it) > bool(title)
        return self.texts.read([(article, 1)])[0] if has_passages else ""

    def _title(self, article: int) -> str:
        return self.records.articles([article])[article].title
