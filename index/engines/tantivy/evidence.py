"""Evidence: the native queries that score a question in passages, titles, leads and whole articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from tantivy import Occur, Query

from index.engines.protocol import Search
from index.engines.query import All, Any, Node, Phrase
from index.engines.scoring import telling
from index.engines.tantivy.matching import Matching
from index.engines.tantivy.snapshot import Snapshot

Clause = tuple[Occur, Query]


class Evidence:
    """The scoring queries of one search."""

    def __init__(self, search: Search, matching: Matching, snapshot: Snapshot) -> None:
        self._search = search
        self._matching, self._snapshot = matching, snapshot

    @cached_property
    def passages(self) -> Query:
        """The passages that match, scored by their words and by neighbours of the question that they hold."""
        search, text = self._search, self._snapshot.text
        scored = [text.scoring(term) for term in search.terms]
        words = self._demanded(scored) or [
            (Occur.Must, Query.const_score_query(self._matching.passages(search.match), 0.0)),
            *should(scored),
        ]
        return Query.boolean_query([*words, *should(self._pair(pair) for pair in search.pairs)])

    def _demanded(self, queries: Sequence[Query]) -> Sequence[Clause]:
        """Where what matches is just the words that score, by ``queries``, one look does both; empty elsewhere."""
        match = self._search.match
        nodes: Sequence[Node] = match.nodes if isinstance(match, (All, Any)) else (match,)
        if not nodes or tuple(nodes) != self._search.terms:
            return ()
        if isinstance(match, Any):
            return [(Occur.Must, Query.boolean_query(should(queries)))]
        return [(Occur.Must, query) for query in queries]

    def _pair(self, pair: Phrase) -> Query:
        """Neighbours: the idf of both sides wherever they stand together, however often."""
        text = self._snapshot.text
        score = self._search.weights.near * pair.weight * sum(text.idf(slot) for slot in pair.slots)
        return Query.const_score_query(text.phrase(pair), score)

    @cached_property
    def articles(self) -> Query:
        """Articles that may match, scored by all that is known of them as articles."""
        parts, terms = self.parts, self._search.terms
        whole = [self._snapshot.whole.scoring(term, self._search.weights.whole) for term in terms]
        matched = self._demanded(whole) if all(telling(term) == term for term in terms) else ()
        if not matched:
            may_match = Query.const_score_query(self._matching.articles(self._search.match), 0.0)
            matched = [(Occur.Must, may_match), *should([parts["whole"]])]
        return Query.boolean_query([*matched, *should([parts["lead"], parts["title"]])])

    @cached_property
    def parts(self) -> Mapping[str, Query]:
        """What scores articles, each kind of evidence alone."""
        terms, weights, fields = self._search.terms, self._search.weights, self._snapshot
        counted = [term for term in map(telling, terms) if term.forms]
        parts = {
            "whole": (fields.whole.scoring(term, weights.whole) for term in counted),
            "lead": (fields.lead.scoring(term, weights.lead, fields.whole) for term in counted),
            "title": (fields.title.scoring(term, weights.title) for term in terms),
        }
        return {name: Query.boolean_query(should(part)) for name, part in parts.items()}


def should(queries: Iterable[Query]) -> list[Clause]:
    """Clauses that add to the score and need not match."""
    return [(Occur.Should, query) for query in queries]
