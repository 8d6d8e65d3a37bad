"""Marks: the ranges of a stored text that a query found; and the snippets that show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import french_texts
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.analysis.finding import places_of
from index.analysis.reading import tokens
from index.engines.protocol import Engine
from index.engines.query import All, Any, Everything, Form, Node, Not, Phrase, Term, Where
from index.engines.registry import open_engine
from index.engines.scoring import phrase_starts
from index.model import Article, Passage
from searcher.marks import Mark, Marker
from searcher.query.build import Builder
from searcher.query.forms import Forms
from searcher.query.parser import parse
from searcher.snippets import LONGEST, SLACK, snippet

TODAY = date(2024, 3, 27)


def marks(text: str, node: Node) -> list[tuple[int, int]]:
    (found,) = Marker(node).marks([text])
    return found


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


@pytest.fixture
def engine_of(tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Makes an engine over paragraphs, those of one article."""
    opened: list[Engine] = []

    def make(*paragraphs: str) -> Engine:
        engine = open_engine("whoosh", tmp_path)
        passages = tuple(Passage(number, text) for number, text in enumerate(paragraphs, start=1))
        with engine.batch() as batch:
            batch.put("d/a.txt", [Article("d/a.txt", "d/a.txt", "txt", "", passages)])
        opened.append(engine)
        return engine

    yield make
    for engine in opened:
        engine.close()


def node_of(query: str, engine: Engine, *, family: bool = False) -> Node:
    return Builder(Forms(engine), family=family).build(parse(query, TODAY)).match


def marked(text: str, found: list[Mark]) -> list[str]:
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(("query", "text", "wanted"), CASES)
def test_marks(query: str, text: str, wanted: list[str], engine_of: Callable[..., Engine]) -> None:
    assert marked(text, marks(text, node_of(query, engine_of(text)))) == wanted


def test_the_family_is_marked_when_it_is_asked_for(engine_of: Callable[..., Engine]) -> None:
    text = "Il faut négocier : la négociation avance."
    engine = engine_of(text)
    assert marked(text, marks(text, node_of("négociation", engine))) == ["négociation"]
    assert marked(text, marks(text, node_of("négociation", engine, family=True))) == ["négocier", "négociation"]


def term(*words: str) -> Term:
    return Term(tuple(map(Form, words)))


def phrase(*words: str, slop: int = 0) -> Phrase:
    return Phrase(tuple((Form(word),) for word in words), slop)


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        (term("a", "b"), ["a", "b", "a"]),
        (All((term("a"), Not(term("b")))), ["a", "a"]),
        (Any((term("c"), term("b"))), ["b", "c"]),
        (Any((term("a"), phrase("a", "b"))), ["a b", "a"]),
        (phrase("b", "c"), ["b c"]),
        (Any((phrase("a", "b", "c"), term("b"))), ["a b c"]),
        (phrase("c", "a", slop=5), ["c", "a"]),
        (Any(()), []),
        (Everything(), []),
    ],
)
def test_marks_of_nodes(node: Node, wanted: list[str]) -> None:
    assert marked("a b c a", marks("a b c a", node)) == wanted


# --- properties

TEXTS = st.text(
    alphabet=st.sampled_from("aeéÉeœlLdn' ’-·.,()s\u0301\u00ad\u200b3 2\u202f0\n!«ß中") | st.characters(), max_size=40
)


def leaves(node: Node) -> Iterator[Form]:
    match node:
        case Term(forms):
            yield from forms
        case Phrase(slots):
            for slot in slots:
                yield from slot
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from leaves(child)
        case Not() | Everything() | Where():
            return


@st.composite
def texts_and_nodes(draw: st.DrawFn) -> tuple[str, Node]:
    """A text, and a node of words that stand in it."""
    text = draw(TEXTS)
    words = sorted({token.word for token in tokens(text)}) or ["a"]
    form = st.builds(Form, st.sampled_from(words))
    forms = st.lists(form, min_size=1, max_size=3).map(tuple)
    slots = st.lists(forms, min_size=1, max_size=3).map(tuple)
    leaf = st.builds(Term, forms) | st.builds(Phrase, slots, st.integers(0, 3))
    node: Node = draw(st.builds(Any, st.lists(leaf, min_size=1, max_size=3).map(tuple)))
    return text, node


@given(texts_and_nodes())
@example(("l’e\u0301\u00adte\u0301 (32\u202f000)", term("été", "32000")))
@example(("a-b", Any((term("ab"), phrase("a", "b")))))
@settings(max_examples=300)
def test_marks_lie_in_the_text_in_order_and_apart(drawn: tuple[str, Node]) -> None:
    text, node = drawn
    found = marks(text, node)
    ends = [end for _, end in found]
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(end <= start for end, (start, _) in zip(ends, found[1:], strict=False))
    cuts = [0, *(place for mark in found for place in mark), len(text)]
    assert "".join(text[low:high] for low, high in pairwise(cuts)) == text


@given(texts_and_nodes())
@settings(max_examples=300)
def test_each_mark_holds_a_word_that_was_looked_for(drawn: tuple[str, Node]) -> None:
    text, node = drawn
    wanted = {form.word for form in leaves(node)}
    read = [token for token in tokens(text) if token.word in wanted]
    for start, end in marks(text, node):
        assert any(start <= token.start and token.end <= end for token in read)


