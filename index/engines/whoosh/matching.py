"""Matching: query nodes → the documents of articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from index.analysis import literal_prefix, matching
from index.engines.entries import facet_values
from index.engines.query import All, Any, Dated, Equal, Facet, Field, Key, Node, Not, Numbers, Pattern, Phrase, Term
from index.engines.whoosh.documents import Documents

CACHE_SIZE = 256
_PLACE_BITS = 32


class Matching:
    """The documents of articles that match nodes."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self.matching = lru_cache(CACHE_SIZE)(self._matching)

    def _matching(self, node: Node) -> frozenset[int]:
        """The documents of the articles that match ``node``."""
        match node:
            case Term(field, text):
                return frozenset(self._documents.postings(field, text).docs)
            case Phrase(field, slots):
                return frozenset(self._phrase(field, slots))
            case Pattern(field, glob):
                return self._pattern(field, glob)
            case Equal(key, value):
                return frozenset(self._equal(key, value))
            case Dated(low, high):
                dates = ((doc, self._documents.about(doc).own_date) for doc in self._everything())
                return frozenset(doc for doc, date in dates if date and low <= date <= high)
            case Numbers(numbers):
                articles = self._documents.articles
                return frozenset(articles[number] for number in numbers if number in articles)
            case All(nodes):
                return self._all(nodes)
            case Any(nodes):
                return self._any(nodes)
            case Not(child):
                return self._everything() - self.matching(child)
        raise TypeError(f"the pipeline resolves {node!r}")

    def _equal(self, key: Key | Facet, value: str) -> Iterable[int]:
        if isinstance(key, Key):
            return self._documents.postings(key, value).docs
        about = ((doc, self._documents.about(doc)) for doc in self._everything())
        return (doc for doc, article in about if value in facet_values(article)[key])

    def _pattern(self, field: Field, glob: str) -> frozenset[int]:
        found = self._documents.terms(field, literal_prefix(glob))
        held = (self._documents.postings(field, text).docs for text in matching(glob, found))
        return frozenset(chain.from_iterable(held))

    def _everything(self) -> frozenset[int]:
        return frozenset(self._documents.articles.values())

    def _all(self, nodes: Iterable[Node]) -> frozenset[int]:
        found = sorted(map(self.matching, nodes), key=len)
        return found[0].intersection(*found[1:]) if found else self._everything()

    def _any(self, nodes: Iterable[Node]) -> frozenset[int]:
        return frozenset().union(*map(self.matching, nodes))

    def _phrase(self, field: Field, slots: tuple[tuple[str, ...], ...]) -> Iterator[int]:
        """The documents where slots follow one another. The rarest slot says where the phrase may begin."""
        places = {slot: self._places(field, slot) for slot in set(slots)}
        order = sorted(range(len(slots)), key=lambda n: len(places[slots[n]]))
        starts = {place - n for n in order[:1] for place in places[slots[n]]}
        for n in order[1:]:
            starts = {start for start in starts if start + n in places[slots[n]]}
        return (start >> _PLACE_BITS for start in starts)

    def _places(self, field: Field, slot: tuple[str, ...]) -> set[int]:
        """Where any term of a slot occurs: document and position as one number."""
        return {
            (doc << _PLACE_BITS) + position
            for text in slot
            for doc, positions in self._documents.postings(field, text).positions_by_doc()
            for position in positions
        }
