"""``searcher query``: what goes to standard output, what to standard error, and the exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_line import ESCAPE, run


def test_query_shows_articles_on_stdout_and_talks_on_stderr(home: Path) -> None:
    done = run(home, "query", "sécurité", "rafah", "type:md")
    assert done.returncode == 0
    assert ESCAPE not in done.stdout
    assert done.stdout.splitlines() == [
        "1. Gaza : la trêve (2024-03-26)",
        "   docs/a.md",
        "   Le premier paragraphe parle de Rafah et de la sécurité.",
        "   Le second parle de Rafah.",
        "",
    ]
    assert done.stderr == "1 article\n"


def test_query_that_finds_nothing_exits_with_1_and_gives_advice(home: Path) -> None:
    done = run(home, "query", "Tombouctouville")
    assert done.returncode == 1
    assert not done.stdout
    assert "Tombouctouville" in done.stderr
    assert len(done.stderr.splitlines()) >= 2


def test_query_says_what_the_articles_hold_and_lack(home: Path) -> None:
    relaxed = run(home, "query", "Rafah Tombouctouville")
    assert relaxed.returncode == 0
    assert relaxed.stderr == "No article holds all these words; 2 hold some of them.\n"
    assert relaxed.stdout.count("   without: Tombouctouville\n") == 2
    partial = run(home, "query", "Rafah premier")
    assert partial.stderr == "1 article holds all these words; then come articles that hold some of them.\n"
    assert partial.stdout.count("   without: premier\n") == 1
    assert run(home, "query", "Rafah").stderr == "2 articles\n"


def test_only_articles_with_all_the_words_are_shown_when_asked_for(home: Path) -> None:
    done = run(home, "query", "--all", "Rafah premier")
    assert (done.returncode, done.stderr) == (0, "1 article\n")
    assert "docs/b.txt" not in done.stdout
    assert run(home, "query", "--all", "Rafah Tombouctouville").returncode == 1


def test_query_says_how_many_paragraphs_are_not_shown(home: Path) -> None:
    shown = run(home, "query", "Rafah type:md", "--passages", "1").stdout
    assert "   + 1 more paragraph\n" in shown
    assert "more paragraph" not in run(home, "query", "Rafah type:md").stdout


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["Rafah", "-sécurité"], set()),
        (["Rafah", "-premier"], {"docs/b.txt"}),
        (["Rafah", "-hier"], {"docs/a.md", "docs/b.txt"}),
        (["Rafah", "-quiet"], {"docs/a.md", "docs/b.txt"}),
        (['"de Rafah"', "-Lyon"], {"docs/a.md"}),
        (["Rafah", "OU", "Lyon"], {"docs/a.md", "docs/b.txt", "docs/évil name.txt"}),
        (["Rafah", "type:md"], {"docs/a.md"}),
        (["génér*", "OU", "mot~"], {"docs/évil name.txt"}),
    ],
)
def test_words_that_begin_with_a_hyphen_are_words(words: list[str], found: set[str], home: Path) -> None:
    done = run(home, "query", "--json", *words)
    articles = json.loads(done.stdout)["articles"]
    assert {article["id"] for article in articles if not article["missing"]} == found
    assert "Usage" not in done.stdout


def test_query_json_has_the_keys_of_the_design(home: Path) -> None:
    done = run(home, "query", "--json", "« de   Rafah »", "type:md", "--limit", "1", "--passages", "1")
    assert done.returncode == 0
    assert not done.stderr
    [line] = done.stdout.splitlines()
    whole = json.loads(line)
    assert list(whole) == ["query", "read_as", "articles_total", "partial", "relaxed", "suggestion", "articles"]
    assert (whole["query"], whole["read_as"]) == ("« de   Rafah » type:md", '"de Rafah" type:md')
    assert (whole["articles_total"], whole["partial"], whole["relaxed"]) == (1, False, False)
    [article] = whole["articles"]
    about = ["id", "path", "title", "date", "date_from", "author", "source", "tags", "type"]
    assert list(article) == [*about, "score", "missing", "passages_total", "passages"]
    [passage] = article["passages"]
    assert list(passage) == ["number", "page", "score", "repeats", "text", "marks"]
    [(start, end)] = passage["marks"]
    assert passage["text"][start:end] == "de Rafah"
    assert "«" in line
    assert "\\u" not in line


def test_query_json_is_printed_when_nothing_is_found(home: Path) -> None:
    done = run(home, "query", "--json", "Tombouctouville")
    assert done.returncode == 1
    assert json.loads(done.stdout)["articles"] == []


def test_query_explains_its_scores(home: Path) -> None:
    shown = run(home, "query", "Rafah", "--explain").stdout
    lines = re.findall(r"^ +(\d+\.\d+) = \((.+)\) × share (\d+\.\d+)$", shown, re.MULTILINE)
    assert len(lines) == 2
    for score, summands, share in lines:
        total = sum(map(float, re.findall(r"\d+\.\d+", summands)))
        assert float(score) == pytest.approx(total * float(share), abs=0.01)
    [first, _] = json.loads(run(home, "query", "--json", "Rafah", "--explain").stdout)["articles"]
    share = first["explain"].pop("share")
    assert sum(first["explain"].values()) * share == pytest.approx(first["score"], abs=1e-4)


def test_it_is_said_where_more_articles_are(home: Path) -> None:
    assert run(home, "query", "Rafah", "--limit", "1").stderr.endswith("\n+ 1 more article (--page 2)\n")
    assert run(home, "query", "Rafah", "--limit", "1", "--page", "2").stderr == "2 articles\n"
    beyond = run(home, "query", "Rafah", "--page", "3")
    assert beyond.stderr.endswith("\nThere is no such page; ask for an earlier one.\n")


@pytest.mark.parametrize("typed", ["", '"', "…"])
def test_without_a_word_no_advice_on_words_is_given(typed: str, home: Path) -> None:
    done = run(home, "query", typed)
    assert (done.returncode, done.stderr) == (1, "There is no word to look for.\n")


def test_pages_are_numbered_on(home: Path) -> None:
    pages = [run(home, "query", "Rafah", "--limit", "1", "--page", page).stdout for page in ("1", "2")]
    assert [page[:3] for page in pages] == ["1. ", "2. "]
    assert pages[0][3:] != pages[1][3:]
    beyond = run(home, "query", "Rafah", "--limit", "10000", "--page", "2")
    assert (beyond.returncode, beyond.stdout) == (2, "")
    assert "10\u202f000" in beyond.stderr


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("Rafah", ""),
        ("  Rafah ", ""),
        (
            "date:13/45/24 Rafah",
            "Read as: date 13/45/24 Rafah (not read as a date: 13/45/24; write it like 2024, 2024-03 or 2023..2024)",
        ),
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
