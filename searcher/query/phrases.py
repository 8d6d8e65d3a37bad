"""Phrases and patterns: what is in quotes, is written as it is, or has stars → query nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, product
from typing import NamedTuple

from index.analysis import fold, is_exact_term, is_stop_word, term
from index.engines.query import EVERYTHING, NOTHING, All, Field, Node, Pattern, Phrase, Term, Verified
from searcher.query.expansion import TEXT, TITLE, Fields, any_of, folded_term, in_parts
from searcher.query.lookup import Lookup, bare
from searcher.query.words import Unit, units


class Place(NamedTuple):
    """The words that may occur at one place of a phrase; with ``is_prefix``, those that begin like them."""

    words: tuple[str, ...]
    is_prefix: bool = False


Way = tuple[Place, ...]
"""The places of a phrase, one after the other."""
MOST_WAYS = 64
"""A phrase with several compounds is looked for in so many ways."""
MOST_WAY_WORDS = 1_024
"""Maximum number of words in all these alternatives together."""
MOST_NEAR = 16
"""Maximum number of words of a near phrase: the ways to place them grow with their number."""
Slots = tuple[tuple[str, ...], ...]
"""For each place of a phrase, the terms that may occur there."""


class Phrases:
    """Builds the nodes of expressions. Beginnings of words are looked up in a dictionary.

    ``is_cut``: one of them asked for more than it may.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self.is_cut = False

    def quoted(self, row: Sequence[Unit], slop: int, fields: Fields) -> Node:
        """Words in this order, accents aside; with ``slop``, near each other in any order."""
        if not row:
            return NOTHING
        if slop:
            return any_of(self._near(way, slop, fields) for way in _ways(row))
        return any_of(self._sequence(way, fields) for way in self._split(_ways(row), fields))

    def as_written(self, row: Sequence[Unit], fields: Fields) -> Node:
        """Words in this order, letters and accents as written."""
        ways: Iterable[Way] = _ways(row) if row else ()
        if len(row) > 1:  # a compound is an exact word by itself
            ways = self._split(ways, fields, exact=True)
        return any_of(_as_written(self._exact(way), fields) for way in ways)

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

    def _sequence(self, way: Way, fields: Fields) -> Node:
        return Phrase(fields.words, self._folded(way, fields)) if len(way) > 1 else self._single(way[0], fields)

    def _single(self, place: Place, fields: Fields) -> Node:
        words, is_prefix = place
        return any_of(self.pattern(f"{word}*", fields) for word in words) if is_prefix else _one(words, fields)

    def _near(self, way: Way, slop: int, fields: Fields) -> Node:
        """Words near each other; those that are in a compound only have the place of its first part."""
        if len(way) == 1:
            return self._single(way[0], fields)
        self.is_cut |= len(way) > MOST_NEAR
        folded = self._folded(way[:MOST_NEAR], fields)
        every = All(tuple(self._somewhere(slot, fields) for slot in folded))
        return Verified(every, folded, slop) if fields == TEXT else every

    def _somewhere(self, slot: Sequence[str], fields: Fields) -> Node:
        """Articles that hold a word of ``slot`` anywhere, or in a compound."""
        compounds = [parts for word in slot for parts in self._splits(word, fields)]
        held = [Term(fields.words, text) for text in slot]
        return any_of([*held, *(in_parts(parts, fields) for parts in compounds)])

    def _split(self, ways: Iterable[Way], fields: Fields, *, exact: bool = False) -> Iterator[Way]:
        """The same ways and, for a word that articles hold as a compound, those by its parts: « grand-mère »."""
        for way in ways:
            choices = [[(place,), *self._parts(place, fields, exact=exact)] for place in way]
            # A word at a time first, for a long phrase has more ways than are tried.
            single = ((*way[:n], *parts, *way[n + 1 :]) for n, row in enumerate(choices) for parts in row[1:])
            several = (tuple(chain.from_iterable(chosen)) for chosen in product(*choices))
            yield way
            yield from islice(chain(single, several), min(MOST_WAYS, MOST_WAY_WORDS // len(way)))

    def _parts(self, place: Place, fields: Fields, *, exact: bool) -> Iterator[Way]:
        for word in () if place.is_prefix else place.words:
            for parts in self._splits(word, fields):
                if not exact or "".join(parts) == word:
                    yield tuple(Place((part,)) for part in parts)

    def _splits(self, word: str, fields: Fields) -> Sequence[tuple[str, ...]]:
        return self._lookup.splits(word) if fields in (TEXT, TITLE) else ()

    def _folded(self, way: Way, fields: Fields) -> Slots:
        """The folded terms that may occur at each place, those that begin so where a star follows."""
        return tuple(self._terms(tuple(map(fold, words)), fields.words, is_prefix=star) for words, star in way)

    def _exact(self, way: Way) -> Slots:
        """The words as written that may occur at each place."""
        return tuple(self._terms(words, Field.EXACT, is_prefix=is_prefix) for words, is_prefix in way)

    def _terms(self, words: Sequence[str], field: Field, *, is_prefix: bool) -> tuple[str, ...]:
        found = [text for word in words for text in self._lookup.beginning(field, word)] if is_prefix else []
        return tuple(dict.fromkeys(found or map(term, words)))


def _ways(row: Sequence[Unit]) -> list[Way]:
    """The places of a phrase: compounds in parts or, where there are any, as one word."""
    if not any(unit.joined for unit in row):
        return [_places(row)]
    whole = [unit._replace(slots=((unit.joined,),)) if unit.joined else unit for unit in row]
    return [_places(row), _places(whole)]


def _places(row: Sequence[Unit]) -> Way:
    """The places of units, each compound in parts; a star belongs to the last of these."""
    numbered = [(slot, unit, number) for unit in row for number, slot in enumerate(unit.slots, start=1)]
    return tuple(Place(slot, unit.is_prefix and number == len(unit.slots)) for slot, unit, number in numbered)


def _one(slot: Sequence[str], fields: Fields) -> Node:
    """A single word in quotes; the parts of a compound as one word are in the field of exact words only."""
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
    """A word as written; stop words that no accent tells from others are among folded words only."""
    return Term(Field.EXACT, term(word)) if is_exact_term(word) else Term(Field.WORDS, folded_term(word))
