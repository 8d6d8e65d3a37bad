"""Suggestions: corrections of what the index does not hold, and completions of what is being typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from command_line import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis import fold, fold_case
from index.directory import IndexDirectory
from index.engines.protocol import Engine
from index.engines.registry import ENGINES, open_engine
from index.model import Article, Passage
from searcher import Options, complete, open_index, search
from searcher.suggest import did_you_mean
from searcher.suggest.spelling import accented
from web.app import create_app

TODAY = date(2024, 3, 27)
TEXTS = (
    "La sécurité du marché, à Rafah.",
    "La sécurité sociale et les sécurités.",
    "Le général marche vers Macédonia.",
    "Les conseils du marché de Macédonia.",
    "Une secousse, dans le secteur.",
)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_engine(request.param, tmp_path_factory.mktemp("engine"), create=True)
    with opened.batch() as batch:
        for number, text in enumerate(TEXTS):
            name = f"d/{number}.txt"
            batch.put(name, [Article(name, name, "txt", "", (Passage(1, text),))])
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=ENGINES)
def universities(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_engine(request.param, tmp_path_factory.mktemp("engine"), create=True)
    texts = (
        "Les universités.",
        "Nos universités.",
        "Les universités et une université.",
        "L'université.",
        "L'univers.",
        "Aujourd'hui, un dé.",
        "Un verre de vin.",
        "Un bol de riz.",
    )
    with opened.batch() as batch:
        for number, text in enumerate(texts):
            batch.put(f"{number}.txt", [Article(f"{number}.txt", f"{number}.txt", "txt", "", (Passage(1, text),))])
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "better"),
    [
        ("secutité", "sécurité"),
        ("Secutité", "Sécurité"),
        ("le marhcé de Rafha", "le marché de Rafah"),
        ("macedonai", "macédonia"),
        ("général", None),
        ("securite", None),
        ("generaux", None),
        ("sécuritees", "sécurités"),
        ("Tombouctou", None),
        ("xy", None),
        ("secutité~ secut* titre:x", None),
        ("à la", None),
        ("", None),
    ],
)
def test_what_was_perhaps_meant(query: str, better: str | None, engine: Engine) -> None:
    assert did_you_mean(query, engine) == better


def test_a_suggestion_is_made_only_where_it_finds_more(engine: Engine) -> None:
    assert search("secutité", engine, today=TODAY).suggestion == "sécurité"
    assert search("secutité Rafah", engine, today=TODAY).suggestion == "sécurité Rafah"
    assert search("secutité secousse", engine, today=TODAY).suggestion == "sécurité secousse"
    assert search("secutité titre:Tombouctou", engine, today=TODAY).suggestion is None
    assert search("sécurité", engine, today=TODAY).suggestion is None
    assert search("secutité", engine, options=Options(complete_only=True), today=TODAY).suggestion == "sécurité"


@pytest.mark.parametrize(
    ("typed", "completions"),
    [
        ("sécu", ["sécurité", "sécurités"]),
        ("SECU", ["Sécurité", "Sécurités"]),
        ("conseil de sec", [f"conseil de {word}" for word in ("sécurité", "secousse", "secteur", "sécurités")]),
        ("l’gén", ["l’général"]),
        ("Mac", ["Macédonia"]),
        ("march", ["marché"]),
        ("xyz", []),
        ("le ", []),
        ("", []),
        ("l", []),
    ],
)
def test_a_beginning_is_completed(typed: str, completions: list[str], engine: Engine) -> None:
    assert complete(typed, engine) == completions


@pytest.mark.parametrize(
    ("typed", "completions"),
    [
        ("l'univ", ["l'université", "l'univers"]),
        ("une univ", ["une université", "une univers"]),
        ("cette univ", ["cette université", "cette univers"]),
        ("les univ", ["les universités", "les université", "les univers"]),
        ("d'univ", ["d'université", "d'univers", "d'universités"]),
        ("univ", ["universités", "université", "univers"]),
        ("vers univ", ["vers universités", "vers université", "vers univers"]),
        ("l'", []),
        ("aujourd'h", ["aujourd'hui"]),
        ("Aujourd’", ["Aujourd'hui"]),
    ],
)
def test_a_completion_agrees_with_the_word_before(typed: str, completions: list[str], universities: Engine) -> None:
    assert complete(typed, universities) == completions


def test_a_little_word_is_written_without_accents(universities: Engine) -> None:
    assert accented("de", universities) == "de"
    assert accented("université", universities) == "université"


def test_the_most_frequent_completion_comes_first(engine: Engine) -> None:
    assert complete("séc", engine)[0] == "sécurité"
    assert len(complete("s", engine, 2)) == 2


@given(st.text(max_size=30) | st.text("aegmrs'’ éÉ-*", max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_may_be_typed(engine: Engine, text: str) -> None:
    typed = fold(fold_case(text))
    assert all(fold(fold_case(found)).startswith(typed) for found in complete(text, engine))
    did_you_mean(text, engine)


def test_suggest_shows_completions(home: Path) -> None:
    done = run(home, "suggest", "sécu")
    assert (done.returncode, done.stdout) == (0, "sécurité\n")
    assert json.loads(run(home, "suggest", "--json", "de", "sécu").stdout) == ["de sécurité"]
    assert run(home, "suggest", "zzz").returncode == 1


def test_a_correction_is_offered_beside_results(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for number in range(40):
        (tmp_path / "docs" / f"{number}.txt").write_text("Le professionnel.", encoding="utf-8")
    (tmp_path / "docs" / "other.txt").write_text("Le professionel.", encoding="utf-8")
    assert run(tmp_path, "index", "docs").returncode == 0
    done = run(tmp_path, "query", "professionel")
    assert (done.returncode, "other.txt" in done.stdout, "professionnel" in done.stderr) == (0, True, True)
    with closing(IndexDirectory(tmp_path / ".searcher")) as directory:
        page = create_app(directory).test_client().get("/?q=professionel").get_data(as_text=True)
    assert "other.txt" in page
    assert '<a href="/?q=professionnel" lang="fr">professionnel</a>' in page


def test_an_index_is_opened_and_searched_from_python(home: Path) -> None:
    with open_index(home / ".searcher") as index:
        assert [hit.article.id for hit in search("lyon", index).articles] == ["docs/évil name.txt"]
