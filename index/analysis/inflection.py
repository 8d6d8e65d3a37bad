"""Inflection: the lemmas of a word, by a dictionary and by rules for what it does not join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from index.analysis.wordlists import word_list

SHORTEST_STEM = 3
"""What a general rule must leave: « lis » is no plural of « li », « été » no participle of « éter »."""
LONG_ENDING = 4
"""From this many letters on, an ending is telling enough for a stem of two: « actrice », « blanche »."""
TELLING = 3
"""Rules are found by so many last letters of a word."""

FEMININES = (("eux", "euse"), ("ier", "ière"))
"""How an adjective ends that the dictionary forgot, and its feminine that the dictionary holds."""


class Dictionary(Protocol):
    """What the rules ask of a dictionary. Words are case-folded, in NFC."""

    def lemma(self, form: str) -> str:
        """The lemma that the dictionary gives for ``form``, or an empty string where it has none."""

    def is_lemma(self, word: str) -> bool:
        """Whether ``word`` is the lemma of some form."""


def lemmas(word: str, dictionary: Dictionary) -> tuple[str, ...]:
    """The lemmas of ``word`` (case-folded, accents as written); empty where neither dictionary nor rules know it."""
    lemma = dictionary.lemma(word)
    found = [lemma] if lemma else []
    if dictionary.is_lemma(word):
        found.append(word)
    for form in _forms(word, found):
        found += filter(dictionary.is_lemma, _candidates(form))
    return tuple(dict.fromkeys(found or _by_feminine(word, dictionary)))


def possible_forms(lemma: str) -> Iterator[str]:
    """Words, but for an s at their end, that the rules take for forms of ``lemma`` where the dictionary lacks them."""
    for rule in _rules():
        if lemma.endswith(rule.new):
            yield lemma[: len(lemma) - len(rule.new)] + rule.ending
    for masculine, feminine in FEMININES:
        if lemma.endswith(feminine):
            yield lemma[: len(lemma) - len(feminine)] + masculine


def _forms(word: str, found: Sequence[str]) -> Iterable[str]:
    """What the rules look at: the word, without its s too, and what the dictionary gave for it."""
    singular = word[-1:] == "s" and len(word) > SHORTEST_STEM
    forms = (word, word[:-1]) if singular else (word,)
    return dict.fromkeys((*forms, *found)) if found else forms


def _by_feminine(word: str, dictionary: Dictionary) -> list[str]:
    """A masculine that the dictionary forgot, by the feminine it holds: « précieux » by « précieuse »."""
    pairs = (pair for pair in FEMININES if word.endswith(pair[0]) and len(word) >= len(pair[0]) + SHORTEST_STEM)
    return list(filter(dictionary.is_lemma, (word.removesuffix(old) + new for old, new in pairs)))


def _candidates(word: str) -> Sequence[str]:
    """What ``word`` would be a form of, were each rule right."""
    rules = _rules_by(word[-TELLING:])
    if not rules:
        return ()
    size = len(word)
    return [word[:-cut] + new for ending, new, cut, shortest in rules if size >= shortest and word.endswith(ending)]


class _Rule(NamedTuple):
    """A word of ``shortest`` letters or more that ends in ``ending`` may be a form of one that ends in ``new``."""

    ending: str
    new: str
    cut: int
    shortest: int


@lru_cache(maxsize=1 << 15)
def _rules_by(letters: str) -> tuple[_Rule, ...]:
    """The rules for words that end in ``letters``, or are no more than that: some of those for all but the first."""
    rules = _rules_by(letters[1:]) if letters else _rules()
    return tuple(rule for rule in rules if rule.ending.endswith(letters) or letters.endswith(rule.ending))


@cache
def _rules() -> tuple[_Rule, ...]:
    """Every rule: general ones by length, then irregular forms, and then those without their e."""
    general = (_general(old, new.replace("-", "")) for old, new in _by_length("inflections"))
    irregular = [_Rule(old, new, len(old), len(old)) for old, new in _by_length("irregular")]
    without_e = (_Rule(rule.ending + "e", rule.new, rule.cut + 1, rule.cut + 1) for rule in irregular)
    return (*general, *irregular, *without_e)


def _general(old: str, new: str) -> _Rule:
    stem = SHORTEST_STEM if len(old) < LONG_ENDING else SHORTEST_STEM - 1
    return _Rule(old, new, len(old), len(old) + stem)


def _by_length(name: str) -> list[tuple[str, ...]]:
    return sorted(word_list(name), key=lambda row: len(row[0]))
