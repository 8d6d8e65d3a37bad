"""What each bare word of a query stands for: the terms that hold it and those that score."""

from __future__ import annotations

import pytest
from query_building import Dictionary, held, question, weights, word, words_of

from index.engines.query import (
    EVERYTHING,
    Field,
    Phrase,
    Term,
)
from searcher.query.build import MOST_WORDS


def test_bare_words_may_be_missing_and_nothing_else_is_asked() -> None:
    asked = question("renouveler le passeport")
    assert [found.typed for found in asked.words] == ["renouveler", "passeport"]
    assert asked.required == EVERYTHING
    assert not asked.scored


def test_a_word_is_held_by_its_letters_or_its_lemmas() -> None:
    assert held(word("chefs").held) == {*words_of("words", "chefs"), *words_of("lemmas", "chef")}
    assert weights(word("chefs")) == {("lemmas", "chef"): 1.0, ("words", "chefs"): 1.0}


def test_a_word_typed_without_accents_stands_for_those_with_accents_too() -> None:
    found = word("marche")
    assert set(words_of("lemmas", "marche", "marché")) < held(found.held)
    assert weights(found)["lemmas", "marche"] > weights(found)["lemmas", "marché"] > 0


def test_a_word_typed_with_accents_scores_as_written() -> None:
    found = word("marché")
    assert Term(Field.LEMMAS, "marche") not in held(found.held)
    assert Term(Field.WORDS, "marche") in held(found.held)
    assert weights(found)["exact", "marché"] > weights(found)["words", "marche"] > 0
    assert "marche" in found.passage_terms


def test_a_name_has_no_lemma_but_scores_by_its_stem() -> None:
    found = word("Rafah")
    assert held(found.held) == {*words_of("words", "rafah"), *words_of("exact", "rafah")}
    assert ("lemmas", "~rafah") in weights(found)
    assert all(term.implied for term in found.terms if term.field is Field.LEMMAS)
    shared = Dictionary(words={"rafah": 5}, lemmas={"~rafah": 6})
    assert not any(term.implied for term in word("Rafah", shared).terms)
    assert Term(Field.LEMMAS, "~rafah") in held(word("rafah").held)


def test_stop_words_are_asked_for_where_there_is_nothing_else() -> None:
    asked = question("le la")
    assert [held(found.held) for found in asked.words] == [
        {Term(Field.WORDS, word), Term(Field.EXACT, word)} for word in ("le", "la")
    ]
    assert question("le titre:Gaza").words == ()
    assert [found.typed for found in question("le -Gaza").words] == ["le"]


def test_a_compound_is_one_word_or_its_parts_in_a_row() -> None:
    found = word("porte-paroles")
    assert Phrase(Field.WORDS, (("porte",), ("paroles",))) in held(found.held)
    assert Term(Field.EXACT, "porteparoles") in held(found.held)
    assert weights(found)["lemmas", "parole"] == 1.0
    known = Dictionary(exact={"porteparoles": 2})
    assert 0 < weights(word("porte-paroles", known))["lemmas", "parole"] < 1.0


def test_an_article_of_a_code_is_asked_for_in_parts_only_where_none_holds_it() -> None:
    parts = Phrase(Field.WORDS, (("l",), ("121",), ("3",)))
    known = Dictionary(exact={"l121-3": 2})
    assert parts in held(word("L. 121-3").held)
    assert parts not in held(word("L. 121-3", known).held)  # it would find « L. 121-3-1 »
    assert Term(Field.EXACT, "l121-3") in held(word("L. 121-3", known).held)


def test_every_form_of_inclusive_writing_is_asked_for() -> None:
    found = word("étudiant·e·s")
    forms = words_of("words", "etudiant", "etudiante", "etudiants", "etudiantes")
    assert set(forms) < held(found.held)
    assert found.passage_terms[0] == "étudiant"


@pytest.mark.parametrize("typed", ["jean.dupont@ex.fr", "12:30", "et/ou/non"])
def test_what_is_typed_without_a_space_is_wanted_as_it_stands(typed: str) -> None:
    asked = question(f"{typed} chef")
    assert [found.typed for found in asked.words] == [typed, "chef"]
    assert isinstance(asked.words[0].held, Phrase)
    assert asked.runs == asked.words[:1]
    assert all(not isinstance(found.held, Phrase) for found in question(f"{typed} chef", split=[typed]).words)


