"""The benchmark of the page and the API: it runs, on a few texts, and counts what goes wrong."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from real_server import running

from benchmarks.web.__main__ import command
from benchmarks.web.load import Maker
from benchmarks.web.questions import questions
from index.directory import IndexDirectory
from index.sync import update
from web.collections import Collection

WORDS = ("tempête", "phare", "digue", "marée", "bateau", "pêcheur", "côte", "vent")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder of records in which every word is in some."""
    folder = tmp_path / "texts"
    folder.mkdir()
    lines = [
        json.dumps({"id": str(n), "text": f"Le {WORDS[n % 8]} et la {WORDS[n % 7]} du {WORDS[n % 5]} de jour."})
        for n in range(200)
    ]
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def directory(texts: Path, tmp_path: Path) -> Iterator[IndexDirectory]:
    with closing(IndexDirectory(tmp_path / "index")) as directory:
        update([texts], directory, engine="tantivy")
        yield directory


def test_the_questions_are_drawn_from_the_index(directory: IndexDirectory) -> None:
    asked = questions(directory.folder, 10, most=20)
    assert asked == questions(directory.folder, 10, most=20)
    assert asked.typed
    assert not set(asked.unlike) & set(asked.again)


def test_answers_and_errors_are_counted(directory: IndexDirectory) -> None:
    with running([Collection("", directory)]) as port:
        for path, is_wrong in (("/?q=", False), ("/api/v1/search?q=", False), ("/api/v1/search?wrong=", True)):
            maker = Maker(port, path, WORDS, time.perf_counter() + 0.5)
            asyncio.run(maker.connect())
            assert maker.seconds
            assert maker.errors == (len(maker.seconds) if is_wrong else 0)


def test_all_of_it_runs(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.web.questions.COLLECTIONS", texts)
    few = ["--passages", "200", "--typed", "4", "--seconds", "1", "--connections", "2", "--texts", str(texts)]
    done = CliRunner().invoke(command, few)
    assert not done.exception, done.output
    assert "a search in Python" in done.output
    assert "questions typed, 90 ms between two keys" in done.output
    row = next(line for line in done.output.splitlines() if line.startswith("| /api/v1/search, again"))
    assert row.split("|")[6].strip() == "0"


def test_an_index_is_served_as_a_copy(directory: IndexDirectory) -> None:
    before = directory.engine().size()
    some = ["--index", str(directory.folder), "--part", "load", "--seconds", "1", "--connections", "1"]
    done = CliRunner().invoke(command, some)
    assert not done.exception, done.output
    assert directory.engine().size() == before
