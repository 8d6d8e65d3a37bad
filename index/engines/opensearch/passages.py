"""Passages: which of some articles hold some lemmas, their texts, and what is stored of their articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from index.engines.cluster import Body, Hit, SearchAnswer
from index.engines.opensearch.documents import article_of, passage_hit, passage_of
from index.engines.opensearch.recent import Recent
from index.engines.opensearch.snapshot import NUMBERS, UNCOUNTED, Snapshot, number_of, stored, sum_of, total
from index.engines.protocol import PassageHit
from index.engines.query import Field
from index.engines.reader import PassageFound, Scored
from index.model import Article, Passage

PAGE = 5_000
"""Number of passages of an article read by one request."""
MOST_ARTICLES = 2_000
"""Number of articles cached for later queries."""


class Passages:
    """The passages, and the articles, of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._articles = Recent[int, Article](MOST_ARTICLES)

    def best(
        self, terms: Sequence[tuple[str, float]], articles: Sequence[int], most: int
    ) -> tuple[Sequence[PassageFound], int]:
        """See ``IndexReader.best_passages``."""
        if not terms or not articles:
            return (), 0
        query = _within(articles, sum_of(Scored(Field.LEMMAS, lemma, boost) for lemma, boost in terms))
        body: Body = {"query": query, "size": most, "track_total_hits": True, **NUMBERS}
        (found,) = self._snapshot.ranked((self._snapshot.names.passages, body))
        hits = [PassageFound(number_of(hit, "article"), number_of(hit), hit["_score"]) for hit in found["hits"]["hits"]]
        return hits, total(found)

    def count(self, terms: Sequence[str], articles: Sequence[int]) -> Mapping[int, int]:
        """See ``IndexReader.count_passages``."""
        query = _within(articles, {"terms": {Field.LEMMAS: list(terms)}})
        kinds: Body = {"articles": {"terms": {"field": "article", "size": max(1, len(articles))}}}
        found = self._snapshot.counted(self._snapshot.names.passages, query, kinds)
        return {int(bucket["key"]): bucket["doc_count"] for bucket in found["articles"]}

    def texts(self, wanted: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], PassageHit]:
        """See ``IndexReader.passages``. Their articles are shown too, and are loaded by the same request."""
        if not wanted:
            return {}
        unknown = [
            number for number in dict.fromkeys(article for article, _ in wanted) if not self._articles.get(number)
        ]
        asked = [(self._snapshot.names.passages, stored([f"{article}.{number}" for article, number in wanted]))]
        asked += [(self._snapshot.names.articles, stored(unknown))] if unknown else []
        found, *others = self._snapshot.searches(asked)
        for answer in others:
            self._note(answer)
        hits = {_key(hit): hit for hit in found["hits"]["hits"]}
        return {key: passage_hit(hit) for key, hit in hits.items() if not passage_of(hit).echo}

    def load(self, articles: Sequence[int]) -> Sequence[Article]:
        """See ``IndexReader.load``."""
        known = {number: about for number in articles if (about := self._articles.get(number))}
        if unknown := [number for number in dict.fromkeys(articles) if number not in known]:
            known |= self._note(*self._snapshot.searches([(self._snapshot.names.articles, stored(unknown))]))
        return [known[number] for number in articles]

    def all_of(self, article: int) -> Iterator[Passage]:
        """The passages of an article in their order, read a page after the other."""
        body: Body = {"query": {"term": {"article": article}}, "size": PAGE, "sort": ["number"], **UNCOUNTED}
        after: Body = {}
        while True:
            asked = [(self._snapshot.names.passages, {**body, **after})]
            (found,) = self._snapshot.searches(asked, routing=str(article))
            hits = found["hits"]["hits"]
            yield from map(passage_of, hits)
            if len(hits) < PAGE:
                return
            after = {"search_after": hits[-1]["sort"]}

    def _note(self, found: SearchAnswer) -> Mapping[int, Article]:
        """The articles that were found, by their numbers; they are kept."""
        articles = {int(hit["_id"]): article_of(hit) for hit in found["hits"]["hits"]}
        self._articles.update(articles)
        return articles


def _within(articles: Sequence[int], query: Body) -> Body:
    return {"bool": {"must": query, "filter": {"terms": {"article": list(articles)}}}}


def _key(hit: Hit) -> tuple[int, int]:
    """The number of a passage's article, and its own."""
    article, _, number = hit["_id"].partition(".")
    return int(article), int(number)
