"""How queries are read: what is unfinished, what goes on without end, and how the answer says what it read."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from query_trees import ANYTHING, read, w

from searcher.query.parser import DEEPEST, MOST_LEXEMES
from searcher.query.render import read_as
from searcher.query.tree import (
    Boosted,
    Both,
    Either,
    InField,
    Row,
    Tree,
    Without,
    Words,
)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", Row(())),
        ("   ", Row(())),
        ("?!… ;", Row(())),
        ("-", Row(())),
        ("=", Row(())),
        ("~", Row(())),
        ("_", Row(())),
        ('""', Row(())),
        ('"!"', Row(())),
        ("()", Row(())),
        ("((((", Row(())),
        ("))))", Row(())),
        ('"Rafah', w('"Rafah')),
        ("«Rafah", w("«Rafah")),
        ('Rafah"', w('Rafah"')),
        ("(Rafah", w("Rafah")),
        ("Rafah)", w("Rafah")),
        (")Rafah(", w("Rafah")),
        ("(a OU b", Either((w("a"), w("b")))),
        ("a) OU b", Either((w("a"), w("b")))),
        ("a OU b)) ET c", Either((w("a"), Both((w("b"), w("c")))))),
        ("ET", w("ET")),
        ("gordien ET SAUF", Row((w("gordien"), w("ET"), w("SAUF")))),
        ("ET ET ET", Row((w("ET"), w("ET"), w("ET")))),
        ("ET Rafah", Row((w("ET"), w("Rafah")))),
        ("Rafah AND", Row((w("Rafah"), w("AND")))),
        ("OU Rafah OU", Row((w("OU"), w("Rafah"), w("OU")))),
        ("(Rafah OU)", Row((w("Rafah"), w("OU")))),
        ("a ET ET b", Both((Row((w("a"), w("ET"))), w("b")))),
        ("Rafah SAUF", Row((w("Rafah"), w("SAUF")))),
        ("Rafah -", w("Rafah -")),
        ("--Rafah", w("--Rafah")),
    ],
)
def test_what_is_unfinished_is_read_as_words(query: str, tree: Tree) -> None:
    assert read(query) == tree


def depth(tree: Tree) -> int:
    match tree:
        case Row(nodes) | Both(nodes) | Either(nodes):
            return 1 + max(map(depth, nodes), default=0)
        case Without(node) | InField(_, node) | Boosted(node):
            return 1 + depth(node)
        case _:
            return 0


def test_ten_thousand_brackets_are_read() -> None:
    assert read("(" * 1_000 + "a") == w("a")
    assert read("(" * 900 + "a" + ")" * 900 + " OU b") == Either((w("a"), w("b")))
    assert read("(" * 10_000 + "a" + ")" * 10_000) == Row(())
    assert 1 < depth(read("a (OU b " * 5_000)) <= 4 * DEEPEST
    assert 1 < depth(read("SAUF (a " * 5_000)) <= 4 * DEEPEST


def test_a_query_without_end_is_read_as_far_as_it_matters() -> None:
    words = read("mot " * 100_000)
    assert isinstance(words, Words)
    assert len(words.text) <= 2_000
    quoted = read('"a" ' * 1_000)
    assert isinstance(quoted, Row)
    assert len(quoted.nodes) == MOST_LEXEMES


# --- the tree → how it was read


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("Gaza : cessez-le-feu ?", "Gaza : cessez-le-feu"),
        ("50 %", "50"),
        ("« aide   militaire »", '"aide militaire"'),
        ("« l’« aide »", 'l "aide"'),
        ('"«a»b"', '"a b"'),
        ("intitle:james", "intitle james"),
        ("mot~0", "mot~0"),
        ('« il dit "non" »', '«il dit "non»'),
        ("a AND b OR c", "(a ET b) OU c"),
        ("a NOT b", "a SAUF b"),
        ("-a b", "SAUF (a) b"),
        ("-(a b) c", "SAUF (a b) c"),
        ("-titre:x", "SAUF titre:x"),
        ("titre:(a b)", "titre:(a b)"),
        ("(a b)^3", "(a b)^3"),
        ("mot^2,50", "mot^2.5"),
        ("mot^0,00001", "mot^0.00001"),
        ("date:mars 2024", "date:2024-03..2024-03-31"),
        ("date:hier Rafah", "date:2024-03-26 Rafah"),
        ("date:2024.. Rafah", "date:depuis 2024 Rafah"),
        ("date:<2024", "date:jusqu'au 2023-12-31"),
        ('chemin:"mon dossier"', 'chemin:"*mon dossier*"'),
        ("type:.MD", "type:md"),
        ("ET Rafah", "et Rafah"),
        ("Rafah AND", "Rafah and"),
        ("date:jamais", "date jamais"),
        ("date:2024-03-26 18h30 budget", "date:2024-03-26 18h30 budget"),
        ("date:26 mars 2024 9:05 budget", "date:2024-03-26 9:05 budget"),
        ("Rafah)", "Rafah"),
        ("a(b)", "a b"),
        ('"Rafah', "Rafah"),
        ("?!", ""),
    ],
)
def test_the_answer_says_how_the_query_was_read(query: str, said: str) -> None:
    assert read_as(read(query)) == said


@given(ANYTHING)
@example("a ET ET b")
@example("date:..2024")
@example("-Rafah Paris")
@example('«a»b"')
@example("titre:(-x)")
@example('(("a b"^2)^3)')
@example("mot^0,00000001")
@example('date:0001"0 H')
@settings(max_examples=400)
def test_reading_what_was_read_says_the_same(query: str) -> None:
    said = read_as(read(query))
    assert read_as(read(said)) == said
    assert "\n" not in said


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Z", "C"]), max_size=300))
def test_any_text_is_read(query: str) -> None:
    read_as(read(query))
