"""Articles: what each can score at most, which is known soon, and what it scores, which takes longer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from index.engines.protocol import Search
from index.engines.whoosh.documents import Docs
from index.engines.whoosh.evidence import Scores, ceilings, near_scores, of_articles, of_leads, of_passages, of_titles
from index.engines.whoosh.snapshot import Snapshot

KINDS = ("passage", "whole", "lead", "title")
"""The kinds of evidence, in the order in which they are added up."""


class Scored(NamedTuple):
    """An article: its score, the summands of it by ``KINDS``, and the scores of its passages that match."""

    score: float
    parts: tuple[float, ...]
    passages: Scores


class Articles:
    """The articles of the passages ``found``."""

    def __init__(self, search: Search, found: Docs, snapshot: Snapshot) -> None:
        self._found, self._weights, self._snapshot = found, search.weights, snapshot
        self._ceilings = ceilings(search.terms, search.weights, snapshot)
        self._passages = of_passages(search.terms, snapshot)
        self._wholes = of_articles(search.terms, snapshot)
        self._leads = of_leads(search.terms, snapshot)
        self._titles = of_titles(search.terms, snapshot)
        self._near = near_scores(search.pairs, snapshot)

    def most(self, heads: Docs) -> Scores:
        """What each of these articles cannot score more than."""
        most = {**dict.fromkeys(heads, 0.0), **self._ceilings.scores(heads)}
        for head, score in self._titles.scores(heads).items():
            most[head] += self._weights.title * score
        for head, score in self._near_by_article(heads).items():
            most[head] += max(0.0, self._weights.passage * self._weights.near) * score
        return most

    def _near_by_article(self, heads: Docs) -> Scores:
        """The most that pairs of neighbours score in a passage of each article."""
        best: dict[int, float] = {}
        for doc, score in self._near.items():
            head = self._snapshot.head_of[doc]
            if head in heads:
                best[head] = max(best.get(head, 0.0), score)
        return best

    def in_full(self, heads: Iterable[int]) -> dict[int, Scored]:
        """These articles, scored."""
        passages = self._scores_of_passages(heads)
        asked = frozenset(passages)
        wholes, leads, titles = (each.scores(asked) for each in (self._wholes, self._leads, self._titles))
        weights = self._weights
        scored = {}
        for head, scores in passages.items():
            parts = (
                weights.passage * max(scores.values()),
                weights.whole * wholes.get(head, 0.0),
                weights.lead * leads.get(head, 0.0),
                weights.title * titles.get(head, 0.0),
            )
            scored[head] = Scored(sum(parts), parts, scores)
        return scored

    def _scores_of_passages(self, heads: Iterable[int]) -> dict[int, Scores]:
        """The scores of the passages found: their words, and neighbours of the question that are neighbours there."""
        end_of, found = self._snapshot.end_of, self._found
        docs = {head: found.intersection(range(head, end_of(head))) for head in heads}
        words = self._passages.scores(frozenset().union(*docs.values()))
        near, weight = self._near, self._weights.near
        return {
            head: {doc: words.get(doc, 0.0) + weight * near.get(doc, 0.0) for doc in own} for head, own in docs.items()
        }
