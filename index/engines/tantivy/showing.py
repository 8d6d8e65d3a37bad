"""Showing: the articles that an answer lists, each with its best passages and where its score comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from tantivy import Query

from index.engines.protocol import ArticleHit, PassageHit, Search
from index.engines.scoring import to_show
from index.engines.tantivy.evidence import Evidence
from index.engines.tantivy.listing import DIGITS, Listed, Scored, rounded
from index.engines.tantivy.side import Hit
from index.engines.tantivy.snapshot import MOST_PASSAGES, Snapshot
from index.engines.tantivy.within import within
from index.model import Article

MORE = 32
"""So many passages of an article are looked at beyond those asked for: of equal ones the first are shown."""
TITLE = 0
"""The number of the title among the passages of an article."""
Chosen = tuple[int, float]
"""A passage to be shown: its number in its article, and its score."""
Place = tuple[int, int]
"""Where it is: the numbers of the article and of the passage."""


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
        chosen = self._chosen(found)
        texts = self._texts(chosen, about)
        return [
            ArticleHit(
                about[article],
                score,
                self._parts(article, found[article]),
                [PassageHit(number, own, texts[article, number]) for number, own in chosen[article]],
            )
            for article, score in best
        ]

    def _texts(self, chosen: Mapping[int, Sequence[Chosen]], about: Mapping[int, Article]) -> dict[Place, str]:
        """The texts of the passages to be shown, titles among them."""
        places = [(article, number) for article, own in chosen.items() for number, _ in own]
        stored = [place for place in places if place[1] != TITLE]
        titles = {(article, TITLE): about[article].title for article in chosen}
        return {**titles, **dict(zip(stored, self._snapshot.texts.read(stored), strict=True))}

    def _passages(self, articles: Sequence[int]) -> dict[int, list[Hit]]:
        """The passages of each article that may be shown, best first."""
        most, side, query = self._search.passages, self._snapshot.passages, self._evidence.passages
        found = {article: hits for article in articles if self._are_best(hits := self._listed.hits.get(article, []))}
        left = [article for article in articles if article not in found]
        if most is not None:
            return {**found, **within(query, side, left, most + MORE)}
        return {**found, **{one: within(query, side, [one], MOST_PASSAGES)[one] for one in left}}

    def _are_best(self, hits: list[Hit]) -> bool:
        """Whether no other passage of their article can be among those asked for, ``hits`` being the listed ones."""
        floor, most, weight = self._listed.floor, self._search.passages, self._search.weights.passage
        if floor is None:
            return True
        # One more than are shown: the title may be among them, and does not count.
        return most is not None and most < len(hits) and rounded(weight * hits[most][0]) > rounded(floor)

    def _chosen(self, found: Mapping[int, Sequence[Hit]]) -> dict[int, Sequence[Chosen]]:
        """Number and score of the best passages; of all in reading order where none in particular are asked for."""
        numbers = iter(self._snapshot.passages.numbers([place for own in found.values() for _, place in own]))
        chosen: dict[int, Sequence[Chosen]] = {}
        for article, own in found.items():
            scores = {next(numbers): score for score, _ in own}
            chosen[article] = [(n, scores[n]) for n in to_show(scores, TITLE, self._search.passages, DIGITS)]
        return chosen

    def _parts(self, article: int, hits: Sequence[Hit]) -> Parts:
        best = self._search.weights.passage * max((own for own, _ in hits), default=0.0)
        parts = {name: self._part(article, query) for name, query in self._evidence.parts.items()}
        return Parts({"passage": lambda: best, **parts})

    def _part(self, article: int, query: Query) -> Callable[[], float]:
        def part() -> float:
            found = within(query, self._snapshot.articles, [article], 1)
            return found[article][0][0] if found else 0.0

        return part
