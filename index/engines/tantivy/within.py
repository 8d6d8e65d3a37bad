"""Within: what a query finds in some articles, asked for a few at a time."""

from __future__ import annotations

from collections.abc import Sequence

from tantivy import Query

from index.engines.tantivy.side import Hit, Side


def within(query: Query, side: Side, articles: Sequence[int], most: int) -> dict[int, list[Hit]]:
    """What ``query`` finds in each of ``articles``, best first, ``most`` at least where there are so many.

    Articles where it finds nothing are left out.
    """
    if not articles:
        return {}
    limit = most * len(articles)
    hits = side.best(side.within(articles, query), limit)
    found = by_article(hits, side)
    if len(hits) == limit and len(articles) > 1:
        # What one article has much of may have left no room for another.
        short = [article for article in articles if len(found.get(article, ())) < most]
        found.update((article, own) for one in short for article, own in within(query, side, [one], most).items())
    return found


def by_article(hits: Sequence[Hit], side: Side) -> dict[int, list[Hit]]:
    """The hits of each article, in their order."""
    found: dict[int, list[Hit]] = {}
    for article, hit in zip(side.articles([address for _, address in hits]), hits, strict=True):
        if article in found:
            found[article].append(hit)
        else:
            found[article] = [hit]
    return found
