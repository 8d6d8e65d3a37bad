"""Highlighting: which ranges of a text are marked."""

from __future__ import annotations

import pytest
from highlighting import exact, folded, forms, glob, marked, phrase

from index.analysis import (
    Sought,
)

CASES: list[tuple[Sought, str, list[str]]] = [
    # by lemma
    (forms("chef"), "Les chefs et le CHEF", ["chefs", "CHEF"]),
    (forms("journaux"), "Un journal", ["journal"]),
    (forms("sécurité"), "LA SECURITE D’ABORD, la sécurité", ["SECURITE", "sécurité"]),
    (forms("cœur"), "Au cœur, aux coeurs", ["cœur", "coeurs"]),
    (forms("rafah"), "Rafah, à Rafah.", ["Rafah", "Rafah"]),
    (forms("aller"), "Il va, nous irons, j’allais, allez-y", ["va", "irons", "allais", "allez"]),
    (forms("zblurf"), "des zblurfs", ["zblurfs"]),
    (forms("œil"), "Les yeux, l’œil et l'oeil", ["yeux", "œil", "oeil"]),
    (
        forms("étudiante"),
        "Les étudiant·e·s, étudiant(e)s, étudiant-e-s.",
        ["étudiant·e·s", "étudiant(e)s", "étudiant-e-s"],
    ),
    (forms("lectrice"), "Nos lecteur·rice·s", ["lecteur·rice·s"]),
    # folded, and as written
    (folded("strasse"), "Die Straße", ["Straße"]),
    (folded("le"), "Le film le plus long", ["Le", "le"]),
    (folded("marche"), "Le marché, la marche, les marchés", ["marché", "marche"]),
    (exact("marché"), "Le marché, la marche, les marchés", ["marché"]),
    (exact("œuvre"), "Une œuvre, une oeuvre", ["œuvre"]),
    (Sought(), "Tout est là", []),
    # globs
    (glob("gener*"), "Le général et les generaux", ["général", "generaux"]),
    (glob("*ment"), "Un logement, la menthe", ["logement"]),
    (glob("aust?n"), "Austin, austen, Austn", ["Austin", "austen"]),
    (glob("?"), "a, à, au", ["a", "à"]),
    # compounds and elisions
    (exact("porteparole"), "Le porte-parole", ["porte-parole"]),
    (exact("parole"), "Le porte-parole", ["parole"]),
    (exact("f16"), "Un F-16, un F16", ["F-16", "F16"]),
    (exact("rd"), "La R&D", ["R&D"]),
    (exact("aide"), "De l’aide, LʼAIDE, l'aide", ["aide", "AIDE", "aide"]),
    (exact("elle"), "Lorsqu’elle va, dit-elle", ["elle", "elle"]),
    (exact("hui"), "Aujourd’hui", []),
    (exact("aujourdhui"), "Aujourd’hui, d'aujourd'hui, aujourdhui", ["Aujourd’hui", "aujourd'hui", "aujourdhui"]),
    (exact("homme"), "Le prud'homme", ["prud'homme"]),
    (exact("obrien"), "Sean O'Brien, OBrien", ["O'Brien", "OBrien"]),
    (exact("mbaré"), "M’Baré, m'a baré", ["M’Baré"]),
    (exact("communal"), "Le commu-\nnal, commu¬ \n nal", ["commu-\nnal", "commu¬ \n nal"]),
    (exact("saint"), "St-Denis, Saint Denis", ["St", "Saint"]),
    # numbers and acronyms
    (
        exact("32000"),
        "32\u202f000, 32\u00a0000, 32\u2009000, 32 000, 32.000",
        [f"32{s}000" for s in "\u202f\u00a0\u2009 ."],
    ),
    (exact("3,5"), "Une hausse de 3,5 %", ["3,5"]),
    (exact("32"), "32 000", []),
    (exact("kg"), "50kg, 50 kg, h2kg", ["kg", "kg"]),
    (exact("50"), "50kg", ["50"]),
    (exact("2e"), "Le 2nd, la 2de, le 2ème", ["2nd", "2de", "2ème"]),
    (exact("no"), "n° 5, nº5, no 5", ["n°", "nº", "no"]),
    (exact("m2"), "25m², 25 m2", ["m²", "m2"]),
    (exact("c++"), "Du C++, du C#, du C", ["C++"]),
    (exact("c"), "Du C++, du C#, du C", ["C"]),
    (exact("l121-3"), "L. 121-3, L121-3, R. 121-3, L 121-3", ["L. 121-3", "L121-3", "L 121-3"]),
    (exact("lo141-1"), "LO 141-1 dit, LO.141-1", ["LO 141-1", "LO.141-1"]),
    (exact("0142758000"), "Au 01 42 75 80 00, 0142758000", ["01 42 75 80 00", "0142758000"]),
    (exact("budget"), "Le budget¹ dit", ["budget"]),
    (exact("onu"), "L’O.N.U. et l’ONU.", ["O.N.U.", "ONU"]),
    # decomposed, with invisible characters, other scripts
    (forms("sécurité"), "La se\u0301curite\u0301 .", ["se\u0301curite\u0301"]),
    (exact("coopération"), "La coo\u00adpé\u00adra\u00adtion", ["coo\u00adpé\u00adra\u00adtion"]),
    (exact("gaza"), "\u200bGa\u200bza\ufeff", ["Ga\u200bza\ufeff"]),
    (exact("київ"), "Місто Київ", ["Київ"]),
    (exact("gaza"), "🙂🙂 Gaza 🙂", ["Gaza"]),
    # phrases: one range, only where the words stand together
    (phrase("aide", "militaire"), "L’aide, et l’aide militaire", ["aide militaire"]),
    (phrase("aide", "militaire"), "L’aide\u00a0militaire", ["aide\u00a0militaire"]),
    (phrase("aide", "militaire"), "aide : militaire", ["aide : militaire"]),
    (phrase("aide", "militaire"), "l’AIDE-MILITAIRE", ["AIDE-MILITAIRE"]),
    (phrase("general", "brown"), "Le général Brown", ["général Brown"]),
    (phrase("general", "brown", as_written=True), "Le général Brown, le general Brown", ["general Brown"]),
    (phrase("pas", "de", "pas"), "pas de pas de pas", ["pas de pas de pas"]),
    (phrase("porte", "parole"), "La parole, la porte", []),
    (phrase(), "Rien", []),
    # near each other: each word on its own
    (
        phrase("general", "austin", slop=3),
        "Le général Brown a rencontré Austin, général.",
        ["général", "Austin", "général"],
    ),
    (phrase("general", "austin", slop=1), "Le général Brown a rencontré hier Austin.", []),
]


@pytest.mark.parametrize(("sought", "text", "wanted"), CASES)
def test_marks(sought: Sought, text: str, wanted: list[str]) -> None:
    assert marked(text, sought) == wanted


def test_a_word_inside_a_phrase_is_part_of_its_range() -> None:
    assert marked("a b c a", Sought(exact=frozenset("b"), phrases=phrase("a", "b", "c").phrases)) == ["a b c"]
    assert marked("a b c a", Sought(exact=frozenset("a"), phrases=phrase("a", "b").phrases)) == ["a b", "a"]


def test_ranges_that_only_touch_stay_two() -> None:
    assert marked("東·京", exact("東", "京")) == ["東", "京"]
