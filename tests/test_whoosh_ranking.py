"""Leaving articles out of the scoring: those asked for are the same, and few others are scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from naive_engine import NaiveEngine

from index.engines.protocol import Engine, Found, Search, Weights
from index.engines.query import Any, Everything, Form, Phrase, Term
from index.engines.whoosh.articles import Articles, Scored
from index.engines.whoosh.engine import WhooshEngine
from index.model import Article, FileEntry, Passage

close = partial(pytest.approx, rel=1e-9, abs=1e-9)
WORDS = ("chat", "chats", "chien", "loup", "renard", "lapin", "de", "et")
TEXT = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
ARTICLES = st.lists(st.tuples(TEXT, st.lists(TEXT, min_size=1, max_size=3)), min_size=4, max_size=14)
FORM = st.builds(Form, st.sampled_from(WORDS), st.sampled_from([1.0, 0.8, 0.5]))
TERM = st.builds(
    Term, st.lists(FORM, max_size=3, unique_by=lambda form: form.word).map(tuple), weight=st.sampled_from([1.0, 0.4, 2])
)
PAIR = st.builds(lambda *words: Phrase(tuple((Form(word),) for word in words), 2), *[st.sampled_from(WORDS)] * 2)
WEIGHT = st.sampled_from([0.0, 0.5, 3.5])
SEARCHES = st.builds(
    Search,
    st.one_of(st.just(Everything()), st.lists(TERM, max_size=3).map(lambda terms: Any(tuple(terms)))),
    st.lists(TERM, max_size=4).map(tuple),
    st.lists(PAIR, max_size=2).map(tuple),
    st.one_of(st.just(Weights()), st.builds(Weights, WEIGHT, WEIGHT, WEIGHT, WEIGHT, WEIGHT)),
    st.integers(0, 3),
    st.integers(0, 4),
)


def fill(engine: Engine, texts: Iterable[tuple[str, list[str]]]) -> None:
    with engine.batch() as batch:
        for number, (title, paragraphs) in enumerate(texts):
            name = f"{number:03}.txt"
            passages = tuple(Passage(n, text) for n, text in enumerate(paragraphs, start=1))
            batch.put(name, [Article(name, name, "txt", title, passages)])
            batch.note(FileEntry(name, "/racine", 1, 1, "0", 1))


def shown(found: Found) -> list[object]:
    hits = [(hit.article.id, [passage.number for passage in hit.passages]) for hit in found.articles]
    return [found.articles_total, found.passages_total, *hits]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(texts=ARTICLES, searches=st.lists(SEARCHES, min_size=1, max_size=6))
def test_what_is_left_out_is_not_asked_for(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, list[str]]], searches: list[Search]
) -> None:
    folders = tmp_path_factory.mktemp("whoosh"), tmp_path_factory.mktemp("naive")
    with (
        closing(WhooshEngine(folders[0])) as engine,
        closing(NaiveEngine(folders[1])) as oracle,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("index.engines.whoosh.ranking.AT_FIRST", 1)
        patch.setattr("index.engines.whoosh.ranking.GROWTH", 1)
        fill(engine, texts)
        fill(oracle, texts)
        for search in searches:
            found, expected = engine.search(search), oracle.search(search)
            assert shown(found) == shown(expected)
            assert [hit.score for hit in found.articles] == close([hit.score for hit in expected.articles])


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The articles that are scored in full, as they are."""
    seen: list[int] = []
    in_full = Articles.in_full

    def counting(self: Articles, heads: Iterable[int]) -> dict[int, Scored]:
        scored = in_full(self, heads)
        seen.extend(scored)
        return scored

    monkeypatch.setattr(Articles, "in_full", counting)
    return seen


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with closing(WhooshEngine(tmp_path)) as opened:
        fill(opened, [("Rien", [f"un {'chat' if n % 40 else 'chat et loup et renard'} de plus"]) for n in range(200)])
        yield opened


TERMS = tuple(Term((Form(word),)) for word in ("chat", "loup", "renard"))


def test_articles_with_few_of_the_words_are_not_scored(engine: Engine, counted: list[int]) -> None:
    found = engine.search(Search(Any(TERMS), TERMS, count=2))
    assert found.articles_total == found.passages_total == 200
    assert [hit.article.id for hit in found.articles] == ["000.txt", "040.txt"]
    assert len(counted) == len(set(counted)) == 8


def test_every_article_of_one_score_is_scored(engine: Engine, counted: list[int]) -> None:
    """Articles with equal scores come in the order of their ids, so none of them can be left out."""
    found = engine.search(Search(TERMS[0], TERMS[:1], count=2))
    assert [hit.article.id for hit in found.articles] == ["001.txt", "002.txt"]
    assert len(set(counted)) >= 195


def test_nothing_is_scored_to_be_counted(engine: Engine, counted: list[int]) -> None:
    assert engine.search(Search(TERMS[1], TERMS, count=0)) == Found(5, 5, [])
    assert not counted
