"""Reading: text → words, rule by rule, and what holds for any text at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby, pairwise

import pytest
from french_texts import ANY_SIGN, LOOK_ALIKES, NBSP, NNBSP, SIGN, TEXTS, THIN, mixed
from hypothesis import given

from index.analysis.chunks import APOSTROPHES, IGNORED, MIDDLE_DOTS
from index.analysis.normalise import fold_case, normalise
from index.analysis.pieces import Role
from index.analysis.reading import places, tokens
from index.analysis.rules import LONGEST_JOINED


def words(text: str) -> list[str]:
    """The words as written, in order; joined compounds and words inside others left out."""
    return [token.word for token in tokens(text) if token.role is Role.WORD]


def all_words(text: str) -> list[tuple[str, ...]]:
    return [tuple(forms) for forms in places(text)]


def roles(text: str, role: Role) -> list[str]:
    return [token.word for token in tokens(text) if token.role is role]


# -- plain words, case and accents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \t\n", []),
        ("… ?! « » — ()", []),
        ("Le chat dort.", ["le", "chat", "dort"]),
        ("ÉTÉ", ["été"]),
        ("Été, été ; ETE", ["été", "été", "ete"]),
        ("cœur Œuvre ŒUVRE", ["cœur", "œuvre", "œuvre"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("ﬁn", ["fin"]),
        ("un_deux __init__", ["un", "deux", "init"]),
        ("mot.Autre", ["mot", "autre"]),
        ("M. Dupont, etc.", ["m", "dupont", "etc"]),
        ("50 % 10€ n°5", ["50", "10", "n", "5"]),
        ("1er XIXe 20h30", ["1er", "xixe", "20h30"]),
        ("😀 salut 👩‍🚀", ["salut"]),
    ],
)
def test_plain_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Привет, Мир", ["привет", "мир"]),
        ("東京都 大阪", ["東京都", "大阪"]),
        ("غزة", ["غزة"]),
        ("שלום", ["שלום"]),
        ("ΑΘΗΝΑΣ", ["αθηνασ"]),
        ("한국", ["한국"]),
        ("हिन्दी", ["हिन्दी"]),
    ],
)
def test_other_scripts_are_words_too(text: str, expected: list[str]) -> None:
    assert words(text) == expected


# -- elisions


@pytest.mark.parametrize("apostrophe", LOOK_ALIKES)
@pytest.mark.parametrize(
    ("written", "expected"),
    [("l'aide", ["l", "aide"]), ("L'AIDE", ["l", "aide"]), ("aujourd'hui", ["aujourd'hui"]), ("O'Brien", ["o'brien"])],
)
def test_every_apostrophe_is_one(apostrophe: str, written: str, expected: list[str]) -> None:
    assert words(written.replace("'", apostrophe)) == expected


ELIDED = ["c", "d", "j", "l", "m", "n", "s", "t", "ç", "z", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"]
ELIDED += ["quelqu", "entr"]


@pytest.mark.parametrize("before", ELIDED)
@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_elisions_split_whatever_the_case(before: str, case: type[str]) -> None:
    assert words(case(f"{before}'eux")) == [before, "eux"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("d'aujourd'hui", ["d", "aujourd'hui"]),
        ("qu'on l'aime", ["qu", "on", "l", "aime"]),
        ("l'", ["l"]),
        ("l' aide", ["l", "aide"]),
        ("l''aide", ["l", "aide"]),
        ("'aide'", ["aide"]),
        ("ʼaideʼ", ["aide"]),
        ("ʼ·ʼ", []),
        ("s'(e)", ["s", "e"]),
        ("qu'a-t-on", ["qu", "a", "t", "on"]),
        ("l'O.N.U.", ["l", "onu"]),
        ("d'1,5", ["d", "1", "5"]),
        ("l'étudiant·e", ["l", "étudiant", "étudiante"]),
    ],
)
def test_elisions_before_anything(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "whole", "inside"),
    [
        ("aujourd'hui", "aujourd'hui", []),
        ("presqu'île", "presqu'île", ["île"]),
        ("Presqu’îles", "presqu'îles", ["îles"]),
        ("prud'homme", "prud'homme", ["homme"]),
        ("PRUD’HOMMES", "prud'hommes", ["hommes"]),
        ("quelqu'un", "quelqu'un", ["un"]),
        ("grand'mère", "grand'mère", ["mère"]),
        ("O'Brien", "o'brien", ["brien"]),
        ("rock'n'roll", "rock'n'roll", ["rock", "roll"]),
        ("N'Djamena", None, None),
    ],
)
def test_kept_words(text: str, whole: str | None, inside: list[str] | None) -> None:
    if whole is None or inside is None:
        assert words(text) == ["n", "djamena"]
        return
    assert words(text) == [whole]
    assert roles(text, Role.PART) == inside
    assert {(token.start, token.end, token.place) for token in tokens(text)} == {(0, len(text), 0)}


# -- compounds and clitics


@pytest.mark.parametrize(
    ("text", "parts", "joined"),
    [
        ("porte-parole", ["porte", "parole"], ["porteparole"]),
        ("Jean-Pierre", ["jean", "pierre"], ["jeanpierre"]),
        ("arc-en-ciel", ["arc", "en", "ciel"], ["arcenciel"]),
        ("rendez-vous", ["rendez", "vous"], ["rendezvous"]),
        ("Garde-à-vous", ["garde", "à", "vous"], ["gardeàvous"]),
        ("au-delà", ["au", "delà"], ["audelà"]),
        ("covid-19", ["covid", "19"], ["covid19"]),
        ("81-766", ["81", "766"], ["81766"]),
        ("75-001-2", ["75", "001", "2"], ["750012"]),
        ("R&D", ["r", "d"], ["rd"]),
        ("AT&T", ["at", "t"], ["att"]),
        ("tiret‑insécable", ["tiret", "insécable"], ["tiretinsécable"]),
        ("tiret‐vrai", ["tiret", "vrai"], ["tiretvrai"]),
        ("-mot-", ["mot"], []),
        ("mot - mot", ["mot", "mot"], []),
        ("mot – mot—mot", ["mot", "mot", "mot"], []),
        ("dis-moi", ["dis", "moi"], []),
        ("parle-t-il", ["parle", "t", "il"], []),
        ("donne-le-moi", ["donne", "le", "moi"], []),
        ("va-t'en", ["va", "t", "en"], []),
        ("celui-ci", ["celui", "ci"], []),
        ("ceux-là", ["ceux", "là"], []),
        ("est-elle", ["est", "elle"], []),
        ("ARRIVE-T-ELLE", ["arrive", "t", "elle"], []),
        ("Jean-Pierre-là", ["jean", "pierre", "là"], ["jeanpierre"]),
        ("l'ex-ministre", ["l", "ex", "ministre"], ["exministre"]),
        ("c'est-à-dire", ["c", "est", "à", "dire"], ["estàdire"]),
    ],
)
def test_compounds(text: str, parts: list[str], joined: list[str]) -> None:
    assert words(text) == parts
    assert roles(text, Role.JOINED) == joined


def test_a_joined_form_stands_at_the_place_of_the_first_part() -> None:
    assert all_words("le porte-parole parle") == [("le",), ("porteparole", "porte"), ("parole",), ("parle",)]


def test_a_joined_form_covers_the_compound() -> None:
    text = "un porte-parole ici"
    joined = next(token for token in tokens(text) if token.role is Role.JOINED)
    assert text[joined.start : joined.end] == "porte-parole"


def test_clitics_are_units_of_their_own_and_compounds_are_one() -> None:
    assert [token.unit for token in tokens("arc-en-ciel dis-moi")] == [0, 0, 0, 0, 1, 2]


@pytest.mark.parametrize("length", [LONGEST_JOINED, LONGEST_JOINED + 1])
def test_long_chains_are_not_joined(length: int) -> None:
    joined = roles("a" * (length // 2) + "-" + "b" * (length - length // 2), Role.JOINED)
    assert bool(joined) == (length <= LONGEST_JOINED)


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
        ("J.-C.", ["j", "c"]),
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
    assert all(0 <= token.start < token.end <= len(text) and token.word for token in found)
    for before, after in pairwise(found):
        assert before.start <= after.start
        assert after.place in (before.place, before.place + 1)
        assert after.unit in (before.unit, before.unit + 1)
    assert not found or (found[0].place, found[0].unit) == (0, 0)


@given(TEXTS)
def test_places_and_tokens_agree(text: str) -> None:
    grouped = [tuple(dict.fromkeys(t.word for t in group)) for _, group in groupby(tokens(text), lambda t: t.place)]
    assert all_words(text) == grouped


@given(TEXTS)
def test_a_marked_word_read_alone_is_that_word(text: str) -> None:
    for token in tokens(text):
        assert token.word in {other.word for other in tokens(text[token.start : token.end])}


@given(TEXTS)
def test_no_letter_is_left_out(text: str) -> None:
    covered = {place for token in tokens(text) for place in range(token.start, token.end)}
    missed = {sign for place, sign in enumerate(text) if sign.isalnum() and place not in covered}
    assert missed <= set(APOSTROPHES)


@given(mixed(SIGN))
def test_reading_does_not_depend_on_composition(text: str) -> None:
    composed = all_words(unicodedata.normalize("NFC", text))
    assert all_words(unicodedata.normalize("NFD", text)) == composed
    assert all_words(text) == composed


@given(TEXTS)
def test_words_are_folded_composed_and_visible(text: str) -> None:
    for token in tokens(text):
        assert token.word == fold_case(token.word)
        assert not set(token.word) & set(IGNORED)


@given(TEXTS)
def test_reading_again_gives_the_same(text: str) -> None:
    first = (tokens(text), places(text))
    assert (tokens(text), places(text)) == first


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
