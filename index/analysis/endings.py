"""Endings: what a word would be a form of, by how it ends. Whether there is such a word, a dictionary tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from index.analysis.wordlists import word_list

SHORTEST_STEM = 3
"""What a rule for nouns must leave: « lis » is no plural of « li », « pie » no feminine of « pi »."""
SHORTEST_VERB = 3
"""The letters of a form of a verb, at least: « lie » of « lier ». Verbs are told by forms of their own."""
LONG_ENDING = 4
"""Length from which an ending is enough evidence for a stem of two letters: « actrice », « blanche »."""
TELLING = 4
"""Number of last letters of a word by which rules are looked up."""
UNSURE = "?"
"""Marks an ending of words that are no feminine where the dictionary gives them a plural of their own."""


class Rule(NamedTuple):
    """A word of ``shortest`` letters or more that ends in ``ending`` may be a form of one that ends in ``new``."""

    ending: str
    new: str
    shortest: int
    is_sure: bool = True


def candidates(word: str, kind: str) -> Sequence[tuple[str, bool]]:
    """What ``word`` would be a form of, were each rule of a kind right, and whether the rule is sure.

    The kinds are ``names`` (nouns and adjectives), ``participles`` and ``presents``.
    """
    rules = _rules_by(kind, word[-TELLING:])
    if not rules:
        return ()
    size = len(word)
    return [
        (word[: size - len(ending)] + new, is_sure)
        for ending, new, shortest, is_sure in rules
        if size >= shortest and word.endswith(ending)
    ]


@cache
def endings() -> Mapping[str, Sequence[str]]:
    """What forms end in, by the endings of their lemmas."""
    found = dict[str, list[str]]()
    for rule in (rule for rules in _RULES.values() for rule in rules()):
        found.setdefault(rule.new, []).append(rule.ending)
    return found


def feminines(masculine: str) -> Iterator[str]:
    """The feminines that a noun or an adjective may have, with their plurals; most of them are no words."""
    for ending, new, shortest, _ in _name_rules():
        feminine = masculine[: len(masculine) - len(new)] + ending
        if ending.endswith("e") and masculine.endswith(new) and len(feminine) >= shortest:
            yield from (feminine, f"{feminine}s")


@lru_cache(maxsize=1 << 16)
def _rules_by(kind: str, letters: str) -> Sequence[Rule]:
    """The rules for words that end in ``letters``, or are no more than that: some of those for all but the first."""
    rules = _rules_by(kind, letters[1:]) if letters else _RULES[kind]()
    return tuple(rule for rule in rules if rule.ending.endswith(letters) or letters.endswith(rule.ending))


@cache
def _name_rules() -> Sequence[Rule]:
    """The rules for nouns and adjectives."""
    rows = _by_length("inflections")
    return tuple(_name_rule(row[0], row[1].replace("-", ""), is_sure=UNSURE not in row) for row in rows)


@cache
def _participle_rules() -> Sequence[Rule]:
    """The rules for participles: regular ones by length, then irregular ones, and then those with an e."""
    regular = (_verb_rule(old, new) for old, new in _by_length("participles"))
    irregular = [Rule(old, new, len(old)) for old, new in _by_length("irregular")]
    return (*regular, *irregular, *(Rule(f"{old}e", new, length + 1) for old, new, length, _ in irregular))


@cache
def _present_rules() -> Sequence[Rule]:
    return tuple(_verb_rule(old, new) for old, new in _by_length("presents"))


_RULES = {"names": _name_rules, "participles": _participle_rules, "presents": _present_rules}
"""The rules of each kind."""


def _name_rule(old: str, new: str, *, is_sure: bool) -> Rule:
    stem = SHORTEST_STEM if len(old) < LONG_ENDING else SHORTEST_STEM - 1
    return Rule(old, new, len(old) + stem, is_sure)


def _verb_rule(old: str, new: str) -> Rule:
    return Rule(old, new, max(SHORTEST_VERB, len(old) + 1))


def _by_length(name: str) -> list[tuple[str, ...]]:
    return sorted(word_list(name), key=lambda row: len(row[0]))
