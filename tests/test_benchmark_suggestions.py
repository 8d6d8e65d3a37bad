"""The made misspellings that the benchmark of suggestions draws: the same every time, and misspelt indeed."""

from __future__ import annotations

from collections import Counter

from benchmarks.slips import KINDS, slips
from index.analysis import fold

WORDS = ("appartement", "développement", "hôpital", "phalange", "question", "rythme", "travail", "université")


def test_slips_are_the_same_every_time() -> None:
    assert list(slips(WORDS, 50, lambda _: False)) == list(slips(WORDS, 50, lambda _: False))


def test_a_slip_is_no_word_and_differs_by_more_than_accents() -> None:
    found = list(slips(WORDS, 300, {"apartement", "ritme"}.__contains__))
    assert len(found) == 300
    assert not {"apartement", "ritme"} & {slip.typed for slip in found}
    assert all(fold(slip.typed) != fold(slip.meant) for slip in found)
    assert {slip.meant for slip in found} == set(WORDS)


def test_every_kind_is_drawn() -> None:
    assert Counter(slip.kind for slip in slips(WORDS, 300, lambda _: False)).keys() == KINDS.keys()
