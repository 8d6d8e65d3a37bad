"""Tokenizing, rule by rule."""

from __future__ import annotations

from itertools import groupby

import pytest
from french_texts import LOOK_ALIKES

from index.analysis import Role, tokens
from index.analysis.rules import LONGEST_JOINED


def words(text: str) -> list[str]:
    """The words as written, in order; joined compounds and words inside others left out."""
    return [token.exact for token in tokens(text) if token.is_word]


def all_words(text: str) -> list[tuple[str, ...]]:
    """The forms of each position."""
    row = groupby(tokens(text), key=lambda token: token.position)
    return [tuple(dict.fromkeys(token.exact for token in group)) for _, group in row]


def roles(text: str, role: Role) -> list[str]:
    return [token.exact for token in tokens(text) if token.role is role]


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
        ("50 % 10€ n°5", ["50", "10", "no", "5"]),
        ("1er XIXe", ["1er", "xixe"]),
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
    [
        ("l'aide", ["l", "aide"]),
        ("L'AIDE", ["l", "aide"]),
        ("aujourd'hui", ["aujourdhui"]),
        ("O'Brien", ["o", "brien"]),
    ],
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
        ("d'aujourd'hui", ["d", "aujourdhui"]),
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
    ("text", "parts", "joined"),
    [
        ("aujourd'hui", ["aujourdhui"], None),
        ("aujourdhui", ["aujourdhui"], None),
        ("aujourd hui", ["aujourdhui", "hui"], None),
        ("presqu'île", ["presqu", "île"], "presquîle"),
        ("Presqu’îles", ["presqu", "îles"], "presquîles"),
        ("PRUD’HOMMES", ["prud", "hommes"], "prudhommes"),
        ("prud'homal", ["prud", "homal"], "prudhomal"),
        ("quelqu'un", ["quelqu", "un"], "quelquun"),
        ("grand'mère", ["grand", "mère"], "grandmère"),
        ("Grand'Rue", ["grand", "rue"], "grandrue"),
        ("entr'ouvertes", ["entr", "ouvertes"], "entrouvertes"),
        ("s'entr'aider", ["s", "entr", "aider"], "entraider"),
        ("O'Brien", ["o", "brien"], "obrien"),
        ("rock'n'roll", ["rock", "n", "roll"], "rocknroll"),
        ("N'Djamena", ["n", "djamena"], "ndjamena"),
        ("M’Baré", ["m", "baré"], "mbaré"),
        ("L'olivier", ["l", "olivier"], None),
        ("l'marais", ["l", "marais"], None),
        ("presqu'un", ["presqu", "un"], None),
        ("n'habite", ["n", "habite"], None),
    ],
)
def test_apostrophes_that_are_no_elisions(text: str, parts: list[str], joined: str | None) -> None:
    assert words(text) == parts
    assert roles(text, Role.JOINED) == ([joined] if joined else [])


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
        ("2-3", ["2", "3"], ["2-3"]),
        ("16-1-2 bis", ["16", "1", "2", "bis"], ["16-1-2"]),
        ("978-2-07-036822-8", ["978", "2", "07", "036822", "8"], ["9782070368228"]),
        ("2-07-036822-X", ["2", "07", "036822", "x"], ["207036822x"]),
        ("F-16", ["f", "16"], ["f16"]),
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


@pytest.mark.parametrize("end", ["-\n", "-\r\n", "‐\n", "¬\n", "\u00ad\n", "- \n", "-  \n   ", "\u00ad\r\n\t"])
def test_a_word_broken_at_the_end_of_a_line(end: str) -> None:
    text = f"le commu{end}nal, ici"
    assert words(text) == ["le", "commu", "nal", "ici"]
    assert roles(text, Role.JOINED) == ["communal"]
    assert {token.unit for token in tokens(text)} == {0, 1, 2}


@pytest.mark.parametrize(
    "text", ["2023-\n2024", "mot -\nmot", "mot-\n\nmot", "mot\n-mot", "mot-\n- mot", "mot-      \nmot"]
)
def test_what_is_no_broken_word(text: str) -> None:
    assert roles(text, Role.JOINED) == []


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


@pytest.mark.parametrize("elision", ["qu'", "l’", "jusqu'"])
def test_many_elisions_in_a_row_are_read(elision: str) -> None:
    read = tokens(elision * 50_000 + "aide")
    assert (len(read), read[-1].exact, read[-1].position, read[-1].unit) == (50_001, "aide", 50_000, 50_000)
    assert words(elision * 700 + "aujourd'hui")[-1] == "aujourdhui"
