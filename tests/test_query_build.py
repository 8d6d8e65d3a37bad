"""What an engine is asked beside bare words: what is required, what scores, and what is highlighted."""

from __future__ import annotations

import pytest
from query_building import Dictionary, held, question, required, words_of

from index.engines.protocol import Neighbours
from index.engines.query import (
    EVERYTHING,
    All,
    Any,
    Dated,
    Equal,
    Facet,
    Field,
    Node,
    Not,
    Pattern,
    Phrase,
    Term,
    Verified,
)
from searcher.highlights import sought
from searcher.query.lookup import (
    MOST_FITTING,
)

RAFAH, LYON = (Any(tuple(words_of("words", name)) + tuple(words_of("exact", name))) for name in ("rafah", "lyon"))


@pytest.mark.parametrize(
    ("query", "node"),
    [
        ("Rafah ET Lyon", All((RAFAH, LYON))),
        ("Rafah OU Lyon", Any((RAFAH, LYON))),
        ("mot -Rafah", Not(RAFAH)),
        ("SAUF (Rafah OU Lyon)", Not(Any((RAFAH, LYON)))),
        ('"le Marché"', Phrase(Field.WORDS, (("le",), ("marche",)))),
        ('"mon jam*"', Phrase(Field.WORDS, (("mon",), ("jamais", "jambon", "jambe")))),
        ('"jam*"', Pattern(Field.WORDS, "jam*")),
        ('"marché"', Any((*words_of("words", "marche"), *words_of("exact", "marché")))),
        (
            '"Rafah marché"~3',
            Verified(All(tuple(words_of("words", "rafah", "marche"))), (("rafah",), ("marche",)), slop=3),
        ),
        (
            '="le Marché"',
            Verified(
                All(
                    (
                        Phrase(Field.WORDS, (("le",), ("marche",))),
                        Term(Field.WORDS, "le"),
                        Term(Field.EXACT, "marché"),
                    )
                ),
                (("le",), ("marché",)),
                exact=True,
            ),
        ),
        ("=Marché", Term(Field.EXACT, "marché")),
        ("=le", Term(Field.WORDS, "le")),
        ("=où", Term(Field.EXACT, "où")),
        ("génér*", Pattern(Field.WORDS, "gener*")),
        ("l’Aust?n", Pattern(Field.WORDS, "aust?n")),
        ("*", EVERYTHING),
        ("rafha~", Term(Field.WORDS, "rafah")),
        ("zzzzzz~", Term(Field.WORDS, "zzzzzz")),
        ("titre:Lyon", Term(Field.TITLE_WORDS, "lyon")),
        ("titre:chefs", Any((Term(Field.TITLE_WORDS, "chefs"), Term(Field.TITLE, "chef")))),
        ('titre:"le chef"', Phrase(Field.TITLE_WORDS, (("le",), ("chef",)))),
        ("titre:génér*", Pattern(Field.TITLE_WORDS, "gener*")),
        ("auteur:Zola", Term(Field.AUTHOR, "zola")),
        ('author:"Émile Zola"', Phrase(Field.AUTHOR, (("emile",), ("zola",)))),
        ("source:Mond*", Pattern(Field.SOURCE, "mond*")),
        ("mot-clé:Été", Term(Field.TAGS, "ete")),
        ("tag:gaz-Naturel", Any((Term(Field.TAGS, "gaznaturel"), Phrase(Field.TAGS, (("gaz",), ("naturel",)))))),
        ("date:2024-03", Dated("2024-03", "2024-03-31")),
        ("type:.MD", Equal(Facet.TYPE, "md")),
        ("chemin:École", Pattern(Field.PATH, "*ecole*")),
        ("path:d/*.MD", Any((Pattern(Field.PATH, "d/*.md"), Pattern(Field.PATH, "*/d/*.md")))),
        ("path:/d", Any((Pattern(Field.PATH, "d*"), Pattern(Field.PATH, "*/d*")))),
    ],
)
def test_what_is_no_bare_word_is_required(query: str, node: Node) -> None:
    assert required(query) == node


def test_an_operator_left_over_between_operands_is_not_required() -> None:
    assert required("Rafah AND AND Lyon") == All((RAFAH, LYON))


def test_all_that_is_required_is_asked_for_together() -> None:
    asked = question('chef "le marché" type:md -Lyon')
    assert [found.typed for found in asked.words] == ["chef"]
    assert asked.required == All((Phrase(Field.WORDS, (("le",), ("marche",))), Equal(Facet.TYPE, "md"), Not(LYON)))


def test_a_compound_in_quotes_is_found_in_parts_or_as_one_word() -> None:
    assert held(required('"le porte-parole"')) == {
        Phrase(Field.WORDS, (("le",), ("porte",), ("parole",))),
        Phrase(Field.WORDS, (("le",), ("porteparole",))),
    }
    assert Phrase(Field.WORDS, (("porte",), ("jamais", "jambon", "jambe"))) in held(required("porte-jam*"))


# -- what scores


@pytest.mark.parametrize(
    ("query", "scored"),
    [
        ('"le marché"', ["marché"]),
        ("Rafah OU (Lyon ET chef)", ["Rafah", "Lyon", "chef"]),
        ("chef SAUF Lyon", []),
        ("SAUF (Lyon -Rafah)", []),
        ("génér*", ["génér*"]),
        ('"mon jam*"', ["jam"]),
        ("rafha~", ["rafha"]),
        ("titre:chef", ["chef"]),
        ("auteur:Zola date:2024 type:md chemin:a *", []),
        ('Rafah "Rafah Rafah"', []),
    ],
)
def test_words_inside_of_what_is_required_score(query: str, scored: list[str]) -> None:
    assert [found.typed for found in question(query).scored] == scored


def test_a_pattern_scores_by_its_most_frequent_terms() -> None:
    many = Dictionary(words={f"gen{n:04}": n for n in range(500)})
    [found] = question("gen*", many).scored
    assert [term.text for term in found.terms[:2]] == ["gen0499", "gen0498"]
    assert len(found.terms) == MOST_FITTING
    assert found.passage_terms


def test_words_that_follow_one_another_are_neighbours() -> None:
    asked = question("droit à l’eau potable, droit")
    assert [found.typed for found in asked.words] == ["droit", "eau", "potable"]
    assert asked.neighbours == (
        Neighbours(0, 1, Phrase(Field.WORDS, (("droit",), ("a",), ("l",), ("eau",)))),
        Neighbours(1, 2, Phrase(Field.WORDS, (("eau",), ("potable",)))),
        Neighbours(2, 0, Phrase(Field.WORDS, (("potable",), ("droit",)))),
    )
    assert not question("droit de la le les des eau").neighbours
    assert not question("eau le").neighbours


# -- what is highlighted


def test_what_is_barred_or_asked_of_metadata_is_not_highlighted() -> None:
    asked = question('chefs titre:eau -Lyon auteur:Zola "le marché" génér* =où "a b"~2 type:md')
    found = sought([*(one.held for one in asked.words), asked.required])
    assert found.folded == {"chefs", "eau"}
    assert found.lemmas == {"chef", "eau"}
    assert found.exact == {"où"}
    assert found.globs == ("gener*",)
    assert [(phrase.slots, phrase.slop) for phrase in found.phrases] == [
        ((frozenset({"le"}), frozenset({"marche"})), 0),
        ((frozenset({"a"}), frozenset({"b"})), 2),
    ]
