"""Finding words: what is found without reading all of a text is what reading all of it finds."""

from __future__ import annotations

import pytest
from french_texts import TEXTS
from hypothesis import example, given
from hypothesis import strategies as st

from index.french.finding import places_of, spans
from index.french.reading import tokens


@st.composite
def texts_and_words(draw: st.DrawFn) -> tuple[str, frozenset[str]]:
    """A text, and some words of it and others."""
    text = draw(st.lists(TEXTS, max_size=3).map(" ".join))
    held = sorted({token.word for token in tokens(text)})
    known = draw(st.sets(st.sampled_from(held))) if held else set()
    return text, frozenset(
        {*known, *draw(st.sets(st.sampled_from(["le", "homme", "portes", "e", "000", "étudiants"])))}
    )


@given(texts_and_words())
@example(("Le porte-parole, l’HOMME\u202fde l'ex-ministre", frozenset({"porteparole", "homme", "exministre"})))
@example(("sont-elles là-bas étudiant-e-s", frozenset({"elles", "làbas", "étudiantes"})))
@example(("32 000 hommes, O.N.U.", frozenset({"32000", "hommes", "onu"})))
def test_the_same_words_are_found(case: tuple[str, frozenset[str]]) -> None:
    text, words = case
    every = [token for token in tokens(text) if token.word in words]
    (found,) = spans([text], words)
    assert set(found) == {(token.start, token.end) for token in every}
    assert places_of(text, words) == [(token.word, token.start, token.end, token.place) for token in every]


@pytest.mark.parametrize("text", ["", "mot", "MOT-mot", "motif démot x"])
def test_part_of_a_word_is_not_found(text: str) -> None:
    (found,) = spans([text], frozenset({"mot"}))
    assert {text[low:high].lower() for low, high in found} <= {"mot"}
    assert spans([text], frozenset()) == [[]]


@given(st.lists(texts_and_words(), max_size=4))
@example([("en 32", frozenset({"32", "000"})), ("000 hommes", frozenset({"32000"})), ("", frozenset())])
@example([("le porte-", frozenset({"porte"})), ("-parole", frozenset({"porteparole"})), ("\u0301e", frozenset({"e"}))])
@example([("İ le", frozenset({"le"})), ("le", frozenset())])
def test_texts_that_are_looked_through_together_stay_apart(cases: list[tuple[str, frozenset[str]]]) -> None:
    texts = [text for text, _ in cases]
    words = frozenset().union(*(held for _, held in cases))
    assert [sorted(found) for found in spans(texts, words)] == [sorted(spans([text], words)[0]) for text in texts]
