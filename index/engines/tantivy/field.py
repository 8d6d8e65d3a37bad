"""A field: one of the inverted indexes, and the native queries for words and phrases in it.

Tantivy scores a term by BM25 with an idf of its own. A boost replaces that idf by the idf of the whole group, so that
a word scores what ``docs/ranking.md`` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from math import prod

from tantivy import DocAddress, Occur, Query

from index.analysis.reading import places
from index.analysis.written import beside, written
from index.engines.query import Form, Phrase, Term
from index.engines.scoring import K1, group_holding, idf, phrase_frequency
from index.engines.tantivy.side import Side

REMEMBERED = 1 << 15
"""Words whose terms are remembered while the index stands."""
REMEMBERED_QUERIES = 1 << 10
"""Words and phrases of questions whose native queries are."""
MOST_PHRASES = 12
"""So many choices of one form a slot are looked for one by one; more of them by a pattern a slot."""
MOST_READ = 2_000
"""So many texts are read at most to see whether words stand together in them."""


class Inverted:
    """A field of one of the native indexes, as it stood.

    ``text`` gives the text that a document's field was read from, where words have places in it: those that stand
    beside others are told apart then from those that stand in the row.
    """

    def __init__(self, side: Side, name: str, text: Callable[[DocAddress], str] | None = None) -> None:
        self.side, self.name, self._text = side, name, text
        self.terms = lru_cache(maxsize=REMEMBERED)(self._terms)
        self.phrase = lru_cache(maxsize=REMEMBERED_QUERIES)(self._phrase)
        self.scoring = lru_cache(maxsize=REMEMBERED_QUERIES)(self._scoring)

    def _terms(self, word: str) -> list[tuple[str, int]]:
        """What ``word`` stands as in this index, with the number of documents; nothing for a word it does not hold."""
        ways = (written(word), beside(word)) if self._text else (written(word),)
        counted = ((term, self.side.frequency(self.name, term)) for term in ways)
        return [(term, count) for term, count in counted if count]

    def term(self, term: str) -> Query:
        """The documents that hold ``term``, scored by how often."""
        return Query.term_query(self.side.schema, self.name, term, index_option="freq")

    def holding(self, forms: Iterable[Form]) -> Query:
        """The documents that hold any of ``forms``."""
        return any_of(self.term(term) for form in forms for term, _ in self.terms(form.word))

    def idf(self, forms: Iterable[Form]) -> float:
        """The idf of a group of forms among the texts of this field."""
        total = self.side.searcher.num_docs
        counts = ((form.weight, count) for form in forms for _, count in self.terms(form.word))
        return idf(group_holding(counts, total), total)

    def _scoring(self, term: Term, weight: float = 1.0, common: Inverted | None = None) -> Query:
        """A word by its forms: in each text its best one, with the idf of the whole group here or in ``common``."""
        group = weight * term.weight * (common or self).idf(term.forms) / (1 + K1)
        documents = self.side.meta.documents
        ways = [
            Query.boost_query(self.term(name), form.weight * group / idf(min(count, documents), documents))
            for form in term.forms
            for name, count in self.terms(form.word)
        ]
        return ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways)

    def _phrase(self, phrase: Phrase) -> Query:
        """The documents where the slots of ``phrase`` stand together."""
        if not phrase.slots:
            return Query.empty_query()
        if len(phrase.slots) == 1:
            return self.holding(phrase.slots[0])
        in_row = [self._in_row(slot) for slot in phrase.slots]
        if phrase.slop and not _simple_nearness(in_row):
            return self._read(phrase, Query.all_query())
        found = self._native(in_row, phrase.slop)
        held = dict.fromkeys(term for slot in phrase.slots for term in self._aside(slot))
        return any_of([found, self._read(phrase, any_of(map(self.term, held)))]) if held else found

    def _in_row(self, slot: Iterable[Form]) -> list[str]:
        held = ((written(form.word), term) for form in slot for term, _ in self.terms(form.word))
        return list(dict.fromkeys(term for in_row, term in held if term == in_row))

    def _aside(self, slot: Iterable[Form]) -> Iterator[str]:
        held = ((written(form.word), term) for form in slot for term, _ in self.terms(form.word))
        return (term for in_row, term in held if term != in_row)

    def _native(self, slots: Sequence[list[str]], slop: int) -> Query:
        """Two slots near each other are looked for in both orders: a native slop is counted from the order given."""
        if not all(slots):
            return Query.empty_query()
        orders = [slots, slots[::-1]] if slop else [slots]
        schema, name = self.side.schema, self.name
        if prod(map(len, slots)) <= MOST_PHRASES:
            return any_of(
                Query.phrase_query(schema, name, list(row), slop) for order in orders for row in product(*order)
            )
        return any_of(
            Query.regex_phrase_query(schema, name, ["|".join(slot) for slot in order], slop) for order in orders
        )

    def _read(self, phrase: Phrase, among: Query) -> Query:
        """Documents that hold a word of each slot, read one by one to see whether the words stand together."""
        slots = [(Occur.Must, self.holding(slot)) for slot in phrase.slots]
        candidates = Query.boolean_query([*slots, (Occur.Must, among)])
        if self._text is None:
            return Query.empty_query()
        hits = self.side.best(candidates, MOST_READ)
        return self.side.exactly([address for _, address in hits if stands(phrase, self._text(address))])


def stands(phrase: Phrase, text: str) -> bool:
    """Whether the slots of ``phrase`` stand together in ``text``, by the rules of reading."""
    row = places(text)
    wanted = [{form.word for form in slot} for slot in phrase.slots]
    where = [[place for place, forms in enumerate(row) if not words.isdisjoint(forms)] for words in wanted]
    return phrase_frequency(where, phrase.slop) > 0


def _simple_nearness(slots: Sequence[list[str]]) -> bool:
    """Whether a native slop means what ours does: two slots that have no word in common."""
    return len(slots) == 2 and not set(slots[0]) & set(slots[1])  # noqa: PLR2004


def any_of(queries: Iterable[Query]) -> Query:
    """The documents that match any of ``queries``, with the sum of their scores."""
    row = list(queries)
    return row[0] if len(row) == 1 else Query.boolean_query([(Occur.Should, query) for query in row])
