"""Showing: the articles that an answer lists, each with its best passages and where its score comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from tantivy import DocAddress, Query

from index.engine import ArticleHit, PassageHit, Search
from index.engines.tantivy.evidence import Evidence
from index.engines.tantivy.listing import Listed, Scored, rounded
from index.engines.tantivy.side import Hit
from index.engines.tantivy.snapshot import MOST_PASSAGES, Snapshot
from index.engines.tantivy.within import within

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


class Showing:
    """Looks up what is shown of articles; ``listed`` are the best passages of the search."""

    def __init__(self, search: Search, evidence: Evidence, listed: Listed, snapshot: Snapshot) -> None:
        self._search, self._evidence, self._listed, self._snapshot = search, evidence, listed, snapshot

    def hits(self, best: Sequence[Scored]) -> list[ArticleHit]:
        """Articles with their scores, each with its passages."""
        articles = [article for article, _ in best]
        found, about = self._passages(articles), self._snapshot.records.articles(articles)
        places = chain.from_iterable((place for _, place in hits) for hits in found.values())
        numbers = self._numbers(list(places))
        hits = []
        for article, score in best:
            own = found[article]
            shown = self._shown(article, own, numbers)
            hits.append(ArticleHit(about[article], score, self._parts(article, own), shown))
        return hits

    def _passages(self, articles: Sequence[int]) -> dict[int, list[Hit]]:
        """The passages of each article that may be shown, best first."""
        asked, side, query = self._search.passages, self._snapshot.passages, self._evidence.passages
        found = {article: hits for article in articles if self._are_best(hits := self._listed.hits.get(article, []))}
        left = [article for article in articles if article not in found]
        if asked:
            return {**found, **within(query, side, left, asked + MORE)}
        return {**found, **{one: within(query, side, [one], MOST_PASSAGES)[one] for one in left}}

    def _are_best(self, hits: list[Hit]) -> bool:
        """Whether no other passage of their article can be among those asked for, ``hits`` being the listed ones."""
        floor, asked, weight = self._listed.floor, self._search.passages, self._search.weights.passage
        if floor is None:
            return True
        return 0 < asked <= len(hits) and rounded(weight * hits[asked - 1][0]) > rounded(floor)

    def _numbers(self, places: list[DocAddress]) -> dict[tuple[int, int], int]:
        return dict(zip(map(_key, places), self._snapshot.passages.numbers(places), strict=True))

    def _shown(self, article: int, hits: Sequence[Hit], numbers: Mapping[tuple[int, int], int]) -> list[PassageHit]:
        """The best passages of an article; all of them in reading order where none in particular are asked for."""
        rows = [(-rounded(own), numbers[_key(place)], own) for own, place in hits]
        asked = self._search.passages
        rows.sort(key=(lambda row: row[:2]) if asked else (lambda row: row[1:2]))
        shown = rows[:asked] if asked else rows
        return [PassageHit(number, own, self._snapshot.passage(article, number)) for _, number, own in shown]

    def _parts(self, article: int, hits: Sequence[Hit]) -> Parts:
        best = self._search.weights.passage * max((own for own, _ in hits), default=0.0)
        parts = {name: self._part(article, query) for name, query in self._evidence.parts.items()}
        return Parts({"passage": lambda: best, **parts})

    def _part(self, article: int, query: Query) -> Callable[[], float]:
        def part() -> float:
            found = within(query, self._snapshot.articles, [article], 1)
            return found[article][0][0] if found else 0.0

        return part


def _key(place: DocAddress) -> tuple[int, int]:
    return place.segment_ord, place.doc
