"""Which of two French texts comes first: the one that holds the word as it was typed, or all of the words, or nearer.

``data/order.tsv`` has a case a line: a query, the text that is to come first, and the one that is to come after it, or
not at all. All the texts are in one index.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from searching import ask

from index.engines.protocol import Engine
from index.engines.registry import ENGINES, open_engine
from index.model import Article, Passage

CASES = Path(__file__).parent / "data" / "order.tsv"


class Case(NamedTuple):
    """A line of the table."""

    query: str
    better: str
    worse: str


def cases() -> list[Case]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return [Case(*row) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An index of all the texts, each an article of that name."""
    opened = open_engine(request.param, tmp_path_factory.mktemp("engine"), create=True)
    with opened.batch() as batch:
        for text in dict.fromkeys(text for case in cases() for text in (case.worse, case.better)):
            batch.put(text, [Article(text, text, "jsonl", "", (Passage(1, text),))])
    yield opened
    opened.close()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.query)
def test_what_is_nearer_to_the_query_comes_first(case: Case, engine: Engine) -> None:
    order = [hit.article.id for hit in ask(case.query, engine).articles if not hit.missing]
    assert case.better in order
    assert case.worse not in order or order.index(case.better) < order.index(case.worse)
