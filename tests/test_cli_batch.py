"""``searcher batch``: the queries it reads, and its answers as JSON and as a TREC run."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from command_line import run

from searcher.commands.batch import queries


def test_batch_answers_each_query_as_query_does(home: Path) -> None:
    typed = '{"id": 7, "text": "Rafah type:md"}\n\n deux mots\tRafah Lyon\r\n3\t\n'
    done = run(home, "batch", "-", "--limit", "5", typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["7", " deux mots", "3"]
    alone = json.loads(run(home, "query", "--json", "Rafah type:md").stdout)
    assert answers[0] == {"id": "7", **alone}
    assert next(iter(answers[0])) == "id"
    assert [(answer["articles_total"], answer["relaxed"]) for answer in answers] == [(1, False), (3, True), (0, False)]


def test_batch_reads_a_file_of_either_form(home: Path, tmp_path: Path) -> None:
    (tmp_path / "q.tsv").write_text("1\tRafah\n", encoding="utf-8")
    (tmp_path / "q.jsonl").write_text('{"id": "1", "text": "Rafah"}\n', encoding="utf-8")
    shown = {run(home, "batch", tmp_path / name).stdout for name in ("q.tsv", "q.jsonl")}
    assert len(shown) == 1
    assert json.loads(shown.pop())["articles_total"] == 2


@pytest.mark.parametrize("line", ["nonsense", "{", '{"id": 1}', "[1, 2]", '{"text": "a"}', "5"])
def test_a_line_that_is_no_query_is_named(line: str, home: Path) -> None:
    done = run(home, "batch", "-", typed=f"1\tRafah\n{line}\n")
    assert done.returncode == 2
    assert "line 2" in done.stderr
    with pytest.raises(click.UsageError):
        list(queries(iter([line])))


def test_batch_prints_a_trec_run_of_six_fields(home: Path) -> None:
    typed = "q 1\tRafah Lyon\nq%2\tRafah\nq\u00a03\tRafah\n4\tTombouctouville\n"
    done = run(home, "batch", "--format", "trec", "--depth", "2", "-", typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert {len(row) for row in rows} == {6}
    assert [row[0] for row in rows] == ["q%201", "q%201", "q%2", "q%2", "q%C2%A03", "q%C2%A03"]
    assert [row[3] for row in rows] == ["1", "2"] * 3
    assert {(row[1], row[5]) for row in rows} == {("Q0", "searcher")}
    for first, second in zip(rows[::2], rows[1::2], strict=True):
        assert float(first[4]) >= float(second[4])
    whole = run(home, "batch", "--format", "trec", "-", typed="1\tLyon\n").stdout
    assert whole.split()[2] == "docs/évil%20name.txt"


def test_a_trec_run_has_the_order_of_the_answers(home: Path) -> None:
    typed = "1\tRafah premier\n2\tRafah Lyon Gaza\n"
    answers = run(home, "batch", "-", typed=typed).stdout.splitlines()
    rows = [line.split() for line in run(home, "batch", "--format", "trec", "-", typed=typed).stdout.splitlines()]
    ranked = [(answer["id"], hit["id"]) for answer in map(json.loads, answers) for hit in answer["articles"]]
    assert [(row[0], row[2].replace("%20", " ")) for row in rows] == ranked


def test_a_query_that_cannot_be_read_stops_no_batch(home: Path) -> None:
    typed = "\n".join(
        f"{n}\t{query}" for n, query in enumerate(["l'" * 700, "(" * 5_000, "a^0", "~ \udcff =", "Rafah"])
    )
    done = run(home, "batch", "-", typed=typed.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["0", "1", "2", "3", "4"]
