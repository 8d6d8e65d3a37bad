"""Folding: words without accents and ligatures."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fold

TREEBANKS = Path(__file__).parent.parent.parent / "shared" / "lemmas" / "ud_fr_form_lemma.tsv"


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("", ""),
        ("chat", "chat"),
        ("été", "ete"),
        ("çà", "ca"),
        ("cœur", "coeur"),
        ("œil", "oeil"),
        ("ex æquo", "ex aequo"),
        ("naïve", "naive"),
        ("aïeul", "aieul"),
        ("łódź", "lodz"),
        ("ñandú", "nandu"),
        ("þing", "thing"),
        ("groß", "gross"),
        ("nº", "nº"),
        ("o'brien", "o'brien"),
        ("3,5", "3,5"),
        ("غزة", "غزة"),
        ("москва", "москва"),
        ("αθήνα", "αθήνα"),
        ("東京", "東京"),
        ("한국", "한국"),
        ("😀", "😀"),
    ],
)
def test_folding(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.text(st.characters(exclude_categories=["Cs", "Lu", "Lt"])))
def test_only_latin_letters_are_folded(word: str) -> None:
    latin = "".join(sign for sign in word if unicodedata.name(sign, "").startswith("LATIN"))
    others = "".join(sign for sign in word if sign not in latin)
    assert fold(others) == others
    assert fold(word) == "".join(map(fold, word))
