"""Inflection: the lemmas of a word, by a dictionary and by rules for what it does not join.

The dictionary gives one lemma a form. The rules add those that it leaves out: « donne » is a form of « donner » too,
« courant » of « courir », « grise » of « gris ». A candidate counts only where the dictionary knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from index.analysis.wordlists import word_list, word_set

SHORTEST_UNKNOWN = 8
"""A word that the dictionary lacks is no feminine where it has fewer letters: short ones are names as a rule."""
SHORTEST_STEM = 3
"""What a rule for nouns must leave: « lis » is no plural of « li », « pie » no feminine of « pi »."""
SHORTEST_VERB = 3
"""The letters of a form of a verb, at least: « lie » of « lier ». Verbs are told by forms of their own."""
LONG_ENDING = 4
"""From this many letters on, an ending is telling enough for a stem of two: « actrice », « blanche »."""
TELLING = 3
"""Rules are found by so many last letters of a word."""
UNSURE = "?"
"""Marks an ending of words that are no feminine where the dictionary gives them a plural of their own."""

FEMININES = (("eux", "euse"), ("ier", "ière"))
"""How an adjective ends that the dictionary forgot, and its feminine that the dictionary holds."""


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
    names = _names(given, forms, dictionary, is_verb=bool(verbs) or dictionary.is_verb(given))
    return tuple(dict.fromkeys([*found, *names, *verbs] or _by_feminine(word, dictionary)))


def possible_forms(lemma: str) -> Iterator[str]:
    """Words, but for an s at their end, that the rules take for forms of ``lemma`` where the dictionary lacks them."""
    endings = _endings()
    for start in range(max(0, len(lemma) - max(map(len, endings))), len(lemma) + 1):
        for ending in endings.get(lemma[start:], ()):
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


@cache
def _endings() -> Mapping[str, Sequence[str]]:
    """What forms end in, by the endings of their lemmas."""
    endings = dict[str, list[str]]()
    for rule in (rule for rules in _RULES.values() for rule in rules()):
        endings.setdefault(rule.new, []).append(rule.ending)
    return endings


def _may_be_plural(word: str) -> bool:
    """Whether an s at the end of ``word`` may be that of a plural: neither in « miss » nor in « grès »."""
    return len(word) > SHORTEST_STEM and word[-1] == "s" and word[-2] not in "sè"


def _names(given: str, forms: Sequence[str], dictionary: Dictionary, *, is_verb: bool) -> Iterator[str]:
    """The nouns and adjectives that a word is a form of, besides what the dictionary gives.

    Where that is a noun, only its own masculine is looked for: « terreuse » is of « terreux », and not of « terreur ».
    """
    for form in (*forms, given):
        lemma = pairs().get(form)
        if lemma and (form == forms[0] or not dictionary.is_verb(lemma)):
            yield lemma
    for form in (given,) if given and given != forms[0] and dictionary.is_name(given) else forms:
        for candidate, is_sure in _candidates(form, "names"):
            if not dictionary.is_name(candidate) or is_invariable(candidate):
                continue
            if form[-1] == "e" and not given and len(form) < SHORTEST_UNKNOWN:
                continue  # « Lienne » is a river
            if form[-1] != "e" or _is_feminine(form, candidate, dictionary, is_verb=is_verb, is_sure=is_sure):
                yield candidate


def _is_feminine(form: str, masculine: str, dictionary: Dictionary, *, is_verb: bool, is_sure: bool) -> bool:
    """Whether the plural that the dictionary gives ``form`` lets it be a feminine of ``masculine``."""
    plural = dictionary.lemma(f"{form}s")
    return plural == masculine or not (is_verb or (plural == form and not is_sure))


def _verbs(word: str, forms: Iterable[str], dictionary: Dictionary) -> list[str]:
    """The verbs that a word may be a form of, by its ending."""
    found = [*_candidates(word, "presents")]
    for form in forms:
        if not _is_noun_alone(form, dictionary):
            found += _candidates(form, "participles")
    return [verb for verb, _ in found if dictionary.is_verb(verb)]


def _is_noun_alone(form: str, dictionary: Dictionary) -> bool:
    """Whether a word that ends as a participle has no feminine: « marché », « gravité »."""
    return form[-1:] == "é" and dictionary.lemma(form) == form and not dictionary.lemma(f"{form}e")


def _by_feminine(word: str, dictionary: Dictionary) -> list[str]:
    """A masculine that the dictionary forgot, by the feminine it holds: « précieux » by « précieuse »."""
    ends = (pair for pair in FEMININES if word.endswith(pair[0]) and len(word) >= len(pair[0]) + SHORTEST_STEM)
    return list(filter(dictionary.is_lemma, (word.removesuffix(old) + new for old, new in ends)))


class _Rule(NamedTuple):
    """A word of ``shortest`` letters or more that ends in ``ending`` may be a form of one that ends in ``new``."""

    ending: str
    new: str
    shortest: int
    is_sure: bool = True


def _candidates(word: str, kind: str) -> Sequence[tuple[str, bool]]:
    """What ``word`` would be a form of, were each rule of a kind right, and whether the rule is sure."""
    rules = _rules_by(kind, word[-TELLING:])
    if not rules:
        return ()
    size = len(word)
    return [
        (word[: size - len(ending)] + new, is_sure)
        for ending, new, shortest, is_sure in rules
        if size >= shortest and word.endswith(ending)
    ]


@lru_cache(maxsize=1 << 16)
def _rules_by(kind: str, letters: str) -> Sequence[_Rule]:
    """The rules for words that end in ``letters``, or are no more than that: some of those for all but the first."""
    rules = _rules_by(kind, letters[1:]) if letters else _RULES[kind]()
    return tuple(rule for rule in rules if rule.ending.endswith(letters) or letters.endswith(rule.ending))


@cache
def _name_rules() -> Sequence[_Rule]:
    """The rules for nouns and adjectives."""
    rows = _by_length("inflections")
    return tuple(_name_rule(row[0], row[1].replace("-", ""), is_sure=UNSURE not in row) for row in rows)


@cache
def _participle_rules() -> Sequence[_Rule]:
    """The rules for participles: regular ones by length, then irregular ones, and then those with an e."""
    regular = (_verb_rule(old, new) for old, new in _by_length("participles"))
    irregular = [_Rule(old, new, len(old)) for old, new in _by_length("irregular")]
    return (*regular, *irregular, *(_Rule(f"{old}e", new, length + 1) for old, new, length, _ in irregular))


@cache
def _present_rules() -> Sequence[_Rule]:
    return tuple(_verb_rule(old, new) for old, new in _by_length("presents"))


_RULES = {"names": _name_rules, "participles": _participle_rules, "presents": _present_rules}
"""The rules of each kind."""


def _name_rule(old: str, new: str, *, is_sure: bool) -> _Rule:
    stem = SHORTEST_STEM if len(old) < LONG_ENDING else SHORTEST_STEM - 1
    return _Rule(old, new, len(old) + stem, is_sure)


def _verb_rule(old: str, new: str) -> _Rule:
    return _Rule(old, new, max(SHORTEST_VERB, len(old) + 1))


def _by_length(name: str) -> list[tuple[str, ...]]:
    return sorted(word_list(name), key=lambda row: len(row[0]))
