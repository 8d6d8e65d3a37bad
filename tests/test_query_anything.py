"""Whatever is typed: no query is an error, and none takes long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from query_trees import ANYTHING, TODAY

from index.engines.protocol import Engine
from index.engines.registry import open_engine
from index.model import Article, Passage
from searcher.answering import search
from searcher.options import Options


def small_article(number: int, title: str, *paragraphs: str) -> Article:
    name = f"d/{number}.txt"
    passages = tuple(Passage(n, text) for n, text in enumerate(paragraphs, start=1))
    return Article(name, name, "txt", title, passages, date="2024-03-26", author="Émile Zola", tags=("eau",))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("engine")
    opened = open_engine("whoosh", folder, create=True)
    with opened.batch() as batch:
        for article in (
            small_article(1, "Gaza", "La ville de Rafah.", "Le général Brown a rencontré Austin à Rafah mardi."),
            small_article(2, "Le marché", "L’aide militaire et les étudiant·e·s.", "Plus de 32 000 porte-parole."),
        ):
            batch.put(article.path, [article])
    yield opened
    opened.close()


@given(query=ANYTHING, family=st.booleans(), complete_only=st.booleans())
@example(query="(" * 3_000, family=False, complete_only=False)
@example(query="titre:(-*)^0", family=True, complete_only=True)
@example(query="\ud800 a* \udfff~", family=False, complete_only=False)
@example(query="a\0b", family=False, complete_only=False)
@example(query="'*", family=False, complete_only=False)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_is_an_error(query: str, family: bool, complete_only: bool, engine: Engine) -> None:
    answer = search(query, engine, options=Options(family, complete_only), today=TODAY)
    assert len(answer.articles) <= engine.size()
    assert (answer.articles_total > 0) == bool(answer.articles)
    assert not (answer.relaxed and answer.partial)
    answer.read_as.encode()


@pytest.mark.parametrize(
    "query",
    [
        "l'" * 330,
        "qu’" * 700,
        "a ET " * 10_000,
        "OU " * 10_000,
        "-a " * 10_000,
        "a^2" + "^2" * 900,
        "«" * 2_000,
        '"a ' * 1_000,
        "date:" * 400,
        "titre:(" * 1_000,
        "?*" * 900 + "zzz",
        "a~ " * 700,
        "a* " * 700,
        '"a b*" ' * 300,
        "m" * 1_000_000,
        " ".join(f"mot{n}" for n in range(150_000)),
        "a-" * 1_000,
        "a.b@" * 500,
    ],
    ids=lambda query: query[:8],
)
def test_a_hostile_query_is_answered(query: str, engine: Engine) -> None:
    answer = search(query, engine, today=TODAY)
    assert len(answer.read_as) <= 4 * 2_000