@st.composite
def texts_and_phrases(draw: st.DrawFn) -> tuple[str, Phrase]:
    """A text of several parts, and a phrase of words that stand in it."""
    text = " ".join(
        draw(st.lists(french_texts.TEXTS | st.sampled_from(["a", "le mot", "— ", "3 000", "a-b"]), max_size=9))
    )
    words = sorted({token.word for token in tokens(text)}) or ["a"]
    slot = st.lists(st.builds(Form, st.sampled_from(words)), min_size=1, max_size=2).map(tuple)
    slots = st.lists(slot, min_size=2, max_size=3).map(tuple)
    return text, Phrase(draw(slots), draw(st.integers(0, 4)))


@given(texts_and_phrases())
@example(("le a  —  le mot a a-b le", phrase("le", "mot", slop=2)))
@example(("a — — b 3 000 a", phrase("b", "3000", "a")))
@settings(max_examples=300)
def test_phrases_are_marked_as_if_all_of_the_text_were_read(drawn: tuple[str, Phrase]) -> None:
    text, node = drawn
    slots = [{form.word for form in slot} for slot in node.slots]
    read = places_of(text, set().union(*slots))
    rows = [{found.place: found for found in read if found.word in words} for words in slots]
    together = [
        [row[place] for row, place in zip(rows, starts, strict=True)]
        for starts in phrase_starts([sorted(row) for row in rows], node.slop)
    ]
    whole = [(min(f.start for f in found), max(f.end for f in found)) for found in together]
    each = [(f.start, f.end) for found in together for f in found]
    covered = {place for start, end in (each if node.slop else whole) for place in range(start, end)}
    assert {place for start, end in marks(text, node) for place in range(start, end)} == covered


@given(TEXTS.filter(tokens), st.data())
@settings(max_examples=300)
def test_a_word_of_the_text_is_marked_wherever_it_stands(text: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(tokens(text))).word
    found = marks(text, term(word))
    for token in tokens(text):
        if token.word == word:
            assert any(start <= token.start and token.end <= end for start, end in found)


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


@given(row=WORDS, data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_mark_reads_as_a_word_of_the_query(
    row: list[str], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = " ".join(row)
    engine = open_engine("whoosh", tmp_path_factory.mktemp("engine"))
    with engine.batch() as batch:
        batch.put("a.txt", [Article("a.txt", "a.txt", "txt", "", (Passage(1, text),))])
    query = data.draw(st.sampled_from(row))
    node = node_of(query, engine)
    engine.close()
    wanted = {form.word for form in leaves(node)}
    found = marks(text, node)
    assert found
    for start, end in found:
        assert {token.word for token in tokens(text[start:end])} & wanted


# --- snippets


def test_a_short_passage_is_shown_whole() -> None:
    text = "x" * LONGEST
    part = snippet(text, [(0, 3)])
    assert (part.text, part.marks, part.before, part.after) == (text, [(0, 3)], False, False)


def test_a_long_passage_is_cut_around_the_most_marks() -> None:
    text = "un mot " * 100 + "Rafah et Gaza " + "un mot " * 100 + "Rafah"
    found = marks(text, Any((term("rafah"), term("gaza"))))
    part = snippet(text, found, 60)
    assert "Rafah et Gaza" in part.text
    assert marked(part.text, list(part.marks)) == ["Rafah", "Gaza"]
    assert part.before
    assert part.after
    assert part.text.split() == [word for word in part.text.split() if word in {"un", "mot", "Rafah", "et", "Gaza"}]


@pytest.mark.parametrize("found", [[], [(0, 2)]])
def test_the_beginning_is_shown_where_nothing_speaks_against_it(found: list[Mark]) -> None:
    part = snippet("un mot " * 100, found, 60)
    assert part.text.startswith("un mot")
    assert not part.before
    assert part.after


def test_the_end_is_not_said_to_be_cut() -> None:
    text = "un mot " * 100 + "Rafah"
    part = snippet(text, marks(text, term("rafah")), 60)
    assert part.text.endswith("Rafah")
    assert part.before
    assert not part.after


@given(texts_and_nodes(), st.integers(1, 60))
@settings(max_examples=300)
def test_a_snippet_is_a_part_of_the_text_with_its_marks(drawn: tuple[str, Node], longest: int) -> None:
    text, node = drawn
    found = marks(text, node)
    part = snippet(text, found, longest)
    assert len(part.text) <= longest
    offset = next(
        start
        for start in range(len(text) + 1)
        if text[start : start + len(part.text)] == part.text
        and (start > 0) == part.before
        and (start + len(part.text) < len(text)) == part.after
    )
    assert offset <= len(text)
    whole = {text[low:high] for low, high in found}
    for low, high in part.marks:
        assert 0 <= low < high <= len(part.text)
        assert any(part.text[low:high] in one for one in whole)


@given(st.lists(st.sampled_from(["mot", "Rafah", "Gaza"]), min_size=30, max_size=120), st.integers(80, 200))
def test_a_snippet_marks_the_strings_that_the_passage_has(row: list[str], longest: int) -> None:
    text = " ".join(row)
    found = marks(text, Any((term("rafah"), term("gaza"))))
    part = snippet(text, found, longest)
    assert len(part.text) <= longest
    assert bool(part.marks) == bool(found)
    assert marked(part.text, list(part.marks)) == [word for word in part.text.split() if word != "mot"]
    assert len(part.text) >= min(len(text), longest - 2 * SLACK)