@pytest.mark.parametrize("typed", ["l’aide", "dis-moi", "aide, chef", "et/ou"])
def test_what_french_joins_is_no_single_word(typed: str) -> None:
    assert not question(typed).runs


def test_a_boost_multiplies_a_bare_word() -> None:
    assert [(found.typed, found.weight) for found in question("Rafah^3 chef").words] == [("Rafah", 3.0), ("chef", 1.0)]
    light, chef = question("peut chef").words
    assert 0 < light.weight < chef.weight


def test_a_word_is_asked_for_once() -> None:
    assert len(question("mot " * 300).words) == 1
    many = question(" ".join(f"m{n}" for n in range(400)))
    assert len(many.words) == MOST_WORDS
    assert many.is_cut


def test_an_operator_left_over_is_never_missing() -> None:
    asked = question("Rafah AND")
    assert [found.typed for found in asked.words] == ["Rafah"]
    assert [found.typed for found in asked.scored] == ["AND"]
    assert [found.typed for found in question("AND").words] == ["AND"]


def test_a_family_has_the_lemmas_with_one_stem() -> None:
    found = word("négociation", family=True)
    assert set(words_of("lemmas", "négociation", "négocier")) < held(found.held)
    assert 0 < weights(found)["lemmas", "négocier"] < weights(found)["lemmas", "négociation"]
    assert not {Term(Field.LEMMAS, "négoce"), Term(Field.LEMMAS, "néglige")} & held(found.held)
    assert Term(Field.LEMMAS, "négocier") not in held(word("négociation").held)


def test_the_kin_of_a_word_are_other_lemmas_with_its_stem() -> None:
    assert set(word("négociations").kin) == {"~negoci", "négocier"}
    assert set(word("Négociations").kin) == {"~negoci", "négocier"}
    assert not word("Négociatrix").kin, "a name that the lexicon does not know"
    assert not word("négociation", family=True).kin


# -- what is typed in another way


def test_two_words_stand_for_one_that_articles_write_so() -> None:
    weekend = Dictionary(words={"weekend": 2})
    week, end, calm = question("week end calme", weekend).words
    assert Term(Field.WORDS, "weekend") in held(week.held) & held(end.held)
    assert Term(Field.WORDS, "weekend") not in held(calm.held)
    assert ("words", "weekend") in weights(week)
    assert Term(Field.WORDS, "weekend") not in held(question("week, end", weekend).words[0].held)


@pytest.mark.parametrize(
    ("query", "typed"),
    [
        ("vitamine c", ["vitamine", "c"]),
        ("vitamine D bébé", ["vitamine", "D", "bébé"]),
        ("robinet d eau", ["robinet", "eau"]),
        ("robinet d’eau", ["robinet", "eau"]),
        ("l eau", ["eau"]),
        ("plan a", ["plan"]),
        ("plan A", ["plan", "A"]),
        ("vitamine D et fer", ["vitamine", "D", "fer"]),
        ("programmer en C", ["programmer", "C"]),
        ("génération Y", ["génération", "Y"]),
        ("t shirt", ["t", "shirt"]),
        ("rue D Armes", ["rue", "Armes"]),
        ("LE MAIRE A DIT", ["MAIRE", "DIT"]),
        ("le maire M. Dupont", ["maire", "Dupont"]),
        ("qu est ce que c est", ["qu", "est", "ce", "que", "c"]),
    ],
)
def test_a_letter_that_is_not_elided_names_something(query: str, typed: list[str]) -> None:
    assert [found.typed for found in question(query).words] == typed


def test_the_parts_of_a_compound_may_be_in_another_number() -> None:
    plural = Dictionary(words={"ponts": 1, "canaux": 1, "pontes": 3}, exact={"pontscanaux": 1})
    found = word("pont-canal", plural)
    assert Term(Field.EXACT, "pontscanaux") in held(found.held)
    assert Phrase(Field.WORDS, (("pont", "ponts"), ("canal", "canaux"))) in held(found.held)
    assert ("exact", "pontscanaux") in weights(found)
    assert Term(Field.EXACT, "pontscanaux") not in held(word("pont-canal").held)
