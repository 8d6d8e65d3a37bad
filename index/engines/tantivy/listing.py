"""Listing: the best of two lists of scores, of passages and of articles, without scoring every article.

Each list holds the best documents of one native index: passages, and whole articles. What an article scores
is at most the sum of what it has in each list, or of what the last of a list has where it is not in it. So articles
are taken by what they may score at most, what is not known of them is looked up, a few at a time, and the listing ends
with the last one asked for. This is the threshold algorithm of Fagin, Lotem and Naor, "Optimal aggregation algorithms
for middleware" (2003).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

from index.engines.tantivy.side import Hit, Side
from index.engines.tantivy.within import by_article

DIGITS = 4
"""Native scores have seven digits; those that agree in so many after the point are equal."""
TOGETHER = 32
"""So many articles are looked up at a time."""


@dataclass(slots=True)
class Listed:
    """The best of one native index, by article: its documents there, best first, and the score of the first.

    ``floor`` is the most that a document has which is not listed; None where the list is complete.
    """

    floor: float | None
    hits: dict[int, list[Hit]] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)

    @property
    def rest(self) -> float:
        """The most that an article may have which is not listed."""
        return self.floor or 0.0


def listed(hits: list[Hit], side: Side, *, cut: bool, weight: float = 1.0) -> Listed:
    """A list of the documents ``hits``, best first, their scores times ``weight``; ``cut``: there are more."""
    found = by_article(hits, side)
    scores = {article: weight * own[0][0] for article, own in found.items()}
    return Listed(weight * hits[-1][0] if hits and cut else None, found, scores)


Exact = Callable[[Sequence[int]], Mapping[int, float]]
"""What each of some articles scores in all; those of which no passage matches are left out."""
Names = Callable[[Sequence[int]], Mapping[int, str]]
Scored = tuple[int, float]


def best_first(passages: Listed, articles: Listed, exact: Exact, names: Names, count: int) -> list[Scored]:
    """The ``count`` best articles with their scores, best first; those with equal scores in the order of their names.

    Fewer where one that is in neither list may be better.
    """
    bounds = _bounds(passages, articles)
    scores = {article: rounded(bound) for article, bound in bounds.items()}
    unsure = {article for article in scores if not _is_known(article, passages, articles)}
    unseen = -1.0 if passages.floor is None else rounded(passages.rest + articles.rest)
    while True:
        least = min(nlargest(count, scores.values())) if len(scores) > count else -1.0
        best = {article: score for article, score in scores.items() if score >= least and score > unseen}
        asked = [article for article in best if article in unsure][:TOGETHER]
        if not asked:
            return [(article, bounds[article]) for article in _in_order(best, names)[:count]]
        found = exact(asked)
        unsure.difference_update(asked)
        bounds.update(found)
        scores.update((article, rounded(score)) for article, score in found.items())
        for article in set(asked).difference(found):
            del scores[article]


def _bounds(passages: Listed, articles: Listed) -> dict[int, float]:
    """The most that each listed article may score. One that has no passage in a complete list does not match."""
    about, rest = articles.scores, articles.rest
    bounds = {article: score + about.get(article, rest) for article, score in passages.scores.items()}
    if passages.floor is not None:
        floor = passages.floor
        bounds.update((article, floor + about[article]) for article in about if article not in bounds)
    return bounds


def _is_known(article: int, passages: Listed, articles: Listed) -> bool:
    return article in passages.scores and (articles.floor is None or article in articles.scores)


def _in_order(best: Mapping[int, float], names: Names) -> list[int]:
    """Best first. Names are looked up only where scores are equal."""
    if len(set(best.values())) == len(best):
        return sorted(best, key=lambda article: -best[article])
    name = names(list(best))
    return sorted(best, key=lambda article: (-best[article], name[article]))


def rounded(score: float) -> float:
    """``score`` in the digits in which two scores can be told apart."""
    return round(score, DIGITS)
