"""Listing: the best articles without looking at them all.

Two lists, each with its best first, come from the native index: passages, and whole articles. What an article scores
is at most the sum of what it has in each list, or of what the last of a list has where it is not in it. So articles
are taken by what they may score at most, what is not known of them is looked up one by one, and the listing ends with
the last one asked for. This is the threshold algorithm of Fagin, Lotem and Naor, "Optimal aggregation algorithms for
middleware" (2003).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from index.engines.tantivy.side import Hit, Side

DIGITS = 4
"""Native scores have seven digits; those that agree in so many after the point are equal."""


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
    best = Listed(weight * hits[-1][0] if hits and cut else None)
    for article, hit in zip(side.articles([address for _, address in hits]), hits, strict=True):
        best.hits.setdefault(article, []).append(hit)
        best.scores.setdefault(article, weight * hit[0])
    return best


Exact = Callable[[int], float | None]
"""What an article scores in all; None where none of its passages matches."""


def best_first(
    passages: Listed, articles: Listed, exact: Exact, name: Callable[[int], str]
) -> Iterator[tuple[int, float]]:
    """The articles with their scores, best first, as long as none that is in neither list can be better.

    Those with equal scores come in the order of their names.
    """
    unseen = -1.0 if passages.floor is None else rounded(passages.rest + articles.rest)
    known = passages.scores if passages.floor is None else {**passages.scores, **articles.scores}
    heap = [(-rounded(_at_most(article, passages) + _at_most(article, articles)), 0, article, 0.0) for article in known]
    heapq.heapify(heap)
    while heap and -heap[0][0] > unseen:
        tied = list(_tied(heap, exact))
        yield from sorted(tied, key=lambda entry: name(entry[0])) if len(tied) > 1 else tied


def _at_most(article: int, best: Listed) -> float:
    return best.scores.get(article, best.rest)


def _tied(heap: list[tuple[float, int, int, float]], exact: Exact) -> Iterator[tuple[int, float]]:
    """The articles on top of the heap that share the best score. What is not known of an article is looked up."""
    best: float | None = None
    while heap and best in (None, heap[0][0]):
        bound, is_known, article, score = heapq.heappop(heap)
        if is_known:
            best = bound
            yield article, score
        elif (found := exact(article)) is not None:
            heapq.heappush(heap, (-rounded(found), 1, article, found))


def rounded(score: float) -> float:
    """``score`` in the digits in which two scores can be told apart."""
    return round(score, DIGITS)
