"""Ranking: a search → its best articles. What is shown of them is looked up by ``showing``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tantivy import Query

from index.engines.protocol import Found, Search
from index.engines.tantivy.counting import count_articles
from index.engines.tantivy.evidence import Evidence
from index.engines.tantivy.listing import Listed, Scored, best_first, listed
from index.engines.tantivy.matching import Matching
from index.engines.tantivy.showing import Showing
from index.engines.tantivy.side import Side
from index.engines.tantivy.snapshot import Snapshot
from index.engines.tantivy.within import within

SHORTEST = 256
"""So many passages and articles are listed at least."""
LONGEST = 1 << 20
FEW = 8
"""Passages of an article that are looked at for the best one, if several articles are looked at together."""


def ranked(search: Search, snapshot: Snapshot) -> Found:
    """The articles of the passages that match, best first; see ``docs/ranking.md`` for the formula."""
    ranking = _Ranking(search, snapshot)
    if not ranking.passages_total:
        return Found(0, 0, [])
    articles_total, about = len(ranking.passages.scores), False
    if ranking.passages.floor is not None:
        articles_total, about = count_articles(search.match, ranking.passages_total, ranking.matching, snapshot)
    best = ranking.best(search.first + search.count)[search.first :] if search.count else []
    shown = Showing(search, ranking.evidence, ranking.passages, snapshot).hits(best)
    return Found(articles_total, ranking.passages_total, shown, about)


class _Ranking:
    """One search over one snapshot; ``passages`` are the best that match, of ``passages_total``."""

    def __init__(self, search: Search, snapshot: Snapshot) -> None:
        self._weight, self._snapshot = search.weights.passage, snapshot
        self.matching = Matching(snapshot)
        self.evidence = Evidence(search, self.matching, snapshot)
        self._size = max(SHORTEST, 2 * (search.first + search.count))
        self._list_passages()

    def _list_passages(self) -> None:
        side = self._snapshot.passages
        self.passages_total, hits = side.counted(self.evidence.passages, self._size)
        self.passages = listed(hits, side, cut=self.passages_total > self._size, weight=self._weight)

    def _list_articles(self) -> Listed:
        side = self._snapshot.articles
        hits = side.best(self.evidence.articles, self._size + 1)
        return listed(hits[: self._size], side, cut=len(hits) > self._size)

    def best(self, count: int) -> Sequence[Scored]:
        """The ``count`` best articles with their scores."""
        names = self._snapshot.records.article_ids
        while True:
            articles = self._list_articles()
            found = best_first(self.passages, articles, self._exact(articles), names, count)
            if len(found) >= count or self.passages.floor is None or self._size >= LONGEST:
                return found
            self._size *= 8
            self._list_passages()

    def _exact(self, articles: Listed) -> Callable[[Sequence[int]], Mapping[int, float]]:
        evidence, snapshot = self.evidence, self._snapshot

        def exact(numbers: Sequence[int]) -> Mapping[int, float]:
            best = _scores(numbers, self.passages, evidence.passages, snapshot.passages, self._weight)
            about = _scores(list(best), articles, evidence.articles, snapshot.articles)
            return {article: score + about.get(article, 0.0) for article, score in best.items()}

        return exact


def _scores(numbers: Sequence[int], best: Listed, query: Query, side: Side, weight: float = 1.0) -> dict[int, float]:
    """What each of some articles has by ``query``, of which ``best`` is the list; those without are left out."""
    scores = {article: best.scores[article] for article in numbers if article in best.scores}
    if best.floor is not None:
        found = within(query, side, [article for article in numbers if article not in scores], FEW)
        scores.update((article, weight * hits[0][0]) for article, hits in found.items())
    return scores
