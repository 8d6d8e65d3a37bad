"""Counting: terms, values and how many articles have them, each looked up once a snapshot."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from index.analysis import literal_prefix, matching
from index.engines.cluster import Body, SearchAnswer
from index.engines.opensearch.matching import EVERY, native
from index.engines.opensearch.recent import Recent
from index.engines.opensearch.schema import counted_field
from index.engines.opensearch.snapshot import UNCOUNTED, Snapshot, total
from index.engines.protocol import Counts, TermCount
from index.engines.query import Facet, Field, Node
from index.engines.values import value_field

MOST_VALUES = 60_000
"""Maximum number of terms listed, the limit of the cluster's buckets."""
MOST_FACETS = 6_000
"""Number of values of each facet counted by each shard."""
MOST_COUNTS, MOST_LISTS = 20_000, 200
"""Numbers of counts and of lists of terms cached for later queries."""
_SPECIAL = re.compile(r"([^\w])")

Key = TypeVar("Key")
Value = TypeVar("Value")
Beginning = tuple[Field, str, int | None]
"""A field, what its terms begin with, and how many of them are asked for."""


class LookedUp(NamedTuple):
    """Lists of terms by their beginnings, and numbers of articles by what they match."""

    lists: Mapping[Beginning, Sequence[TermCount]]
    counts: Mapping[Node, int]


class Counting:
    """Counts in one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._counts = Recent[Node, int](MOST_COUNTS)
        self._lists = Recent[Beginning, Sequence[TermCount]](MOST_LISTS)

    def look_up(self, beginnings: Iterable[Beginning], nodes: Iterable[Node]) -> LookedUp:
        """Terms with some beginnings, and how many articles match some nodes: what is not known is asked for."""
        lists = {key: self._lists.get(key) for key in beginnings}
        counts = {node: self._counts.get(node) for node in nodes}
        new_lists = [key for key, found in lists.items() if found is None]
        new_counts = [node for node, found in counts.items() if found is None]
        asked = [*map(_listing, new_lists), *map(self._counting, new_counts)]
        seen = [(self._snapshot.names.articles, {**body, "query": self._snapshot.seen(query)}) for query, body in asked]
        found = self._snapshot.searches(seen)
        self._lists.update(listed := dict(zip(new_lists, map(_term_counts, found[: len(new_lists)]), strict=True)))
        self._counts.update(counted := dict(zip(new_counts, map(total, found[len(new_lists) :]), strict=True)))
        return LookedUp({**_known(lists), **listed}, {**_known(counts), **counted})

    def terms(self, field: Field, prefix: str, most: int | None) -> Sequence[TermCount]:
        """See ``IndexReader.terms``; at most 60,000."""
        key = field, prefix, most
        return self.look_up((key,), ()).lists[key]

    def fitting(self, field: Field, glob: str) -> Sequence[str]:
        """The terms that fit a pattern, compared one by one."""
        return matching(glob, (found.text for found in self.terms(field, literal_prefix(glob), None)))

    def facets(self, node: Node, facets: Collection[Facet], most: int) -> Counts:
        """See ``IndexReader.facets``."""
        kinds: Body = {
            facet.value: {"terms": {"field": value_field(facet), "size": most, "shard_size": MOST_FACETS}}
            for facet in facets
        }
        query = self._snapshot.seen(native(node, self.fitting))
        found = self._snapshot.counted(self._snapshot.names.articles, query, kinds) if kinds and most else {}
        return {
            facet: [(str(bucket["key"]), bucket["doc_count"]) for bucket in found.get(facet.value, ())]
            for facet in facets
        }

    def _counting(self, node: Node) -> tuple[Body, Body]:
        return native(node, self.fitting), {"size": 0, "track_total_hits": True}


def _known(found: Mapping[Key, Value | None]) -> Mapping[Key, Value]:
    return {key: value for key, value in found.items() if value is not None}


def _listing(key: Beginning) -> tuple[Body, Body]:
    """The articles that hold a term with a beginning, and what lists these terms of a column of theirs."""
    field, prefix, most = key
    counting: dict[str, object] = {"field": counted_field(field), "size": min(most or MOST_VALUES, MOST_VALUES)}
    counting["shard_size"] = MOST_VALUES
    if prefix:
        counting["include"] = _SPECIAL.sub(r"\\\1", prefix) + ".*"
    query: Body = {"prefix": {field: {"value": prefix}}} if prefix else EVERY
    return query, {"size": 0, "aggs": {"terms": {"terms": counting}}, **UNCOUNTED}


def _term_counts(found: SearchAnswer) -> Sequence[TermCount]:
    return [TermCount(str(bucket["key"]), bucket["doc_count"]) for bucket in found["aggregations"]["terms"]["buckets"]]
