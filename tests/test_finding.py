"""Finding words: what is found without reading all of a text is what reading all of it finds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from french_texts import TEXTS
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis.finding import places_of, spans
from index.analysis.reading import tokens
from index.analysis.spans import apart, run_around


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


@pytest.mark.parametrize(
    ("text", "place", "run"),
    [
        ("un", 1, "un"),
        ("un deux trois", 4, "deux"),
        ("un deux", 5, "deux"),
        ("les 1 234 567 hommes", 8, "1 234 567"),
        ("les 1 234 567", 4, "1 234 567"),
        ("12 hommes 34", 5, "hommes"),
        ("34 hommes", 0, "34"),
    ],
)
def test_a_run_goes_from_space_to_space_but_between_digits(text: str, place: int, run: str) -> None:
    start, end = run_around(text, place)
    assert text[start:end] == run


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)).map(lambda one: (one[0], one[0] + one[1]))))
@example([(3, 5), (0, 3), (4, 9), (3, 5)])
@example([(0, 9), (2, 3)])
def test_spans_made_apart_cover_the_same_and_touch_at_most(spans: list[tuple[int, int]]) -> None:
    found = apart(spans)
    covered = {place for start, end in spans for place in range(start, end)}
    assert [place for start, end in found for place in range(start, end)] == sorted(covered)
    assert {start for start, _ in found} <= {start for start, _ in spans}
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    cuts = {n for n in starts & ends if not any(start < n < end for start, end in spans)}
    assert {n for (_, n), (start, _) in pairwise(found) if n == start} == cuts
