"""Which of two French texts comes first: the one that holds the word as it was typed, or all of the words, or nearer.

``data/order.tsv`` has a case a line: a query, the text that is to come first, and the one that is to come after it, or
not at all. All the texts are in one index.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from searching import ask, index_of, table

from index.engines.protocol import Engine
from index.engines.registry import ENGINES


class Case(NamedTuple):
    """A line of the table."""

    query: str
    better: str
    worse: str


def cases() -> list[Case]:
    return [Case(*row) for row in table("order.tsv")]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    texts = [text for case in cases() for text in (case.worse, case.better)]
    with index_of(texts, request.param, tmp_path_factory.mktemp("engine")) as opened:
        yield opened


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.query)
def test_what_is_nearer_to_the_query_comes_first(case: Case, engine: Engine) -> None:
    order = [hit.article.id for hit in ask(case.query, engine).articles if not hit.missing]
    assert case.better in order
    assert case.worse not in order or order.index(case.better) < order.index(case.worse)
