"""What an engine is asked: the nodes and the words of a question, by a small dictionary of terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.protocol import Neighbours, TermCount, Word
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
from searcher.query import Builder, Question, parse
from searcher.query.build import MOST_WORDS
from searcher.query.lookup import (
    LOOKED_THROUGH,
    LOOKED_THROUGH_IN_ALL,
    MOST_FITTING,
    MOST_NEAR,
    MOST_SCANS,
    MOST_TERMS,
)

TODAY = date(2024, 3, 27)


class Dictionary:
    """Terms and how many articles hold each."""

    def __init__(self, **fields: Mapping[str, int]) -> None:
        self._fields = {Field(name): counts for name, counts in fields.items()}

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        found = [TermCount(text, n) for text, n in self._fields.get(field, {}).items() if text.startswith(prefix)]
        return sorted(found, key=lambda entry: (-entry.articles, entry.text))[:most]

    def holding(self, field: Field, text: str) -> int:
        return self._fields.get(field, {}).get(text, 0)


SMALL = Dictionary(
    words={
        "jamais": 3,
        "jambe": 1,
        "jambon": 2,
        "general": 4,
        "generaux": 2,
        "rafah": 5,
        "marche": 2,
        "mot": 1,
        "mots": 9,
    },
    lemmas={"négocier": 2, "négociation": 3, "négoce": 1, "néglige": 4, "~rafah": 5},
)


def question(
    query: str, dictionary: Dictionary = SMALL, *, family: bool = False, split: Sequence[str] = ()
) -> Question:
    return Builder(dictionary, family=family, split=split).build(parse(query, TODAY))


def required(query: str) -> Node:
    return question(query).required


def word(query: str, dictionary: Dictionary = SMALL, *, family: bool = False) -> Word:
    [found] = question(query, dictionary, family=family).words
    return found


def words_of(field: str, *texts: str) -> list[Term]:
    return [Term(Field(field), text) for text in texts]


def held(node: Node) -> set[Node]:
    return set(node.nodes) if isinstance(node, Any) else {node}


def weights(found: Word) -> dict[tuple[str, str], float]:
    return {(term.field.value, term.text): term.weight for term in found.terms}


# --- bare words


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


# --- what is required


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


# --- what scores


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


# --- bounds


def leaves(node: Node) -> Iterator[str]:
    match node:
        case Phrase(_, slots) | Verified(_, slots):
            yield from (text for slot in slots for text in slot)
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from leaves(child)
        case Not(child):
            yield from leaves(child)
        case _:
            yield ""


def test_the_terms_of_a_query_are_bounded() -> None:
    many = Dictionary(words={f"{first}{n:04}": n for first in "abcdefghij" for n in range(500)})
    asked = question(" ".join(f'"le {first}*"' for first in "abcdefghij" * 20), many)
    assert sum(1 for _ in leaves(asked.required)) < MOST_TERMS
    fuzzy = question(" ".join(f"{first}{n:04}~" for first in "abcdefghij" for n in range(19)), many)
    assert fuzzy.is_cut
    assert sum(1 for _ in leaves(fuzzy.required)) < MOST_TERMS + 200
    assert isinstance(fuzzy.required, All)
    assert max(len(held(node)) for node in fuzzy.required.nodes) <= MOST_NEAR


@given(st.text(alphabet="abé '’-*?~=\"()^2:.«»", max_size=60))
def test_any_query_makes_a_question(query: str) -> None:
    asked = question(query)
    assert not asked.is_empty or (not asked.words and not asked.scored)
    assert asked.words or asked.is_empty or asked.required != EVERYTHING or "*" in query
    sought([found.held for found in asked.words])


# --- what is highlighted


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


# --- what is typed in another way


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


def test_an_operator_left_over_between_operands_is_not_required() -> None:
    assert required("Rafah AND AND Lyon") == All((RAFAH, LYON))


# --- what adds to a score


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


def test_the_kin_of_a_word_are_other_lemmas_with_its_stem() -> None:
    assert set(word("négociations").kin) == {"~negoci", "négocier"}
    assert set(word("Négociations").kin) == {"~negoci", "négocier"}
    assert not word("Négociatrix").kin, "a name that the lexicon does not know"
    assert not word("négociation", family=True).kin


def test_a_dictionary_is_scanned_so_many_times() -> None:
    scans: list[str] = []

    class Counting(Dictionary):
        def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
            scans.append(prefix)
            return super().terms(field, prefix, most)

    counting = Counting(words={"mot": 1})
    asked = question(" ".join(f"m{n}t~ x{n}*" for n in range(90)), counting)
    assert scans.count("m") == 1
    assert len(scans) == MOST_SCANS
    assert asked.is_cut
    assert not question("mot~ x*", counting).is_cut


def test_so_many_terms_are_compared_for_one_query() -> None:
    dictionary = Dictionary(words={f"m{n}": 1 for n in range(LOOKED_THROUGH)})
    patterns = [f"*z{n}" for n in range(LOOKED_THROUGH_IN_ALL // LOOKED_THROUGH)]
    assert not question(" ".join(patterns), dictionary).is_cut
    assert question(" ".join([*patterns, "*z"]), dictionary).is_cut
