"""A native index as it was at one commit: its documents by number, and the statistics that its scores rest on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from tantivy import DocAddress, Index, Occur, Query, Schema, Searcher, SearchResult

from index.analysis import literal_prefix, matching
from index.engines.reader import Forms, Scored
from index.engines.scoring import K1, OTHER_FORMS
from index.engines.tantivy.matching import any_of, numbered, term_query, unscored
from index.engines.tantivy.meta import Meta

CACHE_SIZE = 1 << 14
PATTERNS = 8
"""Number of patterns whose matching terms are cached: a query expands the same one several times."""
LIVE_STATISTICS = 50_000
"""Up to so many documents, the frequency of a term is counted without those that are deleted and not yet merged."""

Hit = tuple[float, DocAddress]


def total(result: SearchResult) -> int:
    """How many documents a search found in all."""
    return int(result.count or 0)  # type: ignore[attr-defined]  # tantivy's stubs leave it out


class NativeReader:
    """Searches one commit of a native index. Safe to use from several threads."""

    def __init__(self, index: Index, meta: Meta, key: str) -> None:
        self.schema: Schema = index.schema
        self.searcher: Searcher = index.searcher()
        self._meta, self._key = meta, key
        self.recounts = bool(meta.deleted) and meta.documents <= LIVE_STATISTICS
        self.is_exact = self.recounts or not meta.deleted
        """Whether frequencies are those of live documents."""
        self.frequency = lru_cache(maxsize=CACHE_SIZE)(self._frequency)
        self.fitting = lru_cache(maxsize=PATTERNS)(self._fitting)
        self._native_weight = lru_cache(maxsize=CACHE_SIZE)(self._weight)

    def _frequency(self, field: str, text: str) -> int:
        """How many documents hold a term; in a large index deleted ones count until they are merged."""
        if self.recounts:
            return self.count(term_query(self.schema, field, text))
        return self.searcher.doc_freq(field, text)

    def _fitting(self, field: str, glob: str) -> Sequence[str]:
        """The terms that fit a pattern, compared one by one."""
        found = self.searcher.terms_with_prefix(field, literal_prefix(glob), limit=None)
        return matching(glob, (text for text, _ in found))

    def _weight(self, field: str, text: str) -> float:
        """What tantivy multiplies f / (f + norm) by; 0 for a term that is not there."""
        holding, total = self.searcher.doc_freq(field, text), self._meta.documents
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5)) * (1 + K1) if holding else 0.0

    def count(self, query: Query) -> int:
        """How many documents match."""
        return total(self.searcher.search(query, 1))

    def best(self, query: Query, most: int) -> Sequence[Hit]:
        """The ``most`` documents that score highest, best first."""
        return self.searcher.search(query, max(1, most), count=False).hits

    def flat(self, terms: Iterable[Scored]) -> Query | None:
        """The sum of terms as one flat disjunction, which tantivy prunes by the best that is left of each block."""
        clauses = self._boosted(terms)
        return any_of(clauses) if clauses else None

    def forms(self, forms: Forms) -> Query | None:
        """The best of each kind of forms of a word, as :func:`index.engines.scoring.of_forms` counts them."""
        kinds = [_best_of(clauses, 0.0) for kind in forms if (clauses := self._boosted(kind))]
        return _best_of(kinds, OTHER_FORMS) if kinds else None

    def _boosted(self, terms: Iterable[Scored]) -> list[Query]:
        return [
            Query.boost_query(term_query(self.schema, field, text), boost / weight)
            for field, text, boost in terms
            if (weight := self._native_weight(field, text))
        ]

    def within(self, numbers: Iterable[int], query: Query) -> Query:
        """What ``query`` finds and scores in documents whose key is one of ``numbers``."""
        here = unscored(numbered(self.schema, self._key, numbers))
        return Query.boolean_query([(Occur.Must, here), (Occur.Must, query)])

    def values(self, name: str, addresses: Sequence[DocAddress]) -> Sequence[int]:
        """A column of numbers for some documents."""
        found = self.searcher.fast_field_values(name, list(addresses))
        return [int(number) for number in found if number is not None]


def _best_of(queries: list[Query], others: float) -> Query:
    """What scores the best of ``queries``, and a part of the others."""
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries, others)
