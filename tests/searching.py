"""Folders of real files and what is searched in them: what the tests of searching are written with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from index.directory import IndexDirectory
from index.engines.protocol import Engine
from index.engines.registry import ENGINES
from index.sync import update
from searcher import Answer, Options, Page, search

TODAY = date(2024, 3, 27)
HEADLINE = "Gaza : la trêve\n\nLe premier paragraphe.\n\nGaza : la trêve\n\nLe second, à Gaza."
"""A text whose headline stands once more among its paragraphs."""
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


def ask(query: str, engine: Engine, *, family: bool = False, complete_only: bool = False) -> Answer:
    options = Options(family=family, complete_only=complete_only)
    return search(query, engine, Page(count=100, passages=100), options, today=TODAY)


def texts(answer: Answer) -> list[str]:
    return [passage.text for hit in answer.articles for passage in hit.passages]


def names(answer: Answer) -> list[str]:
    return [hit.article.id.removeprefix("d/") for hit in answer.articles]


def records(*rows: tuple[str, str]) -> dict[str, str]:
    """One file of records: an id and a text each, without titles."""
    return {"r.jsonl": "\n".join(json.dumps({"id": name, "text": text}) for name, text in rows)}


def ids(answer: Answer) -> list[str]:
    return [hit.article.id.removeprefix("d/r.jsonl#") for hit in answer.articles]
