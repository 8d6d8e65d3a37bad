"""Listing: the best of two lists of scores, of passages and of articles, without scoring every article.

Each list holds the best documents of one native index: passages, and whole articles. What an article scores
is at most the sum of what it has in each list, or of what the last of a list has where it is not in it. So articles
are taken by what they may score at most, what is not known of them is looked up, a few at a time, and the listing ends
with the last one asked for. This is the threshold algorithm of Fagin, Lotem and Naor, "Optimal aggregation algorithms
for middleware" (2003).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice

from index.engines.tantivy.side import Hit, Side
from index.engines.tantivy.within import by_article

DIGITS = 4
"""Native scores have seven digits; those that agree in so many after the point are equal."""
TOGETHER = 12
"""So many articles are looked up at a time, or as many as are asked for."""


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
    unseen = -1.0 if passages.floor is None else rounded(passages.rest + articles.rest)
    left = deque(sorted(bounds, key=bounds.__getitem__, reverse=True))
    scores: dict[int, float] = {}
    while taken := list(islice(_worth(left, bounds, _least(count, scores), unseen), max(TOGETHER, count))):
        known = {article for article in taken if _is_known(article, passages, articles)}
        scores.update((article, bounds[article]) for article in known)
        scores.update(exact([article for article in taken if article not in known]))
    return _in_order({article: score for article, score in scores.items() if rounded(score) > unseen}, names)[:count]


def _worth(left: deque[int], bounds: Mapping[int, float], least: float, unseen: float) -> Iterator[int]:
    """Takes those from ``left`` that may be among the best."""
    while left and unseen < rounded(bounds[left[0]]) >= least:
        yield left.popleft()


def _least(count: int, scores: Mapping[int, float]) -> float:
    """What an article must have to be among the ``count`` best."""
    return rounded(nlargest(count, scores.values())[-1]) if len(scores) >= count else -1.0


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


def _in_order(scores: Mapping[int, float], names: Names) -> list[Scored]:
    """Best first. Names are looked up only where scores are equal."""
    best = {article: rounded(score) for article, score in scores.items()}
    if len(set(best.values())) == len(best):
        return sorted(scores.items(), key=lambda entry: -entry[1])
    name = names(list(best))
    return sorted(scores.items(), key=lambda entry: (-best[entry[0]], name[entry[0]]))


def rounded(score: float) -> float:
    """``score`` in the digits in which two scores can be told apart."""
    return round(score, DIGITS)
