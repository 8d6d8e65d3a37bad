"""A snapshot: what can be seen at one commit, and how it is searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from index.engines.cluster import Body, Bucket, Cluster, Hit, SearchAnswer
from index.engines.opensearch.commits import Commit
from index.engines.opensearch.names import Names
from index.engines.reader import Forms, Scored
from index.engines.scoring import OTHER_FORMS

NUMBERS: Body = {"stored_fields": "_none_", "docvalue_fields": ["article", "number"]}
"""Numbers come from columns: of what is stored, a block of many documents is unpacked for each of them."""
UNCOUNTED: Body = {"track_total_hits": False}


class Snapshot:
    """The indices ``names`` at a commit.

    All requests prefer the same copies of shards: what each has deleted counts in its scores.
    """

    def __init__(self, cluster: Cluster, names: Names, commit: Commit) -> None:
        self.names, self.commit = names, commit
        self._cluster = cluster
        self._hidden = commit.hidden()
        self._params = {"preference": f"commit-{commit.version.number}"}

    def seen(self, query: Body, filters: Sequence[Body] = ()) -> Body:
        """The articles that ``query`` finds and scores, of those that can be seen and fulfil ``filters``."""
        if not self._hidden and not filters:
            return query
        return {"bool": {"must": query, "filter": list(filters), "must_not": self._hidden}}

    def searches(self, asked: Sequence[tuple[str, Body]], **params: str | int) -> Sequence[SearchAnswer]:
        """What several searches find, each of an index."""
        return self._cluster.searches(asked, {**self._params, **params})

    def ranked(self, *asked: tuple[str, Body]) -> Sequence[SearchAnswer]:
        """What searches find, scored by the statistics of all shards together."""
        return self.searches(asked, search_type="dfs_query_then_fetch")

    def counted(self, index: str, query: Body, kinds: Body) -> Mapping[str, Sequence[Bucket]]:
        """The values of each of ``kinds`` of aggregations, with their numbers of documents."""
        (found,) = self.searches([(index, {"query": query, "size": 0, "aggs": kinds, **UNCOUNTED})])
        return {name: buckets["buckets"] for name, buckets in found["aggregations"].items()}


def sum_of(terms: Iterable[Scored]) -> Body:
    """What scores the sum of some terms."""
    return {"bool": {"should": [_boosted(scored) for scored in terms]}}


def word_of(forms: Forms) -> Body:
    """What scores the best of each kind of forms of a word, as ``index.engines.scoring.of_forms`` counts them."""
    kinds = [{"dis_max": {"queries": [_boosted(scored) for scored in kind]}} for kind in forms]
    return {"dis_max": {"queries": kinds, "tie_breaker": OTHER_FORMS}}


def _boosted(scored: Scored) -> Body:
    return {"term": {scored.field: {"value": scored.text, "boost": scored.boost}}}


def stored(names: Sequence[int | str]) -> Body:
    """What finds the documents of some names with all that is stored of them."""
    return {"query": {"ids": {"values": list(map(str, names))}}, "size": len(names), **UNCOUNTED}


def scores(found: SearchAnswer) -> Mapping[int, float]:
    """The scores of articles by their numbers, best first."""
    return {number_of(hit): hit["_score"] for hit in found["hits"]["hits"]}


def number_of(hit: Hit, column: str = "number") -> int:
    """A number from a column of a document."""
    return hit["fields"][column][0]


def total(found: SearchAnswer) -> int:
    """How many documents match."""
    return found["hits"]["total"]["value"]
