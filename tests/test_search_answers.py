"""Search: what an answer says, as JSON too, and the French acceptance cases."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from searching import TODAY, Indexed, ask, records

from searcher import Page, as_json, search

REPO = Path(__file__).parents[1]
FRENCH = REPO.parent / "shared" / "french"
ENOUGH = 0.97


# --- the answer


def test_the_answer_says_how_the_query_was_read(indexed: Indexed) -> None:
    answer = ask("« aide  militaire » AND date:hier !", indexed(records(("1", "Rafah."))))
    assert answer.query == "« aide  militaire » AND date:hier !"
    assert answer.read_as == '"aide militaire" ET date:2024-03-26'


FIELDS = "there are title, author, source, tag, date, path, type"
DATES = "write it like 2024, 2024-03 or 2023..2024"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("Rafah", ""),
        ("auteur:Zola Rafah", ""),
        ("12:30 http://ex.fr std::vector Gaza:bilan", ""),
        ("intitle:Rafah", f"intitle Rafah (no field is called intitle; {FIELDS})"),
        (
            "file:Rafah -foo:bar file:a",
            f"file Rafah, without (foo bar), file a (no field is called file, foo; {FIELDS})",
        ),
        ("date:demain Rafah", f"date demain Rafah (not read as a date: demain; {DATES})"),
        (
            'date:32/13/2024 date:"jamais"',
            f'date 32/13/2024 date "jamais" (not read as a date: 32/13/2024, jamais; {DATES})',
        ),
        ("date:(mars OU avril)", "date, (mars OR avril)"),
        ("Rafah date:mars 2024", "Rafah, date: March 2024"),
    ],
)
def test_the_answer_says_in_words_what_was_read_otherwise(query: str, said: str, indexed: Indexed) -> None:
    assert ask(query, indexed(records(("1", "Rafah.")))).read_otherwise == said


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
        "date_from": "metadata",
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

TOLD_BY_CAPITALS = {"Orange"}
"""An index holds no capitals, so which of « Orange » and « orange » comes first is left to the rest of the text."""


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
            if not hit.missing
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
    found = [case for case in cases("rank.tsv") if case["query"] not in TOLD_BY_CAPITALS]
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
