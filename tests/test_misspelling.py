"""The cost of a misspelling: the slips that people make cost less than others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from searcher.suggest.misspelling import cost, sound

WORDS = st.text("abcdehimnopstxyz'", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("marche", "marche", 0.0),
        ("apeller", "apeler", 0.4),  # doubled
        ("ocurence", "ocurrrence", 0.8),  # twice not doubled
        ("falange", "phalange", 0.95),  # of one sound
        ("jamias", "jamais", 0.7),  # swapped
        ("cauchemard", "cauchemar", 0.5),  # not heard at the end
        ("toujour", "toujours", 0.6),
        ("ortographe", "orthographe", 0.5),
        ("rithme", "rythme", 0.5),  # read alike
        ("performence", "performance", 0.5),
        ("aujourdhui", "aujourd'hui", 0.2),
        ("boton", "bouton", 1.0),
        ("secutite", "securite", 1.0),
    ],
)
def test_what_the_letters_cost(typed: str, meant: str, expected: float) -> None:
    assert cost(typed, meant) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("falange", "phalange"),
        ("karact", "caract"),
        ("conection", "connexion"),
        ("bato", "bateau"),
        ("demin", "demain"),
        ("kelkun", "quelqu'un"),
        ("jirafe", "giraffe"),
        ("adacion", "adation"),
    ],
)
def test_words_of_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)
    assert cost(one, other) < OSA.distance(one, other)


@pytest.mark.parametrize(("one", "other"), [("chat", "cat"), ("main", "mine"), ("loup", "lampe")])
def test_words_of_different_sounds(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@given(WORDS, WORDS)
def test_a_cost_is_positive_and_at_most_an_edit_each(one: str, other: str) -> None:
    assert (cost(one, other) == 0) == (one == other)
    assert cost(one, other) <= OSA.distance(one, other) + 1e-9


@given(WORDS, st.data())
def test_a_slip_costs_at_most_one_edit(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    doubled = word[: place + 1] + word[place:]
    assert cost(doubled, word) <= 0.4 + 1e-9
    assert cost(word, doubled) <= 0.4 + 1e-9
    assert cost(word[:place] + word[place + 1 :], word) <= 1
