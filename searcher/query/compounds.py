"""Compounds: words with hyphens, words typed without a space, and two words that articles may write as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from index.analysis import compound_parts, is_statute, is_stop_word, term
from index.engines.protocol import Dictionary, Weighted
from index.engines.query import Field, Phrase, Term
from searcher.query.expansion import (
    Expander,
    Fields,
    Meaning,
    Tiers,
    any_of,
    folded_term,
    lemma_terms,
    merged,
    passage_lemmas,
)
from searcher.query.words import Unit

PAIR = 2
SHORTEST_INFLECTED = 3
MOST_COMBINATIONS = 32
"""Maximum number of combinations of singular and plural tried for the parts of a compound."""


class Compounds:
    """Expands units by what their words and parts stand for."""

    def __init__(self, dictionary: Dictionary, tiers: Tiers) -> None:
        self._dictionary = dictionary
        self._tiers = tiers
        self._expander = Expander(dictionary, tiers)
        self._joined: dict[str, Meaning | None] = {}

    def unit(self, unit: Unit, fields: Fields, family: Sequence[str] = ()) -> Meaning:
        """What a word or a compound stands for; ``family`` are further lemmas."""
        words = unit.slots[0] if len(unit.slots) == 1 else ((unit.joined,) if unit.joined else ())
        whole = [self._expander.word(word, unit, fields, family) for word in words]
        if len(unit.slots) == 1:
            return merged([*whole, *self._with_hyphens(whole, unit, fields)])
        whole += self._inflected(unit, fields)
        if self._is_held(whole):
            parts = self._parts([unit], self._tiers.part, fields)._replace(passage_terms=())
            if is_statute(unit.typed) and len(unit.slots) > PAIR:
                parts = parts._replace(held=whole[0].held)  # « L. 121-3 » is another article than « L. 121-3-1 »
        else:
            parts = self._parts([unit], self._tiers.lemma, fields)
        return merged([*whole, parts])

    def run(self, row: Sequence[Unit], fields: Fields) -> Meaning:
        """What units typed without a space stand for: all of them, one after the other."""
        return self._parts(row, self._tiers.lemma, fields)

    def joined(self, one: Unit, other: Unit) -> Meaning | None:
        """What two words stand for as one, where articles write them so: « week end », « weekend »."""
        parts = [slot[0] for unit in (one, other) for slot in unit.slots]
        word = "".join(parts)
        if len(parts) != PAIR or not word.isalpha():
            return None
        if word not in self._joined:
            is_held = self._dictionary.frequency(Field.WORDS, folded_term(word)) > 0
            self._joined[word] = self._as_one(word) if is_held else None
        return self._joined[word]

    def _as_one(self, word: str) -> Meaning:
        found = lemma_terms(word)
        nodes = [Term(Field.WORDS, folded_term(word)), *(Term(Field.LEMMAS, lemma) for lemma in found)]
        terms = [Weighted(Field.LEMMAS, lemma, self._tiers.lemma) for lemma in found]
        surface = Weighted(Field.WORDS, folded_term(word), self._tiers.surface)
        return Meaning(any_of(nodes), (*terms, surface), passage_lemmas(word))

    def _with_hyphens(self, whole: Sequence[Meaning], unit: Unit, fields: Fields) -> Iterator[Meaning]:
        """The parts of words that are compounds: « weekend » is « week-end », and « week end »."""
        for parts in filter(None, map(compound_parts, unit.slots[0])):
            apart = unit._replace(slots=tuple((part,) for part in parts))
            meaning = self._parts([apart], self._tiers.part, fields)
            yield meaning._replace(passage_terms=()) if self._is_held(whole) else meaning

    def _inflected(self, unit: Unit, fields: Fields) -> Iterator[Meaning]:
        """A compound as one word with its parts in another number, where articles hold it: « ponts-canaux »."""
        combinations = product(*(_numbers(slot[0]) for slot in unit.slots))
        for word in map("".join, islice(combinations, 1, MOST_COMBINATIONS)):
            text = term(word)
            if fields.exact and self._dictionary.frequency(fields.exact, text):
                weighted = Weighted(Field.EXACT, text, self._tiers.surface)
                yield Meaning(Term(fields.exact, text), (weighted,), passage_lemmas(word))

    def _is_held(self, whole: Sequence[Meaning]) -> bool:
        """Whether articles hold a compound as one word; where none does, its parts count in full."""
        terms = (term for meaning in whole for term in meaning.terms)
        return any(self._dictionary.frequency(term.field, term.text) for term in terms)

    def _parts(self, row: Sequence[Unit], weight: float, fields: Fields) -> Meaning:
        slots = tuple(tuple(self._slot(slot, fields)) for unit in row for slot in unit.slots)
        words = [word for unit in row for slot in unit.slots for word in slot if not is_stop_word(word)]
        found = dict.fromkeys(lemma for word in words for lemma in self._expander.lemmas(word))
        terms = [Weighted(Field.LEMMAS, lemma, weight) for lemma in found]
        shown = dict.fromkeys(lemma for word in words for lemma in passage_lemmas(word))
        return Meaning(Phrase(fields.words, slots), tuple(terms), tuple(shown))

    def _slot(self, slot: Sequence[str], fields: Fields) -> dict[str, None]:
        """The words that may occur at a position: those typed, and in another number those that articles hold."""
        typed = dict.fromkeys(map(folded_term, slot))
        others = (folded_term(other) for word in slot for other in _numbers(word))
        return {**typed, **{other: None for other in others if self._dictionary.frequency(fields.words, other)}}


def _numbers(word: str) -> list[str]:
    """A word as typed, then what it may be in the singular or plural."""
    if len(word) < SHORTEST_INFLECTED or not word.isalpha() or is_stop_word(word):
        return [word]
    if word.endswith("aux"):
        return [word, word[:-1], f"{word[:-3]}al"]
    if word.endswith(("s", "x")):
        return [word, word[:-1]]
    others = [f"{word}s"]
    if word.endswith("al"):
        others.append(f"{word[:-2]}aux")
    if word.endswith(("au", "eu", "ou")):
        others.append(f"{word}x")
    return [word, *others]
