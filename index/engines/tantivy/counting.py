"""Counting: how many articles hold a passage that matches, exactly wherever that is cheap."""

from __future__ import annotations

from index.engines.query import Everything, Node
from index.engines.tantivy.matching import Matching
from index.engines.tantivy.snapshot import Snapshot

MOST_COUNTED = 10_000
"""The articles of so many passages are counted one by one; of more, their number is estimated (HyperLogLog++)."""


def count_articles(node: Node, total: int, matching: Matching, snapshot: Snapshot) -> tuple[int, bool]:
    """The number of articles of the ``total`` passages that match ``node``; whether it is an estimate."""
    if isinstance(node, Everything):
        return snapshot.records.findable(snapshot.generation), False
    if whole := matching.just_articles(node):
        return snapshot.articles.count(whole), False
    if total > MOST_COUNTED:
        return round(snapshot.passages.searcher.cardinality(matching.passages(node), "article")), True
    kinds = {"articles": {"terms": {"field": "article", "size": max(1, total)}}}
    found = snapshot.passages.searcher.aggregate(matching.passages(node), kinds)["articles"]
    return len(found["buckets"]), False
