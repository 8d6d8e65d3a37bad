"""The index reader: one commit of a Whoosh index, as the shared pipeline sees it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import chain

from index.engines.entries import facet_values
from index.engines.protocol import Counts, PassageHit, TermCount
from index.engines.query import EVERYTHING, Facet, Field, Node
from index.engines.reader import Forms, PassageFound, Scored
from index.engines.scoring import of_forms
from index.engines.whoosh.documents import Documents
from index.engines.whoosh.matching import Matching
from index.engines.whoosh.schema import PASSAGE
from index.model import Article, Passage


class WhooshReader:
    """See ``IndexReader``."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._matching = Matching(documents).matching
        self._articles = documents.articles

    def articles(self) -> int:
        """See ``IndexReader.articles``."""
        return len(self._articles)

    def expect(self, terms: Iterable[tuple[Field, str]], nodes: Iterable[Node]) -> None:
        """See ``IndexReader.expect``: nothing to fetch, the data are local."""

    def frequency(self, field: Field, text: str) -> int:
        """See ``IndexReader.frequency``; deleted articles never count."""
        return self._documents.postings(field, text).doc_frequency()

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        """See ``IndexReader.terms``."""
        counts = [TermCount(text, self.frequency(field, text)) for text in self._documents.terms(field, prefix)]
        return sorted((term for term in counts if term.articles), key=lambda term: (-term.articles, term.text))[:most]

    def count(self, node: Node) -> int:
        """See ``IndexReader.count``."""
        return len(self._matching(node))

    def first(self, node: Node, first: int, count: int, *, by_date: bool) -> Sequence[int]:
        """See ``IndexReader.first``."""
        about = self._documents.about
        found = sorted(self._matching(node), key=lambda doc: about(doc).id)
        if by_date:
            found.sort(key=lambda doc: about(doc).own_date, reverse=True)
        return [self._documents.article_of[doc] for doc in found[first : first + count]]

    def best(self, terms: Sequence[Scored], required: Node, most: int) -> Sequence[tuple[int, float]]:
        """See ``IndexReader.best``."""
        scores = self._scores(terms, None if required == EVERYTHING else self._matching(required))
        return [(self._documents.article_of[doc], score) for doc, score in _best(scores, most)]

    def evidence(
        self, words: Sequence[Forms], nodes: Sequence[Node], articles: Sequence[int]
    ) -> tuple[Mapping[int, float], Mapping[int, int]]:
        """See ``IndexReader.evidence``."""
        return self._rescored(words, articles), self._holding(nodes, articles)

    def _rescored(self, words: Sequence[Forms], articles: Sequence[int]) -> Mapping[int, float]:
        """The scores of the words."""
        docs = {self._articles[article] for article in articles}
        scores: dict[int, float] = defaultdict(float)
        for forms in words:
            found: dict[int, list[float]] = defaultdict(list)
            for kind in forms:
                for doc, score in self._best_of(kind, docs).items():
                    found[doc].append(score)
            for doc, row in found.items():
                scores[self._documents.article_of[doc]] += of_forms(row)
        return scores

    def _best_of(self, terms: Sequence[Scored], docs: Collection[int]) -> Mapping[int, float]:
        """What the best of some terms scores in each of ``docs``."""
        best: dict[int, float] = {}
        for doc, score in chain.from_iterable(self._summands(*term, docs) for term in terms):
            best[doc] = max(score, best.get(doc, 0.0))
        return best

    def _holding(self, nodes: Sequence[Node], articles: Sequence[int]) -> Mapping[int, int]:
        """The masks of the nodes."""
        docs = {self._articles[article] for article in articles}
        held: dict[int, int] = defaultdict(int)
        for bit, node in enumerate(nodes):
            for doc in docs & self._matching(node):
                held[self._documents.article_of[doc]] |= 1 << bit
        return held

    def best_passages(
        self, terms: Sequence[tuple[str, float]], articles: Sequence[int], most: int
    ) -> tuple[Sequence[PassageFound], int]:
        """See ``IndexReader.best_passages``."""
        scores = self._scores([(PASSAGE, *term) for term in terms], self._passages_of(articles))
        articles_of, numbers = self._documents.article_of, self._documents.number_of
        best = [PassageFound(articles_of[doc], numbers[doc], score) for doc, score in _best(scores, most)]
        return best, len(scores)

    def count_passages(self, terms: Sequence[str], articles: Sequence[int]) -> Mapping[int, int]:
        """See ``IndexReader.count_passages``."""
        found = set().union(*(self._documents.postings(PASSAGE, text).docs for text in terms))
        return Counter(self._documents.article_of[doc] for doc in found.intersection(self._passages_of(articles)))

    def passages(self, wanted: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], PassageHit]:
        """See ``IndexReader.passages``."""
        docs = {article: self._documents.passages_of(self._articles[article]) for article in {a for a, _ in wanted}}
        there = [(article, n) for article, n in wanted if n in docs[article]]
        found = {(article, n): self._documents.passage(docs[article][n]) for article, n in there}
        return {key: _hit(*passage) for key, passage in found.items() if not passage[0].echo}

    def load(self, articles: Sequence[int]) -> Sequence[Article]:
        """See ``IndexReader.load``."""
        return [self._documents.about(self._articles[article]) for article in articles]

    def whole(self, article: int) -> Article:
        """See ``IndexReader.whole``."""
        doc = self._articles[article]
        passages = [self._documents.passage(passage)[0] for passage in self._documents.passages_of(doc).values()]
        return self._documents.about(doc)._replace(passages=tuple(passages))

    def facets(self, node: Node, facets: Collection[Facet], most: int) -> Counts:
        """See ``IndexReader.facets``."""
        counts = {facet: Counter[str]() for facet in facets}
        for article in map(self._documents.about, self._matching(node)):
            values = facet_values(article)
            for facet, count in counts.items():
                count.update(values[facet])
        return {
            facet: sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))[:most] for facet, count in counts.items()
        }

    def _scores(self, terms: Iterable[tuple[str, str, float]], among: Collection[int] | None) -> Mapping[int, float]:
        """What documents that hold some of ``terms`` score; only those ``among`` some where it is given."""
        scores: dict[int, float] = defaultdict(float)
        for doc, score in chain.from_iterable(self._summands(*term, among) for term in terms):
            scores[doc] += score
        return scores

    def _summands(
        self, field: str, text: str, boost: float, among: Collection[int] | None
    ) -> Iterable[tuple[int, float]]:
        """What a term adds to the score of each document that holds it."""
        postings, norms = self._documents.postings(field, text), self._documents.norms(field)
        held = zip(postings.docs, postings.frequencies, strict=True)
        return [(doc, boost * f / (f + norms[doc])) for doc, f in held if among is None or doc in among]

    def _passages_of(self, articles: Iterable[int]) -> set[int]:
        return {doc for number in articles for doc in self._documents.passages_of(self._articles[number]).values()}


def _hit(passage: Passage, repeats: int) -> PassageHit:
    return PassageHit(passage.number, 0.0, passage.text, passage.page, repeats)


def _best(scores: Mapping[int, float], most: int) -> Sequence[tuple[int, float]]:
    """The ``most`` documents with the highest scores, best first, equal ones in the order they were written."""
    return nlargest(most, scores.items(), key=lambda pair: (pair[1], -pair[0]))
