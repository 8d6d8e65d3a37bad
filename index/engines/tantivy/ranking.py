"""Ranking: a search → its best articles, each with its best passages and where its score comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from tantivy import Occur, Query

from index.engine import ArticleHit, Found, PassageHit, Search
from index.engines.tantivy.counting import count_articles
from index.engines.tantivy.evidence import Evidence
from index.engines.tantivy.listing import Listed, best_first, listed, rounded
from index.engines.tantivy.matching import Matching
from index.engines.tantivy.side import Hit, Side
from index.engines.tantivy.snapshot import MOST_PASSAGES, Snapshot

SHORTEST = 128
"""So many passages and articles are listed at least."""
LONGEST = 1 << 20
MORE = 32
"""So many passages of an article are looked at beyond those asked for: of equal ones the first are shown."""


class Parts(Mapping[str, float]):
    """The summands of a score, each worked out when it is asked for: only explanations ask."""

    def __init__(self, parts: Mapping[str, Callable[[], float]]) -> None:
        self._parts = parts

    def __getitem__(self, name: str) -> float:
        return self._parts[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def ranked(search: Search, snapshot: Snapshot) -> Found:
    """The articles of the passages that match, best first; see ``docs/ranking.md`` for the formula."""
    ranking = _Ranking(search, snapshot)
    articles_total, about = len(ranking.passages.scores), False
    if ranking.passages.floor is not None:
        articles_total, about = count_articles(search.match, ranking.passages_total, ranking.matching, snapshot)
    best = ranking.best(search.first + search.count)[search.first :] if search.count else []
    return Found(articles_total, ranking.passages_total, [ranking.hit(*entry) for entry in best], about)


class _Ranking:
    """One search over one snapshot; ``passages`` are the best that match, of ``passages_total``."""

    def __init__(self, search: Search, snapshot: Snapshot) -> None:
        self._search, self._snapshot = search, snapshot
        self.matching = Matching(snapshot)
        self._evidence = Evidence(search, self.matching, snapshot)
        self._found, self._about = self._evidence.passages(), self._evidence.articles()
        self._size = max(SHORTEST, 2 * (search.first + search.count))
        self._list_passages()

    def _list_passages(self) -> None:
        side, weight = self._snapshot.passages, self._search.weights.passage
        self.passages_total, hits = side.counted(self._found, self._size)
        self.passages = listed(hits, side, cut=self.passages_total > self._size, weight=weight)

    def _list_articles(self) -> Listed:
        side = self._snapshot.articles
        total, hits = side.counted(self._about, self._size)
        return listed(hits, side, cut=total > self._size)

    def best(self, count: int) -> list[tuple[int, float]]:
        """The ``count`` best articles with their scores."""
        while True:
            articles = self._list_articles()
            names = self._snapshot.records.article_id
            found = list(islice(best_first(self.passages, articles, self._exact(articles), names), count))
            if len(found) >= count or self.passages.floor is None or self._size >= LONGEST:
                return found
            self._size *= 8
            self._list_passages()

    def _exact(self, articles: Listed) -> Callable[[int], float | None]:
        def exact(article: int) -> float | None:
            best = self.passages.scores.get(article)
            if best is None:
                hits = _within(article, self._found, self._snapshot.passages, 1)
                best = self._search.weights.passage * hits[0][0] if hits else None
            about = articles.scores.get(article)
            if about is None:
                about = self._score(article, self._about) if articles.floor is not None else 0.0
            return None if best is None else best + about

        return exact

    def _score(self, article: int, query: Query) -> float:
        hits = _within(article, query, self._snapshot.articles, 1)
        return hits[0][0] if hits else 0.0

    def hit(self, article: int, score: float) -> ArticleHit:
        """An article with its best passages and the summands of its score."""
        best, passages = self._best_passages(article)
        parts = {name: self._part(article, query) for name, query in self._evidence.parts().items()}
        about = self._snapshot.records.article(article)
        return ArticleHit(about, score, Parts({"passage": lambda: best, **parts}), passages)

    def _part(self, article: int, query: Query) -> Callable[[], float]:
        return lambda: self._score(article, query)

    def _best_passages(self, article: int) -> tuple[float, list[PassageHit]]:
        """What the best passage adds to the score of its article, and the passages to show."""
        side, asked = self._snapshot.passages, self._search.passages
        found = self.passages.hits.get(article, [])
        if not self._are_best(found, asked):
            found = _within(article, self._found, side, asked + MORE if asked else MOST_PASSAGES)
        numbers = side.numbers([place for _, place in found])
        rows = [(-rounded(own), number, own, place) for (own, place), number in zip(found, numbers, strict=True)]
        rows.sort(key=(lambda row: row[:2]) if asked else (lambda row: row[1:2]))
        shown = rows[:asked] if asked else rows
        hits = [PassageHit(number, own, self._snapshot.body(place)) for _, number, own, place in shown]
        return self._search.weights.passage * max((own for own, _ in found), default=0.0), hits

    def _are_best(self, hits: list[Hit], asked: int) -> bool:
        """Whether no other passage of their article can be among the ``asked`` best, ``hits`` being those listed."""
        if self.passages.floor is None:
            return True
        weight = self._search.weights.passage
        return 0 < asked <= len(hits) and rounded(weight * hits[asked - 1][0]) > rounded(self.passages.floor)


def _within(article: int, query: Query, side: Side, most: int) -> list[Hit]:
    """What a query finds in one article, best first."""
    here = Query.const_score_query(Query.term_query(side.schema, "article", article), 0.0)
    return side.best(Query.boolean_query([(Occur.Must, here), (Occur.Must, query)]), most)
