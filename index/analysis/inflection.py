"""Inflection: the lemmas of a word, by a dictionary and by rules for what it does not join.

The dictionary gives one lemma a form. The rules add those that it leaves out: « donne » is a form of « donner » too,
« courant » of « courir », « grise » of « gris ». A candidate counts only where the dictionary knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Protocol

from index.analysis.endings import SHORTEST_STEM, candidates, endings
from index.analysis.wordlists import is_stop_word, word_list, word_set

SHORTEST_UNKNOWN = 8
"""A word that the dictionary lacks is no feminine where it has fewer letters: short ones are names as a rule."""
FEMININES = (("eux", "euse"), ("ier", "ière"))
"""How an adjective ends that the dictionary forgot, and its feminine that the dictionary holds."""
PERSONS = ("e", "es", "ons", "ez", "ent", "ais", "ait", "ions", "iez", "aient")
"""What forms of a verb end in that have the stem of its present participle: « ouvrent » and « ouvrant »."""


class Dictionary(Protocol):
    """What the rules ask of a dictionary. Words are case-folded, in NFC."""

    def lemma(self, form: str) -> str:
        """The lemma that the dictionary gives for ``form``, or an empty string where it has none."""

    def is_lemma(self, word: str) -> bool:
        """Whether ``word`` is the lemma of some form."""

    def is_verb(self, word: str) -> bool:
        """Whether ``word`` is a verb by forms that nothing but a verb has."""

    def is_name(self, word: str) -> bool:
        """Whether ``word`` is a lemma and more than a verb: « boucher », but not « manier »."""


def lemmas(word: str, dictionary: Dictionary) -> tuple[str, ...]:
    """The lemmas of ``word`` (case-folded, accents as written); empty where neither dictionary nor rules know it."""
    if is_invariable(word):
        return (word,)
    given = dictionary.lemma(word)
    found = [given] if given else []
    if dictionary.is_lemma(word):
        found.append(word)
    forms = (word, word[:-1]) if _may_be_plural(word) else (word,)
    verbs = _verbs(word, forms, dictionary)
    is_verb = bool(given) and dictionary.is_verb(given)
    if (is_verb and given not in verbs) or (given != word and given.endswith("s")):
        found += _of_singular(forms, dictionary)
    found += _names(given, forms, dictionary, is_verb=is_verb or bool(verbs))
    others = _other_verbs(word, dictionary) if is_verb else ()
    return tuple(dict.fromkeys([*found, *verbs, *others] or _by_feminine(word, dictionary)))


def possible_forms(lemma: str) -> Iterator[str]:
    """Words, but for an s at their end, that the rules take for forms of ``lemma`` where the dictionary lacks them."""
    by_ending = endings()
    for start in range(max(0, len(lemma) - max(map(len, by_ending))), len(lemma) + 1):
        for ending in by_ending.get(lemma[start:], ()):
            yield lemma[:start] + ending
    yield from _forms_of_pairs().get(lemma, ())
    for masculine, feminine in FEMININES:
        if lemma.endswith(feminine):
            yield lemma[: len(lemma) - len(feminine)] + masculine


def is_invariable(word: str) -> bool:
    """Whether a word has no other form than itself."""
    return word in word_set("invariable")


@cache
def pairs() -> Mapping[str, str]:
    """Words that no ending tells of, each with a lemma that it has."""
    return {row[0]: row[1] for row in word_list("pairs")}


@cache
def _forms_of_pairs() -> Mapping[str, Sequence[str]]:
    forms = dict[str, list[str]]()
    for form, lemma in pairs().items():
        forms.setdefault(lemma, []).append(form)
    return forms


def _may_be_plural(word: str) -> bool:
    """Whether an s at the end of ``word`` may be that of a plural: neither in « miss » nor in « grès »."""
    return len(word) > SHORTEST_STEM and word[-1] == "s" and word[-2] not in "sè"


def _names(given: str, forms: Sequence[str], dictionary: Dictionary, *, is_verb: bool) -> Iterator[str]:
    """The nouns and adjectives that a word is a form of, besides what the dictionary gives. Stop words are none."""
    for form in (*forms, given):
        lemma = pairs().get(form)
        if lemma and (form == forms[0] or not dictionary.is_verb(lemma)):
            yield lemma
    for form in _declined(given, forms, dictionary):
        if form[-1] == "e" and not given and len(form) < SHORTEST_UNKNOWN:
            continue  # « Lienne » is a river
        for candidate, is_sure in candidates(form, "names"):
            if not dictionary.is_name(candidate) or is_invariable(candidate) or is_stop_word(candidate):
                continue
            if form[-1] != "e" or _is_feminine(form, candidate, dictionary, is_verb=is_verb, is_sure=is_sure):
                yield candidate


def _declined(given: str, forms: Sequence[str], dictionary: Dictionary) -> Sequence[str]:
    """The forms whose endings are looked at; where the dictionary gives a noun, its ending alone is, for a masculine.

    « terreuse » is of « terreux », and not of « terreur »; « fraîche » is of « frais », and not of « frai ».
    """
    if not given or given == forms[0] or not dictionary.is_name(given):
        return forms
    return (given,) if given.endswith("e") else ()


def _is_feminine(form: str, masculine: str, dictionary: Dictionary, *, is_verb: bool, is_sure: bool) -> bool:
    """Whether the plural that the dictionary gives ``form`` lets it be a feminine of ``masculine``."""
    plural = dictionary.lemma(f"{form}s")
    return plural == masculine or not (is_verb or (plural == form and not is_sure))


def _verbs(word: str, forms: Iterable[str], dictionary: Dictionary) -> list[str]:
    """The verbs that a word may be a form of, by its ending."""
    found = [*candidates(word, "presents")]
    for form in forms:
        if not _is_noun_alone(form, dictionary):
            found += candidates(form, "participles")
    return [verb for verb, _ in found if dictionary.is_verb(verb)]


def _is_noun_alone(form: str, dictionary: Dictionary) -> bool:
    """Whether a word that ends as a participle lacks the other gender: « marché », « gravité », « durée »."""
    if not form.endswith(("é", "ée")) or dictionary.lemma(form) != form:
        return False
    return not dictionary.lemma(f"{form}e" if form.endswith("é") else f"{form[:-1]}s")


def _of_singular(forms: Sequence[str], dictionary: Dictionary) -> list[str]:
    """What the singular of a word is a form of.

    It is asked where the dictionary takes the plural for a verb's, though for no participle (« égales »), or for one of
    a plural (« certaines » of « certains »).
    """
    owners = ((singular, dictionary.lemma(singular)) for singular in forms[1:])
    return [own for singular, own in owners if own != singular and dictionary.is_name(own)]


def _other_verbs(word: str, dictionary: Dictionary) -> Iterator[str]:
    """The verbs that share a form which the dictionary gives to one: « ouvrent » is of « ouvrer », and of « ouvrir ».

    What it takes for a noun's is hardly ever a verb's (« salons » of « saler »), nor is « convient » of « convier ».
    """
    stems = (word.removesuffix(ending) for ending in PERSONS if word.endswith(ending))
    found = (verb for stem in stems if stem[-1:] != "i" for verb, _ in candidates(f"{stem}ant", "presents"))
    yield from filter(dictionary.is_verb, found)


def _by_feminine(word: str, dictionary: Dictionary) -> list[str]:
    """A masculine that the dictionary forgot, by the feminine it holds: « précieux » by « précieuse »."""
    ends = (pair for pair in FEMININES if word.endswith(pair[0]) and len(word) >= len(pair[0]) + SHORTEST_STEM)
    return list(filter(dictionary.is_lemma, (word.removesuffix(old) + new for old, new in ends)))
