"""Phrases and patterns: what stands in quotes, is written as it is, or has stars → query nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.analysis import fold, is_exact_term, is_stop_word, term
from index.engines.query import EVERYTHING, NOTHING, All, Field, Node, Pattern, Phrase, Term, Verified
from searcher.query.expansion import TEXT, TITLE, Fields, any_of, folded_term
from searcher.query.lookup import Lookup, bare
from searcher.query.words import Unit, units


class Place(NamedTuple):
    """The words that may stand at one place of a phrase; with ``is_prefix``, those that begin like them."""

    words: tuple[str, ...]
    is_prefix: bool = False


Slots = tuple[tuple[str, ...], ...]
"""For each place of a phrase, the terms that may stand there."""


class Phrases:
    """Builds the nodes of expressions. Beginnings of words are looked up in a dictionary."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def quoted(self, row: Sequence[Unit], slop: int, fields: Fields) -> Node:
        """Words in this order, accents aside; with ``slop``, near each other in any order."""
        if not row:
            return NOTHING
        return any_of(self._sequence(way, slop, fields) for way in _ways(row))

    def as_written(self, row: Sequence[Unit], fields: Fields) -> Node:
        """Words in this order, letters and accents as written."""
        return any_of(_as_written(self._exact(way), fields) for way in _ways(row)) if row else NOTHING

    def pattern(self, typed: str, fields: Fields) -> Node:
        """Words that fit a pattern; a compound with a star at its end is found in parts as well."""
        glob = bare(typed)
        if not glob.strip("*"):
            return EVERYTHING if glob else NOTHING
        nodes: list[Node] = [Pattern(fields.words, way) for way in dict.fromkeys((glob, glob.replace("'", "")))]
        row = [unit for unit in units(typed) if not unit.is_stop_word]
        places = _places(row)
        if len(places) > 1 and places[-1].is_prefix and glob.find("*") == len(glob) - 1 and "?" not in glob:
            nodes.append(Phrase(fields.words, self._folded(places, fields)))
        return any_of(nodes)

    def _sequence(self, way: Sequence[Place], slop: int, fields: Fields) -> Node:
        if len(way) == 1:
            words, is_prefix = way[0]
            return any_of(self.pattern(f"{word}*", fields) for word in words) if is_prefix else _one(words, fields)
        folded = self._folded(way, fields)
        if slop:
            every = All(tuple(any_of(Term(fields.words, text) for text in slot) for slot in folded))
            return Verified(every, folded, slop) if fields == TEXT else every
        return Phrase(fields.words, folded)

    def _folded(self, way: Sequence[Place], fields: Fields) -> Slots:
        """The folded terms that may stand at each place, those that begin so where a star follows."""
        return tuple(self._terms(tuple(map(fold, words)), fields.words, is_prefix=star) for words, star in way)

    def _exact(self, way: Sequence[Place]) -> Slots:
        """The words as written that may stand at each place."""
        return tuple(self._terms(words, Field.EXACT, is_prefix=is_prefix) for words, is_prefix in way)

    def _terms(self, words: Sequence[str], field: Field, *, is_prefix: bool) -> tuple[str, ...]:
        found = [text for word in words for text in self._lookup.beginning(field, word)] if is_prefix else []
        return tuple(dict.fromkeys(found or map(term, words)))


def _ways(row: Sequence[Unit]) -> list[Sequence[Place]]:
    """The places of a phrase: compounds in parts or, where there are any, as one word."""
    if not any(unit.joined for unit in row):
        return [_places(row)]
    whole = [unit._replace(slots=((unit.joined,),)) if unit.joined else unit for unit in row]
    return [_places(row), _places(whole)]


def _places(row: Sequence[Unit]) -> Sequence[Place]:
    """The places of units, each compound in parts; a star belongs to the last of these."""
    numbered = [(slot, unit, number) for unit in row for number, slot in enumerate(unit.slots, start=1)]
    return [Place(slot, unit.is_prefix and number == len(unit.slots)) for slot, unit, number in numbered]


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
