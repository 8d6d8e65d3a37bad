"""Tokenizing numbers: units, ordinals, articles of codes, telephones and other long identifiers, notes."""

from __future__ import annotations

import pytest
from french_texts import NBSP, NNBSP, THIN
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Role, encode, tokens


def words(text: str) -> list[str]:
    return [token.exact for token in tokens(text) if token.is_word]


def roles(text: str, role: Role) -> list[str]:
    return [token.exact for token in tokens(text) if token.role is role]


# -- numbers and units


@pytest.mark.parametrize(
    ("written", "apart"),
    [
        ("50kg", "50 kg"),
        ("14h30", "14 h 30"),
        ("8h", "8 h"),
        ("33bis", "33 bis"),
        ("25m²", "25 m2"),
        ("25m2", "25 m²"),
        ("30m³", "30 m3"),
        ("120km/h", "120 km/h"),
        ("2Go", "2 Go"),
        ("1,5kg", "1,5 kg"),
        ("1.5kg", "1,5 kg"),
        (f"10{NNBSP}000kg", "10 000 kg"),
        ("10'000", "10 000"),
        ("10’000", "10 000"),
        ("2m50", "2 m 50"),
    ],
)
def test_a_number_and_its_unit_are_two_words(written: str, apart: str) -> None:
    assert words(written) == words(apart)
    assert words(f"de {written}, dit-on") == words(f"de {apart}, dit-on")


@pytest.mark.parametrize("text", ["h2o", "covid19", "mp3", "B2B", "G20", "3fa85f64"])
def test_what_is_no_unit(text: str) -> None:
    assert words(text) == [text.lower()]


@pytest.mark.parametrize(
    ("text", "joined"),
    [("2-3", "2-3"), ("16-1", "16-1"), ("2024-03-26", "2024-03-26"), ("50kg", "50kg"), ("R5-2", "r5-2")],
)
def test_joined_numbers_are_never_other_numbers(text: str, joined: str) -> None:
    assert roles(text, Role.JOINED) == [joined]


# -- ordinals


@pytest.mark.parametrize(
    ("forms", "read"),
    [
        (["1er", "1re", "1ère", "1ere", "1ᵉʳ", "1ʳᵉ", "1ers", "1ères", "1ier", "1ière", "1e", "1ème", "1ER"], "1er"),
        (["Ier", "Iᵉʳ", "Ière", "ière", "Ire"], "1er"),
        (["2e", "2ème", "2eme", "2ᵉ", "2nd", "2nde", "2d", "2de", "2ième", "2èmes", "2ÈME", "2nds"], "2e"),
        (["13e", "13ème", "13eme", "13ième", "13ᵉ"], "13e"),
        (["XIXe", "XIXᵉ", "XIXème", "XIXeme", "xixe", "XIXÈME"], "xixe"),
        (["IIe", "IIème", "IInd", "IInde", "IIⁿᵈ"], "iie"),
        (["Ve", "Vème", "Vᵉ"], "ve"),
    ],
)
def test_ordinals(forms: list[str], read: str) -> None:
    for form in forms:
        assert words(form) == [read]


@pytest.mark.parametrize("text", ["dixième", "crème", "même", "ième", "mille", "deuxième", "lire", "vire"])
def test_words_that_end_as_ordinals_do(text: str) -> None:
    assert words(text) == [text]


def test_the_first_of_a_month_is_found_by_its_number() -> None:
    assert roles("1er mars", Role.PART) == ["1"]
    assert roles("2e mars", Role.PART) == []


# -- articles of codes


@pytest.mark.parametrize(
    ("forms", "read"),
    [
        (["L. 121-3", "L121-3", "L.121-3", "L 121-3", f"L.{NBSP}121-3", "l121-3", "l. 121-3"], "l121-3"),
        (["R*421-1", "R*. 421-1", "R.* 421-1", "R. 421-1", "R* 421-1"], "r421-1"),
        (["D. 4624-10-1", "D4624-10-1"], "d4624-10-1"),
        (["A. 111-2", "A111-2", "A 111-2"], "a111-2"),
        (["LO 132-1", "LO132-1", "L.O. 132-1", "L.O.132-1", "l.o. 132-1", "LO.132-1", "lo.132-1"], "lo132-1"),
        (["L. 121\u20113", "L121\u20103"], "l121-3"),
        (["L. 121", "L121", "L 121"], "l121"),
    ],
)
def test_articles_of_codes(forms: list[str], read: str) -> None:
    for form in forms:
        for before in ("l’article", "de", "à", "l’art."):  # whose last letters are not part of it
            assert roles(f"{before} {form}, dit", Role.JOINED) == [read]
            assert read in encode(f"{before} {form}, dit").exact.split()
        assert "".join(words(form)) == read.replace("-", "")


@pytest.mark.parametrize("text", ["a 12", "A 12", "il 121", "l 12", "R2-D2", "ADN 12-3", "de 3-4", "L. Dupont"])
def test_what_is_no_article_of_a_code(text: str) -> None:
    assert not any(found[0] in "lrda" and found[-1].isdigit() for found in roles(text, Role.JOINED) if found != "r2d2")


