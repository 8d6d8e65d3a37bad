"""French acceptance cases: what a query finds in a text, and what of it is highlighted.

``data/french.tsv`` has a case a line: its group, a query, a text (``\\n`` is the end of a line), whether the query must
find the text with nothing missing, and what one of the highlights must then be, if anything. All the texts are in one
index, so that a case is found among others.
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

    group: str
    query: str
    text: str
    match: str
    marks: str


def cases() -> list[Case]:
    return [Case(*row) for row in table("french.tsv")]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with index_of((case.text for case in cases()), request.param, tmp_path_factory.mktemp("engine")) as opened:
        yield opened


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.group}: {case.query}") for case in cases()])
def test_a_query_finds_what_it_should_and_highlights_it(case: Case, engine: Engine) -> None:
    found = {hit.article.id: hit for hit in ask(case.query, engine).articles if not hit.missing}
    assert (case.text in found) == (case.match == "yes")
    if case.marks:
        passages = found[case.text].passages
        marks = [passage.text[start:end] for passage in passages for start, end in passage.marks]
        assert case.marks.replace("\\n", "\n") in marks
