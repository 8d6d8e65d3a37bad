"""Loosening: which phrases may be read as bare words, and what a query is without their quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from query_trees import QUERIES, read, w

from searcher.query import loose_phrases, loosened


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ('école "plan vélo" budget', ["plan vélo"]),
        ('"plan vélo" budget "conseil municipal"', ["plan vélo", "conseil municipal"]),
        ('budget "plan vélo" date:2024 -"ordre du jour"', ["plan vélo"]),
        ('budget "vélo"', ["vélo"]),
        ('"plan vélo"', []),
        ('"plan vélo" "conseil municipal"', []),
        ('le "plan vélo" de', []),
        ('budget "plan vélo"~3', []),
        ('budget ="plan vélo"', []),
        ('budget "plan vél*"', []),
        ('budget ET "plan vélo"', []),
        ('budget OU "plan vélo"', []),
        ('budget titre:"plan vélo"', []),
        ('(budget "plan vélo") OU école', []),
        ('budget "plan vélo"^2', []),
        ("budget", []),
    ],
)
def test_phrases_beside_bare_words_may_be_read_as_words(query: str, phrases: list[str]) -> None:
    assert [phrase.text for phrase in loose_phrases(read(query))] == phrases


@pytest.mark.parametrize(
    ("query", "without_quotes"),
    [
        ('école "plan vélo" budget', "école plan vélo budget"),
        ('"plan vélo" budget "conseil municipal"', "plan vélo budget conseil municipal"),
        ('budget "plan vélo" date:2024 école', "budget plan vélo date:2024 école"),
        ('où en est le "plan vélo", au budget ?', "où en est le plan vélo, au budget ?"),
        ('budget "plan vélo" "la mairie"~3', 'budget plan vélo "la mairie"~3'),
    ],
)
def test_a_loosened_query_is_the_one_without_quotes(query: str, without_quotes: str) -> None:
    assert loosened(read(query)) == read(without_quotes)


def test_words_in_a_row_are_one_node() -> None:
    assert loosened(read('un "plan vélo" utile')) == w("un plan vélo utile")


@given(QUERIES)
def test_nothing_is_left_to_loosen(query: str) -> None:
    tree = read(query)
    loose = loosened(tree)
    assert not loose_phrases(loose)
    assert loosened(loose) == loose
    assert (loose == tree) == (not loose_phrases(tree))
