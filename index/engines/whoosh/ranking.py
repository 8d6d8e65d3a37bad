"""Ranking: the passages that match → their articles, by all the evidence there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from math import inf

from index.engines.protocol import ArticleHit, Found, PassageHit, Search
from index.engines.scoring import to_show
from index.engines.whoosh.articles import KINDS, Articles, Scored
from index.engines.whoosh.documents import Docs
from index.engines.whoosh.matching import matching
from index.engines.whoosh.snapshot import Snapshot

DIGITS = 9
"""Scores that agree in so many digits after the point are equal."""
MARGIN = 1e-6
"""An article that lacks more than this to be among those asked for is none of them, however scores are rounded."""

AT_FIRST, GROWTH = 4, 3
"""So many times as many articles as are wanted are scored at first, and so many times as many each time after that."""


def ranked(search: Search, snapshot: Snapshot) -> Found:
    """The articles of the passages that match, best first; see ``docs/ranking.md`` for the formula."""
    found = matching(search.match, snapshot)
    heads = frozenset(map(snapshot.head_of.__getitem__, found))
    hits = list(_hits(search, found, heads, snapshot)) if search.count else []
    return Found(len(heads), len(found), hits)


def _hits(search: Search, found: Docs, heads: Docs, snapshot: Snapshot) -> Iterator[ArticleHit]:
    scored = contenders(Articles(search, found, snapshot), heads, search.first + search.count)
    for head in _order(scored, search, snapshot):
        yield _hit(head, scored[head], search, snapshot)


def contenders(articles: Articles, heads: Docs, wanted: int) -> Mapping[int, Scored]:
    """Those of the articles that can be among the ``wanted`` best.

    Few can, where several words are asked for. Those are scored first that can score most, until the next of them
    cannot come up to the last of the best.
    """
    most = articles.most(heads)
    ordered = sorted(most, key=most.__getitem__, reverse=True)
    scored: dict[int, Scored] = {}
    least, size = -inf, AT_FIRST * wanted
    while len(scored) < len(ordered) and most[ordered[len(scored)]] >= least:
        scored |= articles.in_full(ordered[len(scored) : len(scored) + size])
        best = nlargest(wanted, (article.score for article in scored.values()))
        least = best[-1] - MARGIN if len(best) == wanted else -inf
        size *= GROWTH
    return {head: article for head, article in scored.items() if article.score >= least}


def _order(scored: Mapping[int, Scored], search: Search, snapshot: Snapshot) -> Sequence[int]:
    """The heads asked for. Only those that share a score with one asked for are put in the order of their ids."""
    total = {head: round(article.score, DIGITS) for head, article in scored.items()}
    by_score = sorted(total, key=lambda head: -total[head])
    window = by_score[search.first : search.first + search.count]
    if not window:
        return ()
    high, low = total[window[0]], total[window[-1]]
    before = sum(score > high for score in total.values())
    tied = [head for head in by_score if low <= total[head] <= high]
    tied.sort(key=lambda head: (-total[head], snapshot.article_id(head)))
    return tied[search.first - before :][: search.count]


def _hit(head: int, article: Scored, search: Search, snapshot: Snapshot) -> ArticleHit:
    scores = article.passages
    chosen = to_show(scores, head, search.passages, DIGITS)
    passages = [PassageHit(number, scores[doc], text) for doc in chosen for number, text in (snapshot.passage(doc),)]
    parts = dict(zip(KINDS, article.parts, strict=True))
    return ArticleHit(snapshot.article(head), article.score, parts, passages)
