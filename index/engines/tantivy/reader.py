"""The index reader of the Tantivy engine: one commit of articles, and the passages that belong to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from tantivy import DocAddress, Document, Occur, Order, Query

from index.engines.protocol import Counts, PassageHit, TermCount
from index.engines.query import EVERYTHING, Facet, Field, Node, Term
from index.engines.reader import Forms, PassageFound, Scored
from index.engines.tantivy.documents import article_of, page_of, passage_of, text_of
from index.engines.tantivy.matching import any_of, native, numbered, term_query, unscored
from index.engines.tantivy.native import NativeReader, total
from index.engines.values import value_field
from index.model import Article

MOST_NODES = 20
"""Maximum number of nodes in one query, one bit each: a score is exact to 24 bits."""
MOST_VALUES = 65_000
"""Maximum number of values counted for one facet."""
MORE_TERMS = 100
MOST_ADDRESSES = 50_000
"""Number of addresses of articles, and of passages, that are cached: some ten megabytes."""
BROAD = 500
"""Lists of so many terms or more are cached: short prefixes match thousands, and recur while someone types."""
BROAD_ANSWERS = 32
"""Number of such lists in the cache, each smaller than a megabyte."""

Key = TypeVar("Key", int, tuple[int, int])


class TantivyReader:
    """See :class:`index.engines.reader.IndexReader`."""

    def __init__(self, articles: NativeReader, passages: NativeReader) -> None:
        self._articles, self._passages = articles, passages
        self._article_at: dict[int, DocAddress] = {}
        self._passage_at: dict[tuple[int, int], DocAddress] = {}
        self._broad_terms = lru_cache(maxsize=BROAD_ANSWERS)(self._terms)

    def articles(self) -> int:
        """See ``IndexReader.articles``."""
        return self._articles.searcher.num_docs

    def expect(self, terms: Iterable[tuple[Field, str]], nodes: Iterable[Node]) -> None:
        """See ``IndexReader.expect``: nothing to fetch, the data are local."""

    def frequency(self, field: Field, text: str) -> int:
        """See ``IndexReader.frequency``."""
        return self._articles.frequency(field, text)

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        """See ``IndexReader.terms``."""
        return self._broad_terms(field, prefix, most) if most and most >= BROAD else self._terms(field, prefix, most)

    def _terms(self, field: Field, prefix: str, most: int | None) -> Sequence[TermCount]:
        native = self._articles
        if not native.recounts:
            return list(map(TermCount._make, native.searcher.terms_with_prefix(field, prefix, limit=most)))
        # Terms that only deleted articles hold take the place of others, so more are looked at than are asked for.
        looked_at = None if most is None else 2 * most + MORE_TERMS
        found = native.searcher.terms_with_prefix(field, prefix, limit=looked_at)
        counted = [TermCount(text, native.frequency(field, text)) for text, _ in found]
        return sorted((t for t in counted if t.articles), key=lambda t: (-t.articles, t.text))[:most]

    def count(self, node: Node) -> int:
        """See ``IndexReader.count``."""
        if isinstance(node, Term) and self._articles.is_exact:
            return self.frequency(node.field, node.text)
        return self._articles.count(native(node, self._articles))

    def first(self, node: Node, first: int, count: int, *, by_date: bool) -> Sequence[int]:
        """See ``IndexReader.first``."""
        query, column = native(node, self._articles), "latest" if by_date else "id"
        found = self._articles.searcher.search(
            query, max(1, count), count=False, order_by_field=column, order=Order.Asc, offset=first
        )
        return self._numbers([address for _, address in found.hits][:count])

    def best(self, terms: Sequence[Scored], required: Node, most: int) -> Sequence[tuple[int, float]]:
        """See ``IndexReader.best``."""
        query = self._articles.flat(terms)
        if query is None:
            return ()
        if required != EVERYTHING:
            wanted = unscored(native(required, self._articles))
            query = Query.boolean_query([(Occur.Must, wanted), (Occur.Must, query)])
        hits = self._articles.best(query, most)
        numbers = self._numbers([address for _, address in hits])
        return [(number, score) for number, (score, _) in zip(numbers, hits, strict=True)]

    def _numbers(self, addresses: Sequence[DocAddress]) -> Sequence[int]:
        numbers = self._articles.values("number", addresses)
        _remember(self._article_at, zip(numbers, addresses, strict=True))
        return numbers

    def evidence(
        self, words: Sequence[Forms], nodes: Sequence[Node], articles: Sequence[int]
    ) -> tuple[Mapping[int, float], Mapping[int, int]]:
        """See ``IndexReader.evidence``."""
        return self._rescored(words, articles), self._holding(nodes, articles)

    def _rescored(self, words: Sequence[Forms], articles: Sequence[int]) -> Mapping[int, float]:
        """The scores of the words. Among so few articles the best of some terms costs little more than their sum."""
        queries = [query for forms in words if (query := self._articles.forms(forms)) is not None]
        if not queries or not articles:
            return {}
        hits = self._articles.best(self._articles.within(articles, any_of(queries)), len(articles))
        numbers = self._articles.values("number", [address for _, address in hits])
        return {number: score for number, (score, _) in zip(numbers, hits, strict=True)}

    def _holding(self, nodes: Sequence[Node], articles: Sequence[int]) -> Mapping[int, int]:
        """The masks of the nodes. The score of an article is the sum of the bits of the nodes that it matches."""
        masks = dict.fromkeys(articles, 0)
        for start in range(0, len(nodes), MOST_NODES):
            bits = [
                Query.const_score_query(native(node, self._articles), float(1 << n))
                for n, node in enumerate(nodes[start : start + MOST_NODES])
            ]
            hits = self._articles.best(self._articles.within(articles, any_of(bits)), len(articles))
            numbers = self._articles.values("number", [address for _, address in hits])
            for number, (score, _) in zip(numbers, hits, strict=True):
                masks[number] |= int(score) << start
        return masks

    def best_passages(
        self, terms: Sequence[tuple[str, float]], articles: Sequence[int], most: int
    ) -> tuple[Sequence[PassageFound], int]:
        """See ``IndexReader.best_passages``."""
        query = self._passages.flat(Scored(Field.LEMMAS, lemma, boost) for lemma, boost in terms)
        if query is None or not articles:
            return (), 0
        found = self._passages.searcher.search(self._passages.within(articles, query), most)
        addresses = [address for _, address in found.hits]
        owners = self._passages.values("article", addresses)
        keys = list(zip(owners, self._passages.values("number", addresses), strict=True))
        _remember(self._passage_at, zip(keys, addresses, strict=True))
        hits = [PassageFound(*key, score) for key, (score, _) in zip(keys, found.hits, strict=True)]
        return hits, total(found)

    def count_passages(self, terms: Sequence[str], articles: Sequence[int]) -> Mapping[int, int]:
        """See ``IndexReader.count_passages``."""
        query = any_of([term_query(self._passages.schema, Field.LEMMAS, lemma) for lemma in terms])
        kinds = {"articles": {"terms": {"field": "article", "size": max(1, len(articles))}}}
        found = self._passages.searcher.aggregate(self._passages.within(articles, query), kinds)
        return {int(bucket["key"]): int(bucket["doc_count"]) for bucket in found["articles"]["buckets"]}

    def passages(self, wanted: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], PassageHit]:
        """See ``IndexReader.passages``."""
        found = {}
        for key in wanted:
            address = self._passage_at.get(key) or self._find_passage(*key)
            document = None if address is None else self._passages.searcher.doc(address)
            if document is not None and not document.get_first("echo"):
                found[key] = PassageHit(key[1], 0.0, text_of(document), page_of(document), _repeats(document))
        return found

    def _find_passage(self, article: int, number: int) -> DocAddress | None:
        exactly = numbered(self._passages.schema, "number", [number])
        hits = self._passages.best(self._passages.within([article], exactly), 1)
        return hits[0][1] if hits else None

    def load(self, articles: Sequence[int]) -> Sequence[Article]:
        """See ``IndexReader.load``."""
        return [article_of(self._articles.searcher.doc(self._address(number))) for number in articles]

    def _address(self, number: int) -> DocAddress:
        address = self._article_at.get(number)
        if address is None:
            ((_, address),) = self._articles.best(numbered(self._articles.schema, "number", [number]), 1)
            _remember(self._article_at, [(number, address)])
        return address

    def whole(self, article: int) -> Article:
        """See ``IndexReader.whole``."""
        (about,) = self.load([article])
        of_it = numbered(self._passages.schema, "article", [article])
        hits = self._passages.best(of_it, self._passages.count(of_it))
        addresses = [address for _, address in hits]
        documents = map(self._passages.searcher.doc, addresses)
        passages = [
            passage_of(document, number)
            for number, document in zip(self._passages.values("number", addresses), documents, strict=True)
        ]
        return about._replace(passages=tuple(sorted(passages)))

    def facets(self, node: Node, facets: Collection[Facet], most: int) -> Counts:
        """See ``IndexReader.facets``."""
        kinds = {facet.value: {"terms": {"field": value_field(facet), "size": MOST_VALUES}} for facet in facets}
        found = self._articles.searcher.aggregate(native(node, self._articles), kinds)
        return {facet: _most_frequent(found[facet.value]["buckets"])[:most] for facet in facets}


def _remember(known: dict[Key, DocAddress], found: Iterable[tuple[Key, DocAddress]]) -> None:
    """Add addresses to those that are ``known``, unless there are too many, which are looked up again when needed."""
    if len(known) > MOST_ADDRESSES:
        known.clear()
    known.update(found)


def _most_frequent(buckets: Iterable[Mapping[str, object]]) -> list[tuple[str, int]]:
    """Values and their numbers of articles, the most frequent first."""
    counted = [(str(bucket["key"]), int(str(bucket["doc_count"]))) for bucket in buckets]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))


def _repeats(document: Document) -> int:
    return int(document.get_first("repeats") or 0)
