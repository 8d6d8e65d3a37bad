"""Search: a query over folders of real files → the articles that are found."""

from __future__ import annotations

import pytest
from searching import Indexed, ask, ids, names, records, texts

from searcher import Page, search

# --- which articles


def test_articles_with_any_of_the_words_are_found_and_say_what_they_lack(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Rafah et Gaza."), ("2", "Rafah seule."), ("3", "Lyon."), ("4", "Gaza et Rafah.")))
    answer = ask("Rafah Gaza", engine)
    assert {hit.article.id[-1]: hit.missing for hit in answer.articles} == {"1": [], "2": ["Gaza"], "4": []}
    assert (answer.articles_total, answer.partial, answer.relaxed) == (2, True, False)


def test_words_in_several_paragraphs_of_an_article_are_all_held(indexed: Indexed) -> None:
    answer = ask("Rafah Gaza", indexed({"a.txt": "Un titre\n\nRafah seule.\n\nGaza seule.\n\nLyon."}))
    [hit] = answer.articles
    assert (answer.articles_total, answer.partial, hit.missing, hit.passages_total) == (1, False, [], 2)
    assert sorted(texts(answer)) == ["Gaza seule.", "Rafah seule."]


def test_an_answer_is_relaxed_where_no_article_holds_all_the_words(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Rafah et Gaza."), ("2", "Rafah seule."), ("3", "Lyon."), ("4", "Paris.")))
    answer = ask("Rafah Gaza Paris", engine)
    assert (answer.articles_total, answer.relaxed, answer.partial) == (3, True, False)
    assert ids(answer)[0] == "1"
    assert set(ids(answer)) == {"1", "2", "4"}
    assert answer.articles[0].missing == ["Paris"]


def test_only_complete_articles_are_listed_where_that_is_asked(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Rafah et Gaza."), ("2", "Rafah seule."), ("3", "Lyon.")))
    answer = ask("Rafah Gaza", engine, complete_only=True)
    assert ids(answer) == ["1"]
    assert (answer.articles_total, answer.partial, answer.relaxed) == (1, False, False)
    nothing = ask("Rafah Lyon", engine, complete_only=True)
    assert (nothing.articles_total, nothing.relaxed, nothing.articles) == (0, False, [])


def test_what_stands_nowhere_is_not_found_and_not_relaxed(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Rafah.")))
    for query in ("Tombouctou", "Tombouctou Samarcande"):
        answer = ask(query, engine)
        assert (answer.articles_total, answer.relaxed, answer.articles) == (0, False, [])


@pytest.mark.parametrize("query", ["Rafah ET Paris", '"Rafah Paris"', "=rafahs", "Rafah -Rafah", "Rafah type:md"])
def test_operators_are_never_relaxed(query: str, indexed: Indexed) -> None:
    assert not ask(query, indexed(records(("1", "Rafah."), ("2", "Paris.")))).articles


def test_operators_speak_of_the_whole_article_and_its_title(indexed: Indexed) -> None:
    engine = indexed({"a.txt": "Gaza\n\nÀ Rafah.\n\nDe Lyon.", "b.txt": "Un autre\n\nÀ Rafah."})
    assert names(ask("Rafah SAUF Gaza", engine)) == ["b.txt"]
    assert names(ask("Rafah ET Lyon", engine)) == ["a.txt"]
    assert names(ask("Rafah ET Gaza", engine)) == ["a.txt"]
    assert names(ask('"Rafah De"', engine)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("jean.dupont@ex.fr", ["1"]),
        ("jean.dupont@ex.com", ["1", "2", "3"]),
        ("Lyon jean.dupont@ex.fr", ["1", "3"]),
    ],
)
def test_what_is_typed_without_a_space_is_looked_for_in_parts_only_when_missing(
    query: str, found: list[str], indexed: Indexed
) -> None:
    rows = ("1", "Écrire à jean.dupont@ex.fr."), ("2", "Jean dort."), ("3", "Dupont est à Lyon.")
    assert sorted(ids(ask(query, indexed(records(*rows))))) == found


def test_all_that_matches_is_listed_whether_it_scores_or_not(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Rafah."), ("2", "Lyon."), ("3", "Paris.")))
    for query in ("Rafah OU -Lyon", "Rafah OU type:jsonl", "Rafah OU chemin:d", "Ra* OU date:..2024 OU -Lyon"):
        answer = ask(query, engine)
        assert len(answer.articles) == answer.articles_total >= 2
        assert ids(answer)[0] == "1"


def test_stop_words_are_set_aside_between_others(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Cessez votre feu !")))
    answer = ask("cessez le feu", engine)
    assert ids(answer) == ["1"]
    assert not answer.relaxed
    assert answer.articles[0].missing == []


@pytest.mark.parametrize(("query", "found"), [("le", ["1"]), ("l’", ["2"]), ("qui est là", ["3"])])
def test_stop_words_alone_are_looked_for(query: str, found: list[str], indexed: Indexed) -> None:
    engine = indexed(records(("1", "Le film"), ("2", "L’homme"), ("3", "Qui est là ?"), ("4", "Rien")))
    assert ids(ask(query, engine)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"être ou ne pas être"', ["1"]),
        ('"médaille d’or"', ["2"]),
        ('"médaille or"', []),
        ('"ne pas"', ["1"]),
        ('"pas ne"', []),
    ],
)
def test_stop_words_count_within_phrases(query: str, found: list[str], indexed: Indexed) -> None:
    engine = indexed(records(("1", "Être ou ne pas être."), ("2", "Une médaille d’or."), ("3", "Une médaille en or.")))
    assert ids(ask(query, engine)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Austin -Paris", ["1"]),
        ("Austin SAUF Paris", ["1"]),
        ("Austin OU Lyon", ["1", "2", "3"]),
        ("(Austin OU Lyon) ET Paris", ["2", "3"]),
        ('Austin -"à Paris"', ["1"]),
        ("-Paris", ["1", "4"]),
        ("SAUF (Austin OU Lyon)", ["4"]),
        ("*", ["1", "2", "3", "4"]),
        ("-*", []),
        ("Aust?n", ["1", "2"]),
        ("Aus*", ["1", "2"]),
        ("Austni~", ["1", "2"]),
        ('"Austin Paris"~1', ["2"]),
        ('"Paris Austin"~1', ["2"]),
        ('"Austin Rafah"~1', []),
    ],
)
def test_operators(query: str, found: list[str], indexed: Indexed) -> None:
    rows = (
        ("1", "Austin parle demain de Rafah."),
        ("2", "Austin à Paris."),
        ("3", "De Lyon à Paris."),
        ("4", "Marseille."),
    )
    assert sorted(ids(ask(query, indexed(records(*rows))))) == found


# --- which words


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("securite", "sécurité"),
        ("sécurité", "securite"),
        ("SÉCURITÉ", "sécurité"),
        ("oeil", "œil"),
        ("libere", "libérés"),
    ],
)
def test_accents_are_found_either_way(query: str, text: str, indexed: Indexed) -> None:
    assert ids(ask(query, indexed(records(("1", f"Une {text} ici"))))) == ["1"]


@pytest.mark.parametrize(
    ("query", "order"),
    [("marche", ["marche", "marché", "marchés"]), ("marché", ["marché", "marche"]), ("chef", ["chef", "chefs"])],
)
def test_the_word_as_written_comes_before_its_other_forms(query: str, order: list[str], indexed: Indexed) -> None:
    forms = dict.fromkeys(["marche", "marché", "marchés", "chef", "chefs"])
    answer = ask(query, indexed(records(*((form, f"Voici {form} ici.") for form in forms))))
    ranks = [ids(answer).index(form) for form in order]
    assert ranks == sorted(ranks)


def test_the_family_is_found_when_asked_for(indexed: Indexed) -> None:
    engine = indexed(records(("1", "La négociation avance."), ("2", "Il faut négocier."), ("3", "Rafah.")))
    assert ids(ask("négociation", engine)) == ["1"]
    assert ids(ask("négociation", engine, family=True)) == ["1", "2"]


@pytest.mark.parametrize(
    ("query", "stranger"),
    [("Gaza", "gaz"), ("gaz", "Gaza"), ("Mali", "mal"), ("mal", "Mali"), ("Hamas", "hameau")],
)
def test_names_and_strangers_are_kept_apart(query: str, stranger: str, indexed: Indexed) -> None:
    assert not ask(query, indexed(records(("1", f"On parle ici, à {stranger} même.")))).articles


@pytest.mark.parametrize(("query", "stop_word"), [("maïs", "mais"), ("sûr", "sur"), ("dû", "du")])
def test_without_its_accents_a_word_is_no_stop_word(query: str, stop_word: str, indexed: Indexed) -> None:
    assert ids(ask(query, indexed(records(("1", f"C’est {stop_word}."), ("2", f"C’est {query}."))))) == ["2"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("permis c", ["c"]),
        ("permis C", ["c"]),
        ("permis d", []),
        ("permis d'Anne", ["anne"]),
        ("permis d Anne", ["anne"]),
    ],
)
def test_a_letter_that_is_not_elided_is_a_word(query: str, found: list[str], indexed: Indexed) -> None:
    rows = (("c", "Le permis C coûte cher."), ("anne", "Le permis de Anne."), ("none", "Un permis rose."))
    answer = ask(query, indexed(records(*rows)))
    assert [hit.article.id.partition("#")[2] for hit in answer.articles if not hit.missing] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("jean.dupont@ex.fr", ["mail"]),
        ("(jean.dupont@ex.fr OU Lyon)", ["mail"]),
        ("jean.martin@ex.fr", ["parts"]),
        ("(jean.martin@ex.fr OU Lyon)", ["parts"]),
        ("intitle:martin", []),
        ("écrire:jean", ["mail"]),
    ],
)
def test_what_is_typed_without_a_space_is_wanted_as_it_stands(query: str, found: list[str], indexed: Indexed) -> None:
    rows = (("mail", "Il faut écrire à jean.dupont@ex.fr ici."), ("parts", "Jean, ex fr, puis Dupont ou Martin."))
    answer = ask(query, indexed(records(*rows)))
    assert [hit.article.id.partition("#")[2] for hit in answer.articles if not hit.missing] == found


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ('"mon jam*"', "Voici mon jambon.", True),
        ('"mon jam* cru"', "Voici mon jambon cru.", True),
        ('"mon jam* cru"', "Voici mon jambon très cru.", False),
        ('="mon jam*"', "Voici mon jambon.", True),
        ('="môn jam*"', "Voici mon jambon.", False),
        ("=jam*", "Voici mon jambon.", True),
        ("“mon jambon“", "Voici mon jambon.", True),
        ("“mon jambon“", "Voici mon gros jambon.", False),
        ("mot~0", "Un mot.", True),
        ("mot~0", "Des mots.", False),
        ("aujourd'h*", "C’est aujourd’hui.", True),
        ("d'aujourd’h*", "Le monde d’aujourd’hui.", True),
        ("aujourd'h*", "Une heure.", False),
    ],
)
def test_phrases_and_patterns(query: str, text: str, found: bool, indexed: Indexed) -> None:
    assert bool(ask(query, indexed(records(("1", text)))).articles) is found


