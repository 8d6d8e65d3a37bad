"""A whole article, and which of its passages a query finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.directory import IndexDirectory
from index.engines.protocol import Engine
from index.sync import update
from searcher import read

PARAGRAPHS = (
    "Le canal du Midi relie Toulouse à la mer.",
    "Les péniches naviguent sur le canal.",
    "Le midi, on déjeune.",
    "Les péniches naviguent sur le canal.",
    "Rien de tout cela.",
    "Le canal, large et calme, dort à midi.",
)
QUERIES = (
    "canal",
    "canal midi",
    '"canal du Midi"',
    "navig*",
    "péniche ou Toulouse",
    "canal -Paris",
    "hippocampe",
    "",
    "*",
)


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("reading") / "docs"
    folder.mkdir()
    (folder / "canal.md").write_text("\n\n".join(("# Le canal", "## Le canal", *PARAGRAPHS)), encoding="utf-8")
    (folder / "autre.txt").write_text("Autre\n\nUn canal.\n\nUn décorateur.\n", encoding="utf-8")
    directory = IndexDirectory(folder.parent / ".searcher")
    update([folder], directory, engine=request.param)
    yield directory.engine()
    directory.close()


def found(engine: Engine, query: str, name: str = "docs/canal.md") -> list[int]:
    reading = read(name, query, engine)
    assert reading
    return list(reading.found)


@pytest.mark.parametrize(
    ("query", "expected"),
    [("péniche", [3, 5]), ('"canal du Midi"', [2]), ("Toulouse déjeune", [2, 4]), ("hippocampe", []), ("", [])],
)
def test_the_passages_that_are_found(engine: Engine, query: str, expected: list[int]) -> None:
    assert found(engine, query) == expected


@pytest.mark.parametrize("query", QUERIES)
def test_of_a_long_article_the_engine_finds_the_same(
    engine: Engine, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_marks = found(engine, query)
    monkeypatch.setattr("searcher.reading.SHORT", 0)
    assert found(engine, query) == by_marks


def test_highlights_of_a_part(engine: Engine) -> None:
    reading = read("docs/canal.md", "péniche", engine)
    assert reading
    part = reading.highlighted(reading.article.passages[2:4])
    assert [(passage.number, len(passage.marks)) for passage in part] == [(3, 1), (4, 0)]
    low, high = part[0].marks[0]
    assert part[0].text[low:high] == "péniches"


def test_without_a_query_nothing_is_highlighted(engine: Engine) -> None:
    reading = read("docs/canal.md", " ", engine)
    assert reading
    assert reading.marks(["Le canal", ""]) == [(), ()]


def test_a_word_that_is_not_held_stands_for_its_family(engine: Engine) -> None:
    assert found(engine, "décoration", "docs/autre.txt") == [2]


def test_an_article_that_is_not_there(engine: Engine) -> None:
    assert read("docs/no.txt", "canal", engine) is None
