"""Phrases and patterns: what stands in quotes, is written as it is, or has stars → query nodes."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis import fold, is_exact_term, is_stop_word, term
from index.engines.query import EVERYTHING, NOTHING, All, Field, Node, Pattern, Phrase, Term, Verified
from searcher.query.expansion import TEXT, TITLE, Fields, any_of, folded_term
from searcher.query.lookup import Lookup, bare
from searcher.query.words import Unit, units

Slots = tuple[tuple[str, ...], ...]
"""For each position of a phrase, the words that may stand there."""


class Phrases:
    """Builds the nodes of expressions. Beginnings of words are looked up in a dictionary."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def quoted(self, row: Sequence[Unit], slop: int, fields: Fields) -> Node:
        """Words in this order, accents aside; with ``slop``, near each other in any order."""
        if not row:
            return NOTHING
        is_prefix = row[-1].is_prefix
        return any_of(self._sequence(way, slop, fields, is_prefix=is_prefix) for way in _ways(row))

    def as_written(self, row: Sequence[Unit], fields: Fields) -> Node:
        """Words in this order, letters and accents as written."""
        return any_of(_as_written(way, fields) for way in _ways(row)) if row else NOTHING

    def pattern(self, typed: str, fields: Fields) -> Node:
        """Words that fit a pattern; a compound with a star at its end is found in parts as well."""
        glob = bare(typed)
        if not glob.strip("*"):
            return EVERYTHING if glob else NOTHING
        node = Pattern(fields.words, glob)
        parts = [unit for unit in units(typed) if not unit.is_stop_word]
        if len(parts) == 1 and len(parts[0].slots) > 1 and glob.find("*") == len(glob) - 1 and "?" not in glob:
            return any_of((node, Phrase(fields.words, self._folded(_slots(parts), fields, is_prefix=True))))
        return node

    def _sequence(self, way: Slots, slop: int, fields: Fields, *, is_prefix: bool) -> Node:
        if len(way) == 1:
            return self.pattern(f"{way[0][0]}*", fields) if is_prefix else _one(way[0], fields)
        folded = self._folded(way, fields, is_prefix=is_prefix)
        if slop:
            every = All(tuple(any_of(Term(fields.words, text) for text in slot) for slot in folded))
            return Verified(every, folded, slop) if fields == TEXT else every
        return Phrase(fields.words, folded)

    def _folded(self, way: Slots, fields: Fields, *, is_prefix: bool) -> Slots:
        """The slots as folded terms; the last one is a beginning where a star follows it."""
        slots = tuple(tuple(dict.fromkeys(map(folded_term, slot))) for slot in way)
        if not is_prefix:
            return slots
        found = dict.fromkeys(text for word in way[-1] for text in self._lookup.beginning(fields.words, fold(word)))
        return (*slots[:-1], tuple(found) or slots[-1])


def _ways(row: Sequence[Unit]) -> list[Slots]:
    """The positions of a phrase: compounds in parts or, where there are any, as one word."""
    if not any(unit.joined for unit in row):
        return [_slots(row)]
    return [_slots(row), tuple(slot for unit in row for slot in (((unit.joined,),) if unit.joined else unit.slots))]


def _slots(row: Sequence[Unit]) -> Slots:
    return tuple(slot for unit in row for slot in unit.slots)


def _one(slot: Sequence[str], fields: Fields) -> Node:
    """A single word in quotes; the parts of a compound as one word stand in the field of exact words only."""
    nodes: list[Node] = [Term(fields.words, folded_term(word)) for word in slot]
    if fields.exact:
        nodes += [Term(fields.exact, term(word)) for word in slot if not is_stop_word(word)]
    return any_of(nodes)


def _as_written(way: Slots, fields: Fields) -> Node:
    """Words as written. In titles, exact words are told from others with the help of the whole article."""
    exact = [any_of(map(_exactly, slot)) for slot in way]
    if fields == TEXT and len(way) == 1:
        return exact[0]
    folded = tuple(tuple(map(folded_term, slot)) for slot in way)
    phrase = Phrase(fields.words, folded) if len(way) > 1 else any_of(Term(fields.words, text) for text in folded[0])
    if fields == TEXT:
        return Verified(All((phrase, *exact)), way, exact=True)
    return All((phrase, *exact)) if fields == TITLE else phrase


def _exactly(word: str) -> Node:
    """A word as written; stop words that no accent tells from others stand among folded words only."""
    return Term(Field.EXACT, term(word)) if is_exact_term(word) else Term(Field.WORDS, folded_term(word))
