"""Search: a query over folders of real files → its answer."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from index.directory import IndexDirectory
from index.engines.protocol import Engine
from index.engines.registry import ENGINES
from index.sync import update
from searcher import Answer, Options, Page, article, as_json, search
from searcher.answering import DEEPEST

TODAY = date(2024, 3, 27)
REPO = Path(__file__).parents[1]
FRENCH = REPO.parent / "shared" / "french"
ENOUGH = 0.97

Indexed = Callable[[Mapping[str, str]], Engine]


@pytest.fixture(params=ENGINES)
def indexed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Indexed]:
    """Writes files by name, indexes their folder ``d`` and opens the engine."""
    directory = IndexDirectory(tmp_path / "index")

    def make(files: Mapping[str, str]) -> Engine:
        for name, text in files.items():
            file = tmp_path / "d" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        update([tmp_path / "d"], directory, engine=request.param)
        return directory.engine()

    yield make
    directory.close()


def ask(query: str, engine: Engine, **options: bool) -> Answer:
    return search(query, engine, Page(count=100, passages=100), Options(**options), today=TODAY)


def texts(answer: Answer) -> list[str]:
    return [passage.text for hit in answer.articles for passage in hit.passages]


def names(answer: Answer) -> list[str]:
    return [hit.article.id.removeprefix("d/") for hit in answer.articles]


def records(*rows: tuple[str, str]) -> dict[str, str]:
    """One file of records: an id and a text each, without titles."""
    return {"r.jsonl": "\n".join(json.dumps({"id": name, "text": text}) for name, text in rows)}


def ids(answer: Answer) -> list[str]:
    return [hit.article.id.removeprefix("d/r.jsonl#") for hit in answer.articles]


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
    [("Gaza", "gaz"), ("gaz", "Gaza"), ("Mali", "mal"), ("mal", "Mali"), ("Hamas", "hameau"), ("parlement", "parler")],
)
def test_names_and_strangers_are_kept_apart(query: str, stranger: str, indexed: Indexed) -> None:
    assert not ask(query, indexed(records(("1", f"On parle ici, à {stranger} même.")))).articles


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


# --- titles


HEADLINE = "Gaza : la trêve\n\nLe premier paragraphe.\n\nGaza : la trêve\n\nLe second, à Gaza."


def test_an_article_is_found_by_its_title_alone(indexed: Indexed) -> None:
    engine = indexed({"a.txt": HEADLINE, "b.txt": "Autre\n\nRien."})
    answer = ask("trêve", engine)
    assert names(answer) == ["a.txt"]
    [hit] = answer.articles
    assert all(passage.number for passage in hit.passages)
    assert hit.passages_total == 0
    assert [hit.article.title[start:end] for start, end in hit.title_marks] == ["trêve"]


def test_a_title_is_no_passage(indexed: Indexed) -> None:
    [hit] = ask("Gaza", indexed({"a.txt": HEADLINE})).articles
    assert [passage.text for passage in hit.passages] == ["Le second, à Gaza."]
    assert hit.passages_total == 1


def test_a_repeated_headline_is_never_shown(indexed: Indexed) -> None:
    engine = indexed({"a.txt": HEADLINE})
    for query in ("trêve", '"la trêve"', "trêve*", "*", "-Paris"):
        assert "Gaza : la trêve" not in texts(ask(query, engine))


def test_a_repeated_text_is_shown_once(indexed: Indexed) -> None:
    engine = indexed({"a.txt": "Un titre\n\nVoici Rafah.\n\nAilleurs.\n\nVoici Rafah.\n\nVoici Rafah."})
    [hit] = ask("Rafah", engine).articles
    assert [(passage.number, passage.repeats) for passage in hit.passages] == [(1, 2)]
    assert hit.passages_total == 1
    [listed] = ask("*", engine).articles
    assert [passage.number for passage in listed.passages] == [1, 2]


def test_titles_are_searched_alone(indexed: Indexed) -> None:
    engine = indexed({"a.txt": HEADLINE, "b.txt": "Paris\n\nLa trêve à Gaza."})
    assert names(ask("titre:trêve", engine)) == ["a.txt"]
    assert names(ask("titre:treves", engine)) == ["a.txt"]
    assert names(ask("titre:Paris trêve", engine)) == ["b.txt"]
    assert names(ask('titre:"la trêve"', engine)) == ["a.txt"]
    assert names(ask("titre:tr*", engine)) == ["a.txt"]
    assert names(ask("titre:=trêve", engine)) == ["a.txt"]
    assert names(ask("Gaza -titre:Paris", engine)) == ["a.txt"]
    assert names(ask('title:(Gaza OU "rien du tout")', engine)) == ["a.txt"]


def test_authors_sources_and_tags_are_searched_alone(indexed: Indexed) -> None:
    head = "---\nauthor: {}\nsource: {}\ntags: [{}]\n---\n# Titre\n\nDe l’eau."
    engine = indexed(
        {
            "a.md": head.format("Émile Zola", "Le Monde", "eau potable, budget"),
            "b.md": head.format("Victor Hugo", "Le Temps", "eau, potable"),
        }
    )
    for query in (
        "auteur:Zola",
        "author:emile",
        'auteur:"Émile Zola"',
        "source:monde",
        "tag:budget",
        'mot-clé:"eau potable"',
        "eau auteur:Zol*",
        "eau -auteur:Hugo",
        "auteur:(Zola OU Dumas)",
    ):
        assert names(ask(query, engine)) == ["a.md"], query
    assert names(ask('auteur:"Zola Émile"', engine)) == []


# --- filters


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("eau date:2024", {"m.md", "y.md"}),
        ("eau date:2024-03", {"m.md"}),
        ("eau date:mars 2024", {"m.md"}),
        ("eau date:hier", {"m.md"}),
        ("eau date:2023..2024", {"m.md", "y.md", "old.md"}),
        ("eau date:2023-06..2024-01", {"y.md"}),
        ("eau date:depuis 2024", {"m.md", "y.md"}),
        ("eau date:avant 2024", {"old.md"}),
        ("eau -date:2024", {"old.md", "sub/n.txt"}),
        ("date:2024", {"m.md", "y.md"}),
        ("eau type:txt", {"sub/n.txt"}),
        ("eau type:.MD", {"m.md", "y.md", "old.md"}),
        ("eau -type:md", {"sub/n.txt"}),
        ("eau chemin:sub/", {"sub/n.txt"}),
        ("eau path:SUB", {"sub/n.txt"}),
        ("eau chemin:d/*.md", {"m.md", "y.md", "old.md"}),
        ("eau chemin:d/?.md", {"m.md", "y.md"}),
        ("eau chemin:Ecole", set()),
        ("eau date:2024 type:txt", set()),
    ],
)
def test_filters(query: str, found: set[str], indexed: Indexed) -> None:
    engine = indexed(
        {
            "m.md": "---\ndate: 2024-03-26\n---\n# Mars\n\nDe l’eau.",
            "y.md": "---\ndate: 2024\n---\n# Année\n\nDe l’eau.",
            "old.md": "---\ndate: 2023-05\n---\n# Mai\n\nDe l’eau.",
            "sub/n.txt": "Sans date\n\nDe l’eau.",
        }
    )
    assert set(names(ask(query, engine))) == found


def test_accents_of_a_path_are_set_aside(indexed: Indexed) -> None:
    engine = indexed({"École d’été/a.txt": "Titre\n\nDe l’eau.", "b.txt": "Titre\n\nDe l’eau."})
    assert names(ask('eau chemin:"ecole d’ete"', engine)) == ["École d’été/a.txt"]


# --- order


def test_a_boost_brings_its_word_first(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Rafah ici."), ("2", "Lyon ici.")))
    assert ids(ask("Rafah OU Lyon^9", engine)) == ["2", "1"]
    assert ids(ask("Rafah^9 OU Lyon", engine)) == ["1", "2"]


def test_neighbours_come_first(indexed: Indexed) -> None:
    long = "La défense parle, et bien après elle, quelqu’un qui n’est pas secrétaire."
    engine = indexed(
        records(("far", long), ("near", "Le secrétaire à la défense parle, et bien après, quelqu’un part."))
    )
    assert ids(ask("secrétaire à la défense", engine)) == ["near", "far"]


def test_more_of_it_comes_first(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Gaza, et rien d’autre ici."), ("2", "Gaza, puis Gaza, et Gaza.")))
    assert ids(ask("Gaza", engine)) == ["2", "1"]


def test_equal_articles_come_by_their_ids(indexed: Indexed) -> None:
    engine = indexed(records(*((name, "Rafah.") for name in ("b", "c", "a"))))
    assert ids(ask("Rafah", engine)) == ["a", "b", "c"]


# --- pages


def test_pages_follow_one_another(indexed: Indexed) -> None:
    engine = indexed(records(*((f"{n:02}", "Rafah " * (1 + n % 3)) for n in range(10))))
    whole = search("Rafah", engine, Page(count=100), today=TODAY)
    pages = [search("Rafah", engine, Page(first=first, count=4), today=TODAY) for first in (0, 4, 8, 12)]
    assert [len(page.articles) for page in pages] == [4, 4, 2, 0]
    assert [name for page in pages for name in ids(page)] == ids(whole)
    assert {(page.articles_total, page.relaxed) for page in pages} == {(10, False)}


def test_no_page_goes_beyond_the_articles_that_are_listed(indexed: Indexed) -> None:
    engine = indexed(records(*((f"{n:02}", "Rafah.") for n in range(3))))
    for page in (Page(first=10**12, count=10**12), Page(first=DEEPEST, count=1), Page(first=-5, count=-1)):
        answer = search("Rafah", engine, page, today=TODAY)
        assert (answer.articles_total, answer.articles) == (3, [])
    assert len(search("Rafah", engine, Page(first=2, count=10**12), today=TODAY).articles) == 1


def test_an_article_shows_its_best_passages_first(indexed: Indexed) -> None:
    engine = indexed({"a.txt": "Un titre\n\nGaza, une fois, dans ce paragraphe-ci.\n\nGaza, Gaza.\n\nGaza ici, oui."})
    [hit] = search("Gaza", engine, Page(passages=2), today=TODAY).articles
    assert len(hit.passages) == 2
    assert hit.passages[0].number == 2
    assert hit.passages[0].score >= hit.passages[1].score


# --- a whole article


def test_an_article_is_read_whole_with_its_marks(indexed: Indexed) -> None:
    engine = indexed({"a.txt": HEADLINE, "b.txt": "Autre\n\nGaza."})
    read = article("d/a.txt", "Gaza", engine, today=TODAY)
    assert read
    assert [(passage.number, passage.text) for passage in read.passages] == [
        (1, "Le premier paragraphe."),
        (2, "Gaza : la trêve"),
        (3, "Le second, à Gaza."),
    ]
    assert [[p.text[start:end] for start, end in p.marks] for p in read.passages] == [[], ["Gaza"], ["Gaza"]]
    assert [read.article.title[start:end] for start, end in read.title_marks] == ["Gaza"]


def test_an_article_is_read_without_a_query_and_by_its_own_id_only(indexed: Indexed) -> None:
    engine = indexed(records(("1", "Rafah."), ("11", "Gaza.")))
    read = article("d/r.jsonl#1", "", engine)
    assert read
    assert [passage.text for passage in read.passages] == ["Rafah."]
    assert not read.passages[0].marks
    for other in ("d/r.jsonl", "d/r.jsonl#2", "", "d/r.jsonl#*"):
        assert article(other, "", engine) is None


# --- the answer


def test_the_answer_says_how_the_query_was_read(indexed: Indexed) -> None:
    answer = ask("« aide  militaire » AND date:hier !", indexed(records(("1", "Rafah."))))
    assert answer.query == "« aide  militaire » AND date:hier !"
    assert answer.read_as == '"aide militaire" ET date:2024-03-26'


def test_the_json_has_the_keys_of_the_design_in_order(indexed: Indexed) -> None:
    engine = indexed({"a.md": "---\ndate: 2024-03-26\nauthor: Zola\ntags: [eau]\n---\n# Gaza\n\nÀ Rafah."})
    answer = ask("Rafah", engine)
    whole = as_json(answer)
    assert list(whole) == ["query", "read_as", "articles_total", "partial", "relaxed", "suggestion", "articles"]
    [hit] = json.loads(json.dumps(whole))["articles"]
    about = {
        "id": "d/a.md",
        "path": "d/a.md",
        "title": "Gaza",
        "date": "2024-03-26",
        "author": "Zola",
        "source": "",
        "tags": ["eau"],
        "type": "md",
    }
    assert list(hit) == [*about, "score", "missing", "passages_total", "passages"]
    assert {key: hit[key] for key in about} == about
    assert (hit["missing"], hit["passages_total"]) == ([], 1)
    [passage] = hit["passages"]
    assert passage["score"] > 0
    assert {**passage, "score": 1} == {
        "number": 1,
        "page": None,
        "score": 1,
        "repeats": 0,
        "text": "À Rafah.",
        "marks": [[2, 7]],
    }
    [explained] = json.loads(json.dumps(as_json(answer, explain=True)))["articles"]
    assert list(explained) == [*hit, "explain"]
    parts = explained["explain"]
    share = parts.pop("share")
    assert sum(parts.values()) * share == pytest.approx(explained["score"], abs=1e-4)


@pytest.mark.parametrize("query", ["", " ", "?!…", "«»", "()", "\0", "~^=-", "\ud800"])
def test_a_query_without_words_finds_nothing(query: str, indexed: Indexed) -> None:
    answer = ask(query, indexed(records(("1", "Rafah."))))
    assert (answer.articles_total, answer.relaxed, answer.articles) == (0, False, [])
    json.dumps(as_json(answer), ensure_ascii=False).encode()


@pytest.mark.parametrize("query", ["Rafah", "*", "-Rafah", "Ra*", "Rafha~", '"a b"', "date:2024", "titre:x", ""])
def test_an_empty_index_is_searched(query: str, indexed: Indexed, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    answer = ask(query, indexed({}))
    assert (answer.articles_total, answer.articles) == (0, [])


# --- acceptance


def cases(name: str) -> list[dict[str, str]]:
    file = FRENCH / name
    if not file.exists():
        pytest.skip(f"the acceptance cases are not here: {file}")
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def answers(found: list[dict[str, str]], columns: tuple[str, ...], indexed: Indexed) -> Iterator[dict[str, list[str]]]:
    """For each case, the texts its query finds, in order, and what is marked of each."""
    every = dict.fromkeys(case[column] for case in found for column in columns)
    rows = [json.dumps({"id": str(n), "title": "", "text": text}) for n, text in enumerate(every)]
    engine = indexed({"cases.jsonl": "\n".join(rows)})
    stored = {f"d/cases.jsonl#{n}": text for n, text in enumerate(every)}
    for case in found:
        answer = search(case["query"], engine, Page(count=1000), today=TODAY)
        yield {
            stored[hit.article.id]: [p.text[start:end] for p in hit.passages for start, end in p.marks]
            for hit in answer.articles
        }


def judged(groups: list[tuple[str, bool, str]]) -> None:
    total, good = Counter(group for group, _, _ in groups), Counter(group for group, ok, _ in groups if ok)
    failed = [case for _, ok, case in groups if not ok]
    poor = {group: f"{good[group]}/{total[group]}" for group in total if good[group] < ENOUGH * total[group]}
    assert not poor, "\n".join([str(poor), *failed])


def test_the_acceptance_cases_match(indexed: Indexed) -> None:
    found = cases("match.tsv")
    groups = []
    for case, hits in zip(found, answers(found, ("text",), indexed), strict=True):
        hit = hits.get(case["text"])
        right = (hit is not None) == (case["match"] == "yes") and (not case["marks"] or not hit or case["marks"] in hit)
        groups.append((case["group"], right, f"{case['query']} on {case['text']}: {hit}"))
    judged(groups)


def test_the_acceptance_cases_rank(indexed: Indexed) -> None:
    found = cases("rank.tsv")
    groups = []
    for case, hits in zip(found, answers(found, ("better", "worse"), indexed), strict=True):
        order = list(hits)
        better, worse = case["better"], case["worse"]
        right = better in order and (worse not in order or order.index(better) < order.index(worse))
        groups.append((case["group"], right, f"{case['query']}: {better} not above {worse}"))
    judged(groups)


def test_the_acceptance_script_runs_the_command() -> None:
    script = FRENCH / "check.py"
    if not script.exists():
        pytest.skip(f"the acceptance script is not here: {script}")
    searcher = Path(sys.executable).with_name("searcher")
    done = subprocess.run(
        [sys.executable, script, "--searcher", str(searcher), "--group", "language", "-v"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