@pytest.mark.parametrize(
    "query",
    [
        *("Rafah ET", "ET Rafah", "Rafah OU", "OU Rafah", "SAUF ET Rafah", "Rafah SAUF", "Rafah ET SAUF", "Rafah -"),
        *("(Rafah OU) ET Gaza", "Rafah ET ET Gaza", "Rafah OU OU Lyon", "Lyon OU ET Rafah", "Rafah (ET) Gaza"),
        *("Rafah AND NOT", "(ET Rafah) OU Lyon", "Rafah ET ()", "Rafah ET ?", "Rafah OU (SAUF)", "titre: ET Rafah"),
    ],
)
def test_an_operator_without_an_operand_may_be_missing(query: str, indexed: Indexed) -> None:
    answer = ask(query, indexed(records(("1", "Gaza, Rafah : titre."))))
    assert [hit.missing for hit in answer.articles] == [[]]


def test_a_word_that_nothing_holds_is_tried_by_its_family(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Le candidat est éligible."), ("2", "On parle ici.")))
    answer = ask("éligibilité", engine)
    assert (ids(answer), answer.articles_total, answer.relaxed) == (["1"], 1, True)
    assert answer.articles[0].missing == ["éligibilité"]
    assert answer.read_otherwise == "éligibilité (words of the same family)"
    [passage] = answer.articles[0].passages
    assert [passage.text[start:end] for start, end in passage.marks] == ["éligible"]
    assert not ask("éligibilité", engine, complete_only=True).articles
    beyond = search("éligibilité", engine, Page(first=5))
    assert (beyond.articles, beyond.articles_total, beyond.relaxed, beyond.by_family) == ([], 1, True, True)
    assert [hit.missing for hit in ask("parlement", engine).articles] == [["parlement"]]
    assert not ask("éligibilité Rafah", engine).articles


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("porte-parole", "Les porte-paroles"),
        ("porte parole", "Le porte-parole"),
        ("major-général", "Le major général"),
        ("F16", "Un F-16"),
        ("F-16", "Un F16"),
        ("weekend", "Un week-end"),
        ("32000", "Plus de 32\u202f000"),
        ("32 000", "Plus de 32000"),
        ("ONU", "L’O.N.U."),
        ("étudiantes", "Les étudiant·e·s"),
        ("l’aide", "L'aide"),
    ],
)
def test_words_are_found_however_they_are_typed(query: str, text: str, indexed: Indexed) -> None:
    assert ids(ask(query, indexed(records(("1", f"{text} ici"))))) == ["1"]
