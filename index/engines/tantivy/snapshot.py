"""A snapshot: the index as it stood at one commit, with its fields."""

from __future__ import annotations

from functools import cached_property, lru_cache

from tantivy import DocAddress, Query

from index.engines.tantivy.field import Inverted
from index.engines.tantivy.records import Records
from index.engines.tantivy.side import Side
from index.engines.tantivy.texts import Texts
from index.french.reading import places
from index.nodes import Where

REMEMBERED = 256
"""So many blocks of texts are remembered while the index stands."""
MOST_PASSAGES = 1_000_000
"""So many passages of one article are read at most."""


class Snapshot:
    """Reads of one state. Safe to use from several threads. ``text`` is a field of passages, the others of articles."""

    def __init__(self, passages: Side, articles: Side, records: Records, texts: Texts) -> None:
        self.passages, self.articles, self.records, self.texts = passages, articles, records, texts
        self.text = Inverted(passages, "text", self.body)
        self.title = Inverted(articles, "title", self._announcing)
        self.lead, self.whole = Inverted(articles, "lead"), Inverted(articles, "whole")
        self.generation = records.generation(passages.meta.opstamp)
        self._blocks = lru_cache(maxsize=REMEMBERED)(texts.block)
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
        return self.passage(article, number)

    def passage(self, article: int, number: int) -> str:
        """The text of a passage, as it stands; number 0 is the title."""
        if not number:
            return self.records.articles([article])[article].title
        return self._blocks(self.texts.place(article, number)).text(article, number)

    def _announcing(self, address: DocAddress) -> str:
        """What announces an article: its title, or its first passage where it has none."""
        (article,) = self.articles.articles([address])
        title = self.records.articles([article])[article].title
        if places(title):
            return title
        return next((text for number, text in self.read(article) if number), "")

    def read(self, article: int) -> list[tuple[int, str]]:
        """Number and text of every passage of an article, in order."""
        side = self.passages
        of_it = Query.term_query(side.schema, "article", article)
        addresses = [address for _, address in side.best(of_it, MOST_PASSAGES)]
        return [(number, self.passage(article, number)) for number in sorted(side.numbers(addresses))]
