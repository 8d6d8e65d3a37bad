"""Tokenizing what is rare in texts: acronyms, numbers, inclusive writing, invisible characters; and any text at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby, pairwise

import pytest
from french_texts import ANY_SIGN, NBSP, NNBSP, SIGN, TEXTS, THIN, mixed
from hypothesis import given

from index.analysis import Role, fold_case, tokens
from index.analysis.characters import APOSTROPHES, IGNORED, MIDDLE_DOTS, RAISED_DIGITS
from index.analysis.normalization import normalise


def words(text: str) -> list[str]:
    """The words as written, in order; joined compounds and words inside others left out."""
    return [token.exact for token in tokens(text) if token.is_word]


def all_words(text: str) -> list[tuple[str, ...]]:
    """The forms of each position."""
    row = groupby(tokens(text), key=lambda token: token.position)
    return [tuple(dict.fromkeys(token.exact for token in group)) for _, group in row]


# -- acronyms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O.N.U.", ["onu"]),
        ("O.N.U", ["onu"]),
        ("ONU", ["onu"]),
        ("l'O.N.U. et", ["l", "onu", "et"]),
        ("É.N.A.", ["éna"]),
        ("U.R.S.S., jadis", ["urss", "jadis"]),
        ("A.", ["a"]),
        ("M. A. Dupont", ["m", "a", "dupont"]),
        ("J.-C.", ["jc"]),
        ("J.C.", ["jc"]),
        ("J.-J. Rousseau", ["jj", "rousseau"]),
        ("J.-Claude", ["j", "claude"]),
        ("p.m.e", ["pme"]),
        ("xO.N.U.", ["xo", "nu"]),
        ("O.N.Ulric", ["on", "ulric"]),
    ],
)
def test_acronyms(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_an_acronym_is_marked_with_its_points() -> None:
    assert [(token.start, token.end) for token in tokens("L'O.N.U. dit")] == [(0, 1), (2, 8), (9, 12)]


# -- numbers


@pytest.mark.parametrize("space", [" ", NBSP, NNBSP, THIN, "."])
@pytest.mark.parametrize("groups", [("32", "000"), ("1", "234", "567"), ("845", "428")])
def test_grouped_numbers(space: str, groups: Sequence[str]) -> None:
    assert words(space.join(groups)) == ["".join(groups)]
    assert words(f"les {space.join(groups)} habitants") == ["les", "".join(groups), "habitants"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3,5", ["3,5"]),
        ("3.5", ["3,5"]),
        ("0,05 %", ["0,05"]),
        (f"1{NNBSP}234{NBSP}567,89 €", ["1234567,89"]),
        ("1 000 000,50", ["1000000,50"]),
        ("32000", ["32000"]),
        ("32 00", ["32", "00"]),
        ("1234 567", ["1234", "567"]),
        ("1 2345", ["1", "2345"]),
        ("x1 000", ["x1", "000"]),
        ("12.05.2024", ["12", "05", "2024"]),
        ("1.2.3", ["1", "2", "3"]),
        ("192.168.0.1", ["192", "168", "0", "1"]),
        ("en 2024, 3 000", ["en", "2024", "3000"]),
        ("3,", ["3"]),
        ("32\n000", ["32", "000"]),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert words(text) == expected


# -- inclusive writing

STUDENTS = ("étudiant", "étudiante", "étudiants", "étudiantes")


@pytest.mark.parametrize("dot", sorted(set("·•⋅∙‧.-") | set(MIDDLE_DOTS)))
def test_inclusive_points(dot: str) -> None:
    assert all_words(f"étudiant{dot}e{dot}s") == [STUDENTS]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("étudiant(e)s", STUDENTS),
        ("Étudiant(e)", STUDENTS[:2]),
        ("étudiant·es", STUDENTS),
        ("étudiant.e", STUDENTS[:2]),
        ("lecteur·rice·s", ("lecteur", "lectrice", "lecteurs", "lectrices")),
        ("lecteur-rice-s", ("lecteur", "lectrice", "lecteurs", "lectrices")),
        ("acteur·trice", ("acteur", "actrice")),
        ("chercheur·euse·s", ("chercheur", "chercheuse", "chercheurs", "chercheuses")),
        ("heureux·se", ("heureux", "heureuse")),
        ("sportif·ve·s", ("sportif", "sportive", "sportifs", "sportives")),
        ("citoyen·ne·s", ("citoyen", "citoyenne", "citoyens", "citoyennes")),
        ("infirmier(ière)s", ("infirmier", "infirmière", "infirmiers", "infirmières")),
        ("banquier·ère", ("banquier", "banquière")),
        ("premier·e·s", ("premier", "première", "premiers", "premières")),
        ("blanc·che", ("blanc", "blanche")),
        ("maire·sse", ("maire", "mairesse")),
        ("tous·tes", ("tous", "toute", "toutes")),
        ("ÉLU·ES", ("élu", "élue", "élus", "élues")),
        ("celui·celle", ("celui", "celle")),
        ("un·e", ("un", "une")),
    ],
)
def test_inclusive_forms_stand_at_one_place(text: str, forms: tuple[str, ...]) -> None:
    assert all_words(text) == [forms]
    assert {(token.start, token.end) for token in tokens(text)} == {(0, len(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("donne-le", ["donne", "le"]),
        ("garde-les", ["garde", "les"]),
        ("sont-elles", ["sont", "elles"]),
        ("Parlent-ELLES", ["parlent", "elles"]),
        ("voir.es", ["voir", "es"]),
        ("mot (e)s", ["mot", "e", "s"]),
        ("fou(lle)s", ["fou", "lle", "s"]),
        ("a·b·c", ["a", "b", "c"]),
        ("exemple(s)", ["exemple", "s"]),
    ],
)
def test_what_is_no_inclusive_writing(text: str, expected: list[str]) -> None:
    assert words(text) == expected


# -- invisible characters, composition


@pytest.mark.parametrize("sign", IGNORED)
def test_invisible_characters_are_no_part_of_a_word(sign: str) -> None:
    text = f"in{sign}visi{sign}ble mot"
    assert words(text) == ["invisible", "mot"]
    assert (tokens(text)[0].start, tokens(text)[0].end) == (0, len("invisible") + 2)


@pytest.mark.parametrize(
    "text",
    [
        "été",
        "l'été à Œuvres-en-Île",
        "É.N.A. ç'a été",
        "étudiant·e·s",
        "étudié(e)s",
        "infirmier(ière)",
        "ångström Ǻ ḉ",
        "presqu'île",
        "Việt Nam",
    ],
)
def test_composed_or_not_is_the_same(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    assert all_words(decomposed) == all_words(text)


def test_a_decomposed_word_is_marked_whole() -> None:
    text = "un e\u0301te\u0301 chaud"
    assert [text[token.start : token.end] for token in tokens(text)] == ["un", "e\u0301te\u0301", "chaud"]


# -- addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jean.dupont@mairie.fr", ["jean", "dupont", "mairie", "fr"]),
        ("https://www.exemple.fr/rue?x=1#haut", ["https", "www", "exemple", "fr", "rue", "x", "1", "haut"]),
        ("C:\\textes\\a.txt", ["c", "textes", "a", "txt"]),
    ],
)
def test_addresses_are_their_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


# -- what holds for any text


@given(TEXTS)
def test_offsets_lie_inside_the_text_and_go_forward(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) and token.exact for token in found)
    for before, after in pairwise(found):
        assert before.start <= after.start
        assert after.position in (before.position, before.position + 1)
        assert after.unit in (before.unit, before.unit + 1)
    assert not found or (found[0].position, found[0].unit) == (0, 0)


@given(TEXTS)
def test_the_range_of_a_word_read_alone_is_that_word(text: str) -> None:
    for token in tokens(text):
        assert token.exact in {other.exact for other in tokens(text[token.start : token.end])}


@given(TEXTS)
def test_no_letter_is_left_out(text: str) -> None:
    covered = {place for token in tokens(text) for place in range(token.start, token.end)}
    missed = {sign for place, sign in enumerate(text) if sign.isalnum() and place not in covered}
    assert missed <= {*APOSTROPHES, *RAISED_DIGITS}


@given(mixed(SIGN))
def test_reading_does_not_depend_on_composition(text: str) -> None:
    composed = all_words(unicodedata.normalize("NFC", text))
    assert all_words(unicodedata.normalize("NFD", text)) == composed
    assert all_words(text) == composed


@given(TEXTS)
def test_words_are_folded_composed_and_visible(text: str) -> None:
    for token in tokens(text):
        assert token.exact == fold_case(token.exact)
        assert not set(token.exact) & set(IGNORED)


@given(TEXTS, TEXTS)
def test_paragraph_breaks_part_texts(one: str, other: str) -> None:
    assert all_words(f"{one}\n\n{other}") == all_words(one) + all_words(other)


@given(mixed(ANY_SIGN))
def test_offsets_of_normalising_lead_back(chunk: str) -> None:
    clean, offsets = normalise(chunk)
    assert len(offsets) == len(clean) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(chunk)
    assert normalise(clean)[0] == clean


@given(mixed(ANY_SIGN))
def test_folding_case_twice_is_folding_it_once(word: str) -> None:
    assert fold_case(fold_case(word)) == fold_case(word)


@pytest.mark.parametrize(
    ("text", "read", "joined"),
    [
        ("F. D. Roosevelt", ["f", "d", "roosevelt"], ["fd"]),
        ("J. R. R. Tolkien", ["j", "r", "r", "tolkien"], ["jrr"]),
        ("(É. Z.)", ["é", "z"], ["éz"]),
        ("F.D. Roosevelt", ["fd", "roosevelt"], []),
        ("M. J. Dupont", ["m", "j", "dupont"], []),
        ("le plan B. Dupont", ["le", "plan", "b", "dupont"], []),
        ("f. d. roosevelt", ["f", "d", "roosevelt"], []),
        ("le mot. A. Dupont", ["le", "mot", "a", "dupont"], []),
        ("A. Bc. D.", ["a", "bc", "d"], []),
    ],
)
def test_initials_with_spaces_are_joined_beside_their_letters(text: str, read: list[str], joined: list[str]) -> None:
    assert words(text) == read
    assert [token.exact for token in tokens(text) if token.role is Role.JOINED] == joined


def test_a_word_is_elided_only_before_another() -> None:
    elided = [
        token.exact for token in tokens("C'est l’un, qu'on dit le C, d'1,5 jusqu’à c'") if token.role is Role.ELIDED
    ]
    assert elided == ["c", "l", "qu", "d", "jusqu"]
