"""Plain texts: what a plain expression or a native tokenizer reads of them is what reading reads of the text."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import pytest
from french_texts import ANY_SIGN, TEXTS, mixed
from hypothesis import example, given
from hypothesis import strategies as st
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from index.analysis.pieces import Role
from index.analysis.plain import plain, plain_among, plains, words
from index.analysis.rarity import has_long_run
from index.analysis.reading import tokens
from index.analysis.written import CODED, LONGEST_WRITTEN, written

LONG = "x" * (LONGEST_WRITTEN + 1)


def read(text: str) -> tuple[list[str], set[str]]:
    """The first word as written of each place, and the words beside them, by the rules of reading."""
    firsts: dict[int, str] = {}
    others = []
    for token in tokens(text):
        if token.role is Role.WORD and token.place not in firsts:
            firsts[token.place] = token.word
        else:
            others.append((token.place, token.word))
    return list(firsts.values()), {word for place, word in others if word != firsts[place]}


def runs(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


@pytest.mark.parametrize(
    ("text", "expected", "others"),
    [
        ("", "", ()),
        ("L’Été, à 20h !", "L’Été, à 20h !", ()),
        ("le porte-parole", "le porte-parole", ("porteparole",)),
        ("dis-moi", "dis-moi", ()),
        ("32 000 habitants", "32000 habitants", ()),
        ("l'O.N.U.", "l onu", ()),
        ("étudiant·e·s", "étudiant", ("étudiante", "étudiants", "étudiantes")),
        ("étudiant∙e", "étudiant", ("étudiante",)),
        ("étudiant-e-s", "étudiant", ("étudiante", "étudiants", "étudiantes")),
        ("nommé(e)", "nommé", ("nommée",)),
        ("ſans", "sans", ()),
        ("Straße", "strasse", ()),
        ("Noe\u0308l", "noël", ()),
        ("un & deux", "un & deux", ()),
        ("R&D", "r d", ("rd",)),
        ("m² ½", "m² ½", ()),
    ],
)
def test_only_what_is_rare_is_rewritten(text: str, expected: str, others: tuple[str, ...]) -> None:
    assert plain(text)[:2] == (expected, others)


@pytest.mark.parametrize("text", ["3,5", "aujourd’hui", "O'Brien", "غزة", "हिन्दी", "ŉ", "ꞌa", LONG])
def test_what_is_no_run_of_letters_is_written_in_code(text: str) -> None:
    (word,) = read(text)[0]
    assert plain(text).text == written(word)
    assert written(word).startswith(CODED)
    assert len(written(word)) <= 2 * LONGEST_WRITTEN + 1
    assert runs(written(word)) == [written(word)]


@given(st.text("x \n", max_size=30))
def test_a_long_run_is_known(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.analysis.rarity.LONGEST_WRITTEN", 3)
        assert has_long_run(text) is any(len(run) > 3 for run in text.split())


def test_words_of_any_length_are_told_apart() -> None:
    long = ["x" * 100_000 + end for end in "ab"]
    assert written(long[0]) != written(long[1])
    assert runs(plain(" ".join(long)).text) == [written(word) for word in long]


@given(st.one_of(TEXTS, st.lists(TEXTS, max_size=3).map(" ".join)))
@example("l'aujourd'hui quelqu'un jusqu'à presqu'île")
@example("81-766 sont-elles garde-les a-t-il")
@example(f"{LONG} mot")
@example("0∙0 a⋅b a‧b a•b")
@example("1.2 a.b. fin.e (e) nom(e)s &a b&c ·a·b")
def test_a_plain_text_has_the_words_of_the_text(text: str) -> None:
    firsts, others = read(text)
    found = plain(text)
    assert runs(found.text) == [written(word) for word in firsts]
    assert set(found.others) == others
    assert words(text) == [*map(written, firsts), *map(written, found.others)]


# -- windows


RARE = ["O.N.U.", "étudiant·e·s", "32 000", "1 2", "٣ ٤٥٦", "3,5", "O'Brien", "aujourd’hui", "😀", "Noe\u0308l", "12 ²"]
COMMON = ["le", "Chat", "porte-parole", "dit-il", "-", "à", "7", "000", "123", ",", "n°", "(e)", "\n", "\u00a0", ""]
SPACED = st.lists(st.one_of(st.sampled_from(RARE), st.sampled_from(COMMON), TEXTS), max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("text", "expected", "windows"),
    [
        ("À l'O.N.U., Kofi parle", "À l onu Kofi parle", ("l'O.N.U.,",)),
        ("O.N.U. et O.T.A.N.", "onu et otan", ("O.N.U.", "O.T.A.N.")),
        ("les 12 345 678 Francs", "les 12345678 Francs", ("12 345 678",)),
        ("les 12 345\u202f678 Francs", "les 12345678 Francs", ("12 345\u202f678",)),
        ("le 7 mai 32 000 À 8", "le 7 mai 32000 À 8", ("32 000",)),
        ("7 32 000 8 Euros", "7 32000 8 Euros", ("7 32 000 8",)),
        ("un 😀 Un", "un  Un", ("😀",)),
        ("(nommé(e) Noe\u0308l Ici", "nommé noël Ici", ("(nommé(e)", "Noe\u0308l")),
        ("vas-y,O.N.U. et Porte-Voix", "vas y onu et Porte-Voix", ("vas-y,O.N.U.",)),
        (f"Un mot {LONG}", f"un mot {written(LONG)}", (f"Un mot {LONG}",)),
    ],
)
def test_only_what_stands_around_a_rarity_is_rewritten(text: str, expected: str, windows: tuple[str, ...]) -> None:
    found = plain(text)
    assert (found.text, found.windows) == (expected, windows)


@given(SPACED)
@example("1 2 000 3,5 000 4")
@example("12 ².345 ² 000")
@example("1 \n 000")
def test_a_window_is_read_as_in_its_text(text: str) -> None:
    firsts, others = read(text)
    found = plain(text)
    assert runs(found.text) == [written(word) for word in firsts]
    assert set(found.others) == others


@given(st.lists(SPACED, max_size=4))
def test_what_is_kept_stands_in_the_texts_outside_windows(texts: Sequence[str]) -> None:
    found, kept = plain_among(texts)
    within = [word for one in found.values() for window in one.windows for word in plain(window).text.split()]
    everything = [word for one in plains(texts) for word in runs(one.text)]
    assert sorted([*runs(kept), *within]) == sorted(everything)


def test_halves_of_surrogate_pairs_are_no_harm() -> None:
    assert words("un \ud83d chat \ude00-12 000 noir") == words("un  chat 12 000 noir")


@given(st.lists(SPACED, max_size=5))
def test_many_texts_are_read_as_each_alone(texts: Sequence[str]) -> None:
    assert plains(texts) == [plain(text) for text in texts]


@given(mixed(ANY_SIGN), mixed(ANY_SIGN))
def test_different_words_are_written_differently(one: str, other: str) -> None:
    assert (written(one) == written(other)) == (one == other)


# -- a native tokenizer


@pytest.fixture(scope="module")
def native() -> TextAnalyzer:
    """Tantivy's plainest tokenizer, in Rust."""
    return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).build()


@given(text=TEXTS)
def test_a_native_tokenizer_reads_the_same(native: TextAnalyzer, text: str) -> None:
    found = plain(text)
    assert native.analyze(found.text) == runs(found.text)
    assert native.analyze(" ".join(map(written, found.others))) == [written(word) for word in found.others]


def test_a_native_tokenizer_agrees_on_every_sign_there_is(native: TextAnalyzer) -> None:
    signs = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    for found in plains([f"a{sign}b{sign} {sign}" for sign in signs]):
        assert native.analyze(found.text) == runs(found.text)
