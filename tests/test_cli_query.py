"""``searcher query``: what goes to standard output, what to standard error, and the exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_line import ESCAPE, run


def test_query_shows_articles_on_stdout_and_talks_on_stderr(home: Path) -> None:
    done = run(home, "query", "sécurité", "rafah")
    assert done.returncode == 0
    assert ESCAPE not in done.stdout
    assert done.stdout.splitlines() == [
        "1. Gaza : la trêve (2024-03-26)",
        "   docs/a.md",
        "   Le premier paragraphe parle de Rafah et de la sécurité.",
        "",
    ]
    assert done.stderr == "1 article, 1 paragraph\n"


def test_query_that_finds_nothing_exits_with_1_and_gives_advice(home: Path) -> None:
    done = run(home, "query", "Tombouctouville")
    assert done.returncode == 1
    assert not done.stdout
    assert "Tombouctouville" in done.stderr
    assert len(done.stderr.splitlines()) >= 2


def test_query_says_when_it_shows_partial_matches(home: Path) -> None:
    done = run(home, "query", "Rafah Tombouctouville")
    assert done.returncode == 0
    assert "Rafah" in done.stdout
    assert len(done.stderr.splitlines()) == 2
    assert run(home, "query", "Rafah").stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["Rafah", "-sécurité"], {"docs/a.md", "docs/b.txt"}),
        (["Rafah", "-hier"], {"docs/a.md", "docs/b.txt"}),
        (["Rafah", "-quiet"], {"docs/a.md", "docs/b.txt"}),
        (['"de Rafah"', "-second"], {"docs/a.md"}),
        (["Rafah", "OU", "Lyon"], {"docs/a.md", "docs/b.txt", "docs/évil name.txt"}),
        (["Rafah", "type:md"], {"docs/a.md"}),
        (["--", "--json", "Lyon"], set()),
        (["génér*", "OU", "mot~"], {"docs/évil name.txt"}),
    ],
)
def test_words_that_begin_with_a_hyphen_are_words(words: list[str], found: set[str], home: Path) -> None:
    done = run(home, "query", "--json", *words)
    articles = json.loads(done.stdout)["articles"]
    assert {article["id"] for article in articles} == found or (not found and done.returncode in {0, 1})
    assert "Usage" not in done.stdout


def test_query_json_has_the_keys_of_the_design(home: Path) -> None:
    done = run(home, "query", "--json", "« de   Rafah »", "type:md", "--limit", "1", "--passages", "1")
    assert done.returncode == 0
    assert not done.stderr
    [line] = done.stdout.splitlines()
    whole = json.loads(line)
    assert list(whole) == ["query", "read_as", "articles_total", "passages_total", "relaxed", "suggestion", "articles"]
    assert (whole["query"], whole["read_as"]) == ("« de   Rafah » type:md", '"de Rafah" type:md')
    assert (whole["articles_total"], whole["passages_total"], whole["relaxed"]) == (1, 2, False)
    [article] = whole["articles"]
    assert list(article) == ["id", "path", "title", "date", "score", "passages"]
    [passage] = article["passages"]
    assert list(passage) == ["number", "score", "text", "marks"]
    [(start, end)] = passage["marks"]
    assert passage["text"][start:end] == "de Rafah"
    assert "é" in line or "Rafah" in line
    assert "\\u" not in line


def test_query_json_is_printed_when_nothing_is_found(home: Path) -> None:
    done = run(home, "query", "--json", "Tombouctouville")
    assert done.returncode == 1
    assert json.loads(done.stdout)["articles"] == []


def test_query_explains_its_scores(home: Path) -> None:
    shown = run(home, "query", "Rafah", "--explain").stdout
    for line in re.findall(r"^ +\d+\.\d+ = .+$", shown, re.MULTILINE):
        score, _, parts = line.partition(" = ")
        assert float(score) == pytest.approx(sum(map(float, re.findall(r"\d+\.\d+", parts))), abs=0.01)
    assert shown.count(" = ") == 2
    [first, _] = json.loads(run(home, "query", "--json", "Rafah", "--explain").stdout)["articles"]
    assert sum(first["explain"].values()) == pytest.approx(first["score"], abs=1e-4)


def test_pages_are_numbered_on(home: Path) -> None:
    pages = [run(home, "query", "Rafah", "--limit", "1", "--page", page).stdout for page in ("1", "2")]
    assert [page[:3] for page in pages] == ["1. ", "2. "]
    assert pages[0][3:] != pages[1][3:]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("Rafah", ""),
        ("  Rafah ", ""),
        ("date:13/45/2024 Rafah", "Read as: date 13/45/2024 Rafah"),
        ("(Rafah", "Read as: Rafah"),
    ],
)
def test_it_is_said_how_a_query_was_read(query: str, said: str, home: Path) -> None:
    lines = run(home, "query", query).stderr.splitlines()
    assert [line for line in lines if line.startswith("Read as:")] == ([said] if said else [])


def test_bytes_that_are_no_text_are_read_as_something(home: Path) -> None:
    done = run(home, "query", b"Rafah \xff", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["articles_total"] == 2
