"""Inflection: the lemmas of a word, by the lexicon and by rules for what it does not join."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from index.french.folding import fold
from index.french.lexicon import Lexicon
from index.french.wordlists import word_list

SHORTEST_STEM = 3
"""What a general rule must leave: « lis » is no plural of « li », « été » no participle of « éter »."""
LONG_ENDING = 4
"""From this many letters on, an ending is telling enough for a stem of two: « actrice », « blanche »."""
LONGEST_ENDING = 7


def lemmas(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The lemmas of ``word`` (case-folded, accents as written); empty where neither lexicon nor rules know it.

    A word without accents that the dictionary lacks takes the lemmas of the accented forms it may stand for.
    """
    known = _known_lemmas(word, lexicon)
    if known:
        return known
    found = (lemma for form in lexicon.spellings(fold(word)) for lemma in _known_lemmas(form, lexicon))
    return tuple(dict.fromkeys(found))


def _known_lemmas(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    found = [lemma for lemma in (lexicon.lemma(word),) if lemma]
    if lexicon.is_lemma(word):
        found.append(word)
    for form in dict.fromkeys((word, *_singulars(word), *found)):
        found.extend(candidate for candidate in _candidates(form) if lexicon.is_lemma(candidate))
    return tuple(dict.fromkeys(found or _by_feminine(word, lexicon)))


def _by_feminine(word: str, lexicon: Lexicon) -> list[str]:
    """A masculine that the dictionary forgot, by the feminine it holds: « précieux » by « précieuse »."""
    feminines = (word + "e", word.removesuffix("eux") + "euse", word.removesuffix("er") + "ère")
    return [form for form in feminines if form != word and lexicon.is_lemma(form)]


def _singulars(word: str) -> tuple[str, ...]:
    return (word[:-1],) if word[-1:] == "s" and len(word) > SHORTEST_STEM else ()


def _candidates(word: str) -> Iterator[str]:
    """What ``word`` would be a form of, were each rule right; irregular forms also without their e."""
    for size in range(1, min(LONGEST_ENDING, len(word) - 2) + 1):
        if size < LONG_ENDING and len(word) - size < SHORTEST_STEM:
            break
        for ending in _rules("inflections").get(word[-size:], ()):
            yield word[:-size] + ending
    for form in dict.fromkeys((word, word.removesuffix("e"))):
        for size in range(2, len(form) + 1):
            for ending in _rules("irregular").get(form[-size:], ()):
                yield form[:-size] + ending


@cache
def _rules(name: str) -> dict[str, tuple[str, ...]]:
    rules: dict[str, tuple[str, ...]] = {}
    for old, new in word_list(name):
        rules[old] = (*rules.get(old, ()), new.replace("-", ""))
    return rules