# -- identifiers


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("01 42 75 80 00", "0142758000"),
        ("06.12.34.56.78", "0612345678"),
        ("01-42-75-80-00", "0142758000"),
        (f"01{NBSP}42{NBSP}75{NBSP}80{NBSP}00", "0142758000"),
        ("+33 6 12 34 56 99", "0612345699"),
        ("+33 (0)6 12 34 56 99", "0612345699"),
        ("+32 470 12 34 56", "0470123456"),
        ("0033 6 12 34 56 99", "0612345699"),
        ("+33\u20116\u201112\u201134\u201156\u201199", "0612345699"),
        ("0470/12.34.56", "0470123456"),
        ("356 000 000 00048", "35600000000048"),
        ("FR 40 303 265 045", "fr40303265045"),
        ("FR 40 303265045", "fr40303265045"),
        ("FR 40303265045", "fr40303265045"),
        ("FR76 3000 4028 3798 7654 3210 943", "fr7630004028379876543210943"),
        ("978 2 07 036822 8", "9782070368228"),
        ("978-2-07-036822-8", "9782070368228"),
        ("2-07-036822-X", "207036822x"),
        ("0395-2649", "03952649"),
        ("4970 1012 3456 7890", "4970101234567890"),
        ("1 85 05 78 006 084 36", "185057800608436"),
    ],
)
def test_long_identifiers_are_one_word_as_well(text: str, joined: str) -> None:
    found = tokens(f"au {text}, ou")
    assert [token.exact for token in found if token.role is Role.JOINED] == [joined]
    assert joined in [token.exact for token in tokens(joined)]
    whole = next(token for token in found if token.role is Role.JOINED)
    assert f"au {text}, ou"[whole.start : whole.end] == text


def test_a_siret_holds_a_siren() -> None:
    assert words("SIRET 356 000 000 00048") == ["siret", "356000000", "00048"]


@pytest.mark.parametrize(
    "text", ["+33 6 12 34 56 99", "+33 (0)6 12 34 56 99", "+33(0)612345699", "+33612345699", "06.12.34.56.99"]
)
def test_a_telephone_number_is_one_word_from_home_and_abroad(text: str) -> None:
    assert "0612345699" in encode(f"tél. {text}, ou").exact.split()


def test_a_telephone_number_is_found_as_dialled_abroad() -> None:
    assert roles("+33 6 12 34 56 99", Role.PART) == ["33612345699"]
    assert roles("+33 (0)6 12 34 56 99", Role.PART) == ["33612345699"]


@pytest.mark.parametrize("text", ["01 42 75 80 00 12", "2019 2020 2021", "12 34 56", "10 20 30 40 50", "07/05/2023"])
def test_what_is_no_identifier(text: str) -> None:
    assert roles(text, Role.JOINED) == []


# -- signs


@pytest.mark.parametrize("text", ["n° 12", "n°12", "nº 12", "nº12", "no 12", "No 12", "N° 12", "№ 12", "no12"])
def test_number_signs(text: str) -> None:
    assert words(text) == ["no", "12"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("budget¹", ["budget"]),
        ("budget¹²", ["budget"]),
        ("l’élu(e)³ dit", ["l", "élu", "élue", "dit"]),
        ("10³ et 5²", ["10", "et", "5"]),
        ("CO₂", ["co2"]),
        ("H₂O", ["h2o"]),
        ("5 km²", ["5", "km2"]),
        ("x²", ["x2"]),
        ("²", []),
        ("Mᵐᵉ", ["mme"]),
        ("Ⅷ", ["viii"]),
        ("Ｌｏｉ １２", ["loi", "12"]),
        ("C++, C#, F#, C", ["c++", "c#", "f#", "c"]),
    ],
)
def test_raised_lowered_and_other_signs(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_the_number_of_a_note_is_not_marked() -> None:
    (word,) = tokens("Voilà¹")
    assert (word.start, word.end) == (0, 5)


# -- any number


GROUPS = st.lists(st.text("0123456789", min_size=1, max_size=4), min_size=1, max_size=7)
SEPARATORS = st.sampled_from([" ", NBSP, NNBSP, THIN, ".", ",", "-", "/", "'", ". ", "h"])
PREFIXES = st.sampled_from(["", "+", "L. ", "R*", "n°", "FR", "A "])


@given(PREFIXES, GROUPS, SEPARATORS)
def test_every_digit_of_any_number_is_a_word(prefix: str, groups: list[str], separator: str) -> None:
    text = prefix + separator.join(groups)
    found = "".join(words(text))
    assert "".join(char for char in found if char.isdigit()) == "".join(groups)


@given(GROUPS, SEPARATORS)
def test_a_number_reads_the_same_within_a_text(groups: list[str], separator: str) -> None:
    number = separator.join(groups)
    assert words(f"vers {number} ou") == ["vers", *words(number), "ou"]
