"""Ranking: the passages that match → their articles, by all the evidence there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from index.engine import ArticleHit, Found, PassageHit, Search
from index.engines.whoosh.documents import Docs
from index.engines.whoosh.evidence import (
    Scores,
    lead_scores,
    near_scores,
    passage_scores,
    title_scores,
    whole_scores,
)
from index.engines.whoosh.matching import matching
from index.engines.whoosh.snapshot import Snapshot

DIGITS = 9
"""Scores that agree in so many digits after the point are equal."""


def ranked(search: Search, snapshot: Snapshot) -> Found:
    """The articles of the passages that match, best first; see ``docs/ranking.md`` for the formula."""
    found = matching(search.match, snapshot)
    scores = _passages(search, found, snapshot)
    articles: dict[int, list[int]] = defaultdict(list)
    for doc in found:
        articles[snapshot.head_of[doc]].append(doc)
    parts = _parts(search, scores, articles, snapshot)
    order = _order(parts, search, snapshot)
    hits = [_hit(head, parts, articles[head], scores, search, snapshot) for head in order]
    return Found(len(articles), len(found), hits)


def _passages(search: Search, found: Docs, snapshot: Snapshot) -> Scores:
    """The score of each passage: its words, and neighbours of the question that are neighbours in it."""
    words = passage_scores(search.terms, found, snapshot)
    near = near_scores(search.pairs, found, snapshot)
    weight = search.weights.near
    return {doc: words.get(doc, 0.0) + weight * near.get(doc, 0.0) for doc in found}


def _parts(
    search: Search, scores: Scores, articles: Mapping[int, Sequence[int]], snapshot: Snapshot
) -> dict[str, Scores]:
    """The summands of the articles' scores, by kind of evidence."""
    weights = search.weights
    heads = frozenset(articles)
    whole = whole_scores(search.terms, heads, snapshot)
    lead = lead_scores(search.terms, heads, snapshot)
    title = title_scores(search.terms, heads, snapshot)
    return {
        "passage": {head: weights.passage * max(scores[doc] for doc in docs) for head, docs in articles.items()},
        "whole": {head: weights.whole * whole.get(head, 0.0) for head in articles},
        "lead": {head: weights.lead * lead.get(head, 0.0) for head in articles},
        "title": {head: weights.title * title.get(head, 0.0) for head in articles},
    }


def _order(parts: Mapping[str, Scores], search: Search, snapshot: Snapshot) -> Sequence[int]:
    """The heads asked for. Only those that share a score with one asked for are put in the order of their ids."""
    total = {head: round(sum(part[head] for part in parts.values()), DIGITS) for head in parts["passage"]}
    by_score = sorted(total, key=lambda head: -total[head])
    window = by_score[search.first : search.first + search.count]
    if not window:
        return ()
    high, low = total[window[0]], total[window[-1]]
    before = sum(score > high for score in total.values())
    tied = [head for head in by_score if low <= total[head] <= high]
    tied.sort(key=lambda head: (-total[head], snapshot.article_id(head)))
    return tied[search.first - before :][: search.count]


def _hit(
    head: int,
    parts: Mapping[str, Scores],
    docs: Sequence[int],
    scores: Scores,
    search: Search,
    snapshot: Snapshot,
) -> ArticleHit:
    own = {name: part[head] for name, part in parts.items()}
    best_first = sorted(docs, key=lambda doc: (-round(scores[doc], DIGITS), doc))
    chosen = best_first[: search.passages] if search.passages else sorted(docs)
    passages = [PassageHit(number, scores[doc], text) for doc in chosen for number, text in (snapshot.passage(doc),)]
    return ArticleHit(snapshot.article(head), sum(own.values()), own, passages)
