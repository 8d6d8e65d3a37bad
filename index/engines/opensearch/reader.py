"""The index reader of the OpenSearch engine: what can be seen at one commit, asked for over the network."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from index.engines.cluster import Body, Cluster
from index.engines.opensearch.commits import Commit
from index.engines.opensearch.counting import Beginning, Counting
from index.engines.opensearch.matching import native, numbered
from index.engines.opensearch.names import Names
from index.engines.opensearch.passages import Passages
from index.engines.opensearch.snapshot import NUMBERS, UNCOUNTED, Snapshot, number_of, scores, sum_of, word_of
from index.engines.protocol import Counts, PassageHit, TermCount
from index.engines.query import EVERYTHING, Facet, Field, Node, Term
from index.engines.reader import Forms, PassageFound, Scored
from index.model import Article

MOST_NODES = 20
"""Maximum number of nodes in one query, one bit each: a score is exact to 24 bits."""


class OpenSearchReader:
    """See :class:`index.engines.reader.IndexReader`. ``commit`` says what can be seen."""

    def __init__(self, cluster: Cluster, names: Names, commit: Commit) -> None:
        self.commit = commit
        self._snapshot = Snapshot(cluster, names, commit)
        self._counting = Counting(self._snapshot)
        self._passages = Passages(self._snapshot)

    def articles(self) -> int:
        """See ``IndexReader.articles``."""
        return self.count(EVERYTHING)

    def expect(self, terms: Iterable[tuple[Field, str]], nodes: Iterable[Node]) -> None:
        """See ``IndexReader.expect``."""
        self._counting.look_up((), [EVERYTHING, *(Term(*one) for one in terms), *nodes])

    def look_up(self, beginnings: Iterable[Beginning], held: Iterable[tuple[Field, str]]) -> None:
        """Look up what will be asked of the dictionary, by one request."""
        self._counting.look_up(beginnings, [Term(*one) for one in held])

    def frequency(self, field: Field, text: str) -> int:
        """See ``IndexReader.frequency``; deleted articles never count."""
        return self.count(Term(field, text))

    def count(self, node: Node) -> int:
        """See ``IndexReader.count``."""
        return self._counting.look_up((), (node,)).counts[node]

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        """See ``IndexReader.terms``; at most 60,000."""
        return self._counting.terms(field, prefix, most)

    def first(self, node: Node, first: int, count: int, *, by_date: bool) -> Sequence[int]:
        """See ``IndexReader.first``."""
        query, order = self._snapshot.seen(self._native(node)), [{"latest" if by_date else "id": "asc"}]
        body = {"query": query, "from": first, "size": count, "sort": order, **UNCOUNTED, **NUMBERS}
        (found,) = self._snapshot.searches([(self._snapshot.names.articles, body)])
        return [number_of(hit) for hit in found["hits"]["hits"]]

    def best(self, terms: Sequence[Scored], required: Node, most: int) -> Sequence[tuple[int, float]]:
        """See ``IndexReader.best``."""
        if not terms:
            return ()
        filters = () if required == EVERYTHING else (self._native(required),)
        body = {"query": self._snapshot.seen(sum_of(terms), filters), "size": most, **UNCOUNTED, **NUMBERS}
        return list(scores(*self._snapshot.ranked((self._snapshot.names.articles, body))).items())

    def evidence(
        self, words: Sequence[Forms], nodes: Sequence[Node], articles: Sequence[int]
    ) -> tuple[Mapping[int, float], Mapping[int, int]]:
        """See ``IndexReader.evidence``. Two searches, more for many nodes, in one request."""
        if not articles:
            return {}, {}
        sums: list[Body] = [{"bool": {"should": list(map(word_of, words))}}] if words else []
        parts = [nodes[start : start + MOST_NODES] for start in range(0, len(nodes), MOST_NODES)]
        asked = [self._among(query, articles) for query in (*sums, *map(self._bits, parts))]
        found = list(map(scores, self._snapshot.ranked(*asked)))
        forms, masks = found[0] if sums else {}, dict.fromkeys(articles, 0)
        for place, part in enumerate(found[len(sums) :]):
            for number, bits in part.items():
                masks[number] |= int(bits) << place * MOST_NODES
        return forms, masks

    def _bits(self, nodes: Sequence[Node]) -> Body:
        """What gives each article the sum of the bits of the nodes that it matches."""
        clauses = [
            {"constant_score": {"filter": self._native(node), "boost": float(1 << bit)}}
            for bit, node in enumerate(nodes)
        ]
        return {"bool": {"should": clauses}}

    def _among(self, query: Body, articles: Sequence[int]) -> tuple[str, Body]:
        here: Body = {"bool": {"must": query, "filter": numbered(articles)}}
        return self._snapshot.names.articles, {"query": here, "size": len(articles), **UNCOUNTED, **NUMBERS}

    def best_passages(
        self, terms: Sequence[tuple[str, float]], articles: Sequence[int], most: int
    ) -> tuple[Sequence[PassageFound], int]:
        """See ``IndexReader.best_passages``."""
        return self._passages.best(terms, articles, most)

    def count_passages(self, terms: Sequence[str], articles: Sequence[int]) -> Mapping[int, int]:
        """See ``IndexReader.count_passages``."""
        return self._passages.count(terms, articles)

    def passages(self, wanted: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], PassageHit]:
        """See ``IndexReader.passages``."""
        return self._passages.texts(wanted)

    def load(self, articles: Sequence[int]) -> Sequence[Article]:
        """See ``IndexReader.load``."""
        return self._passages.load(articles)

    def whole(self, article: int) -> Article:
        """See ``IndexReader.whole``."""
        passages = tuple(self._passages.all_of(article))
        return self.load([article])[0]._replace(passages=passages)

    def facets(self, node: Node, facets: Collection[Facet], most: int) -> Counts:
        """See ``IndexReader.facets``."""
        return self._counting.facets(node, facets, most)

    def _native(self, node: Node) -> Body:
        return native(node, self._counting.fitting)
