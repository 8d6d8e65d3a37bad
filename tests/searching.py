"""Folders of real files and what is searched in them: what the tests of searching are written with."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from index.directory import IndexDirectory
from index.engines.protocol import Engine
from index.engines.registry import ENGINES, open_engine
from index.model import Article, Passage
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


def table(name: str) -> list[list[str]]:
    """The lines of a table in ``data``, but for the first one, which names the columns."""
    with (Path(__file__).parent / "data" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


@contextmanager
def index_of(texts: Iterable[str], engine: str, folder: Path) -> Iterator[Engine]:
    """An index of all the texts, each an article of that name; ``\\n`` is the end of a line."""
    with closing(open_engine(engine, folder, create=True)) as opened:
        with opened.batch() as batch:
            for text in dict.fromkeys(texts):
                batch.put(text, [Article(text, text, "jsonl", "", (Passage(1, text.replace("\\n", "\n")),))])
        yield opened


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
