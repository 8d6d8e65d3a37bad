"""Highlights: what a query marks in a text, and the snippets that show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Span, encode, fold, tokens
from index.engines.protocol import TermCount
from index.engines.query import Field
from searcher.highlights import highlighter
from searcher.query import Builder, parse

TODAY = date(2024, 3, 27)


class OneText:
    """The dictionary of an index that holds one text."""

    def __init__(self, text: str) -> None:
        found = encode(text)
        fields = {Field.WORDS: found.words, Field.EXACT: found.exact, Field.LEMMAS: found.lemmas}
        self._fields = {field: Counter(terms.split()) for field, terms in fields.items()}

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        found = self._fields.get(field, Counter()).most_common()
        return [TermCount(text, count) for text, count in found if text.startswith(prefix)][:most]

    def frequency(self, field: Field, text: str) -> int:
        return self._fields.get(field, Counter())[text]


def highlights(query: str, text: str, *, family: bool = False) -> list[Span]:
    question = Builder(OneText(text), family=family).build(parse(query, TODAY))
    (found,) = highlighter(question).marks([text])
    return found


def marked(text: str, found: Sequence[Span]) -> list[str]:
    return [text[start:end] for start, end in found]


# (query, text, what is marked of it)
CASES = [
    # words, by every form they stand for
    ("Rafah", "Rafah, à Rafah.", ["Rafah", "Rafah"]),
    ("securite", "Le Conseil de sécurité vote", ["sécurité"]),
    ("sécurité", "LA SECURITE D’ABORD", ["SECURITE"]),
    ("chef", "Les chefs et le CHEF", ["chefs", "CHEF"]),
    ("journaux", "Un journal", ["journal"]),
    ("coeur", "Au cœur", ["cœur"]),
    ("strasse", "Die Straße", ["Straße"]),
    ("le feu", "Le feu, le beau feu", ["feu", "feu"]),
    ("le", "Le film le plus long", ["Le", "le"]),
    ("Rafah Gaza", "Entre Rafah et Gaza", ["Rafah", "Gaza"]),
    ("Rafah OU Paris", "Entre Rafah et Gaza", ["Rafah"]),
    ("Rafah SAUF Paris", "Rafah et Paris", ["Rafah"]),
    ("Rafah^3", "Rafah", ["Rafah"]),
    ("titre:Rafah", "Rafah", ["Rafah"]),
    ("*", "Tout est là", []),
    ("date:2024", "En 2024", []),
    # patterns and near spellings
    ("génér*", "Le général et les generaux", ["général", "generaux"]),
    ("l’aid*", "L’aide d’aider", ["aide", "aider"]),
    ("Aust?n", "Austin, austen, Austn", ["Austin", "austen"]),
    ("Rafha~", "La ville de Rafah", ["Rafah"]),
    # as written
    ("=marché", "Le marché, la marche, les marchés", ["marché"]),
    ('="généraux"', "Généraux et generaux", ["Généraux"]),
    # phrases: one mark over the whole of it, only where it stands together
    ('"aide militaire"', "L’aide, et l’aide militaire", ["aide militaire"]),
    ('"aide militaire"', "L’aide\u00a0militaire", ["aide\u00a0militaire"]),
    ('"aide militaire"', "aide : militaire", ["aide : militaire"]),
    ('"aide militaire"', "l’AIDE-MILITAIRE", ["AIDE-MILITAIRE"]),
    ('"general brown"', "Le général Brown", ["général Brown"]),
    ('"pas de pas"', "pas de pas de pas", ["pas de pas de pas"]),
    ('"32 000"', "Plus de 32000 morts", ["32000"]),
    ('"porte parole"', "La parole, la porte", []),
    # near each other: each word on its own
    ('"général Austin"~3', "Le général Brown a rencontré Austin, général.", ["général", "Austin", "général"]),
    ('"général Austin"~1', "Le général Brown a rencontré hier Austin.", []),
    # compounds, both ways
    ("porte-parole", "Le porte-parole", ["porte-parole"]),
    ("porte-parole", "Les porte-paroles", ["porte-paroles"]),
    ("porte parole", "Le porte-parole", ["porte", "parole"]),
    ("major-général", "Le major général", ["major général"]),
    ("weekend", "Un week-end", ["week-end"]),
    ("week-end", "Un weekend", ["weekend"]),
    ("F16", "Un F-16", ["F-16"]),
    ("F-16", "Un F16", ["F16"]),
    ("Etats-Unis", "Les États-Unis", ["États-Unis"]),
    ("palestinien", "israélo-palestinien", ["palestinien"]),
    # elision
    ("aide", "De l’aide, LʼAIDE, l'aide", ["aide", "AIDE", "aide"]),
    ("l’aide", "D’aide", ["aide"]),
    ("aujourd'hui", "Aujourd’hui", ["Aujourd’hui"]),
    ("hui", "Aujourd’hui", []),
    ("elle", "Lorsqu’elle", ["elle"]),
    # numbers
    ("32000", "32\u202f000, 32\u00a0000, 32\u2009000, 32 000, 32.000", [f"32{s}000" for s in "\u202f\u00a0\u2009 ."]),
    ("32 000", "32000", ["32000"]),
    ("3,5", "Une hausse de 3,5 %", ["3,5"]),
    ("32", "32 000", []),
    # acronyms
    ("ONU", "L’O.N.U. et l’ONU.", ["O.N.U.", "ONU"]),
    ("o.n.u.", "L’ONU", ["ONU"]),
    # inclusive writing
    ("étudiante", "Les étudiant·e·s, étudiant(e)s, étudiant-e-s.", ["étudiant·e·s", "étudiant(e)s", "étudiant-e-s"]),
    ("lectrice", "Nos lecteur·rice·s", ["lecteur·rice·s"]),
    # the text as it stands: decomposed, with invisible characters
    ("sécurité", "La se\u0301curite\u0301 .", ["se\u0301curite\u0301"]),
    ("se\u0301curite\u0301", "La sécurité.", ["sécurité"]),
    ("coopération", "La coo\u00adpé\u00adra\u00adtion", ["coo\u00adpé\u00adra\u00adtion"]),
    ("Gaza", "\u200bGa\u200bza\ufeff", ["Ga\u200bza\ufeff"]),
    ("Київ", "Місто Київ", ["Київ"]),
    ("Gaza", "🙂🙂 Gaza 🙂", ["Gaza"]),
]


@pytest.mark.parametrize(("query", "text", "wanted"), CASES)
def test_what_is_highlighted(query: str, text: str, wanted: list[str]) -> None:
    assert marked(text, highlights(query, text)) == wanted


def test_the_family_is_highlighted_when_it_is_asked_for() -> None:
    text = "Il faut négocier : la négociation avance."
    assert marked(text, highlights("négociation", text)) == ["négociation"]
    assert marked(text, highlights("négociation", text, family=True)) == ["négocier", "négociation"]


WORDS = st.lists(
    st.sampled_from(
        [
            "Gaza",
            "l’aide",
            "sécurité",
            "se\u0301curite\u0301",
            "32 000",
            "O.N.U.",
            "porte-parole",
            "étudiant·e·s",
            "le",
            "l'État",
        ]
    ),
    min_size=1,
    max_size=8,
)


@given(WORDS, st.data())
def test_each_highlight_reads_as_a_word_of_the_query(row: list[str], data: st.DataObject) -> None:
    text = " ".join(row)
    query = data.draw(st.sampled_from(row))
    found = highlights(query, text)
    assert found
    wanted = {fold(token.exact) for token in tokens(query)}
    for start, end in found:
        assert {fold(token.exact) for token in tokens(text[start:end])} & wanted


# --- snippets
