"""Encoding: the terms that an index holds of a text are those of its tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from french_texts import TEXTS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.analysis import (
    ANALYSIS_VERSION,
    Encoded,
    Role,
    Token,
    encode,
    fold,
    is_exact_term,
    is_stop_word,
    lemmas,
    may_be_elided,
    term,
    tokens,
)

GOLDEN = Path(__file__).parent / "data" / "analysis.golden"
LONG = "x" * 1001


def of_tokens(text: str) -> Encoded:
    """The terms of a text, token by token."""
    words: dict[int, str] = {}
    read = tokens(text)
    for token in read:
        if token.is_word:
            words.setdefault(token.position, term(fold(token.exact)))
    exact = [term(token.exact) for token in read if is_exact(token, read)]
    found = [term(lemma) for token in read if not is_stop_word(token.exact) for lemma in lemmas(token.exact)]
    return Encoded(" ".join(words.values()), " ".join(exact), " ".join(found), " ".join(joined_of(read)))


def is_exact(token: Token, read: Sequence[Token]) -> bool:
    """Whether a word is indexed as written; a letter that may be elided, where it is not, nor a part of a word."""
    is_alone = [other for other in read if other.unit == token.unit] == [token]
    is_letter = may_be_elided(token.exact) and token.role is Role.WORD and is_alone
    return is_exact_term(token.exact) or token.role is Role.PART or is_letter


def joined_of(read: Sequence[Token]) -> Iterator[str]:
    """Each compound, with the first form at each position of its unit."""
    firsts_of_units = {token.unit: token for token in reversed(read)}
    for whole in (token for token in read if token.role is Role.JOINED and token is firsts_of_units[token.unit]):
        inside = [token for token in read if token.unit == whole.unit and token.is_word]
        places = sorted({token.position for token in inside})
        firsts = [next(token.exact for token in inside if token.position == place) for place in places]
        yield term("/".join([fold(whole.exact), *firsts]))


@pytest.mark.parametrize(
    ("text", "words", "exact", "lemma_terms"),
    [
        ("", "", "", ""),
        (" — … ", "", "", ""),
        ("Les chevaux", "les chevaux", "chevaux", "cheval"),
        ("L’ÉTÉ du maïs", "l ete du mais", "été maïs", "maïs"),
        ("le porte-parole", "le porte parole", "porteparole porte parole", "~porteparol porte porter parole"),
        ("32 000 étudiant(e)s", "32000 etudiant", "32000 étudiant étudiante étudiants étudiantes", None),
        ("où ou là la a à le", "ou ou la la a a le", "où ou là la a à", ""),
        ("(L'O.N.U.)", "l onu", "l onu", "~onu"),
        ("مرحبا 3,5 漢", "مرحبا 3,5 漢", "مرحبا 3,5 漢", "~مرحبا 3,5 ~漢"),
        ("C’est un permis C, l’un", "c est un permis c l un", "permis c", "permis permettre"),
        ("Un·e L121-3", "un l 121 3", "une l121-3 121 3", "l121-3 121 3"),
    ],
)
def test_terms(text: str, words: str, exact: str, lemma_terms: str | None) -> None:
    found = encode(text)
    assert found[:2] == (words, exact)
    assert lemma_terms in (None, found.lemmas)


PARTS = [
    "O.N.U.",
    "étudiant·e·s",
    "nommé(e)",
    "32 000",
    "1 2",
    "٣ ٤٥٦",
    "3,5",
    "aujourd’hui",
    "😀",
    "Noe\u0308l",
    "12 ²",
]
PARTS += [
    "le",
    "Chat",
    "porte-parole",
    "-",
    "à",
    "7",
    "000",
    ",",
    "n°",
    "(e)",
    "\n",
    "\u00a0",
    "",
    "ſans",
    "ŒUVRE",
    LONG,
]
SPACED = st.lists(st.sampled_from(PARTS) | TEXTS, max_size=12).map(" ".join)


@given(TEXTS | SPACED)
@example("l'aujourd'hui quelqu'un jusqu'à presqu'île")
@example("1.2 a.b. fin.e (e) nom(e)s &a b&c ·a·b")
@example("81-766 sont-elles garde-les a-t-il ÉTUDIANT(E)S ÉTUDIANT-E-S")
@example("1 2 000 3,5 000 4 12 ².345 ² 000")
@settings(max_examples=500)
def test_a_text_is_encoded_as_its_tokens_say(text: str) -> None:
    assert encode(text) == of_tokens(text)


@given(TEXTS | SPACED)
def test_the_words_of_a_text_stand_in_the_order_of_its_positions(text: str) -> None:
    read = tokens(text)
    assert len(encode(text).words.split()) == (read[-1].position + 1 if read else 0)


@given(st.text(st.characters(exclude_categories=["Z", "Cc", "Cs"]), min_size=1))
def test_no_term_holds_white_space(word: str) -> None:
    assert term(fold(word)).split() == [fold(word)]


def test_every_character_folds_to_some_that_are_no_white_space() -> None:
    for char in map(chr, range(0x110000)):
        assert not char.isalnum() or fold(char).split() == [fold(char)]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Le conseil commu-\nnal", "communal/commu/nal"),
        ("la Grand-Mère dit", "grandmere/grand/mère"),
        ("donne-moi le porte-clés, dit-il", "portecles/porte/clés"),
        ("l'entr'acte à 14h30", "entracte/entr/acte 14h30/14/h/30"),
        ("le 04 72 10 30 30 : 2-3", "0472103030/04/72/10/30/30 2-3/2/3"),
        ("un chat, l'aide, dis-moi, aujourd'hui", ""),
    ],
)
def test_compounds_are_kept_with_their_parts(text: str, joined: str) -> None:
    assert encode(text).joined == joined


@pytest.mark.parametrize("char", ["x", "é", "漢", "𝒜"])
def test_very_long_words_are_told_apart_by_digests(char: str) -> None:
    kept = char * (1000 // len(char.encode()))
    one, other = char * 1001, char * 1002
    assert term(kept) == kept
    assert len({term(one), term(other), one, other}) == 4
    assert max(len(term(one)), len(term(other))) < 100
    assert encode(f"un {LONG} mot").words == f"un {term(LONG)} mot"


def test_a_deeply_elided_text_is_read() -> None:
    assert encode("qu'" * 700).words == " ".join(["qu"] * 700)
    assert encode("l'" * 330 + "aide").lemmas == "aide aider"


def golden() -> tuple[int, list[list[str]]]:
    """The version of the golden file, and its entries: a text, and its terms of each kind."""
    version, *entries = GOLDEN.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return int(version.rpartition(" ")[2]), [entry.split("\n") for entry in entries]


def test_texts_have_the_terms_of_the_golden_file() -> None:
    """Raise ANALYSIS_VERSION whenever this file changes, or indexes in use keep terms that nobody asks for any more."""
    version, entries = golden()
    assert version == ANALYSIS_VERSION
    assert len(entries) > 30
    for text, *terms in entries:
        assert [text, *(line.strip() for line in terms)] == [text, *encode(text)]
