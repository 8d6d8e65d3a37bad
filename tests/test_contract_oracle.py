"""Every engine is the oracle's equal, whatever is indexed and asked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from engine_contract import ENGINES, OTHERS, article, ask, close, fill, put, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from naive_engine import NaiveEngine, edits

from index.analysis.reading import places
from index.engines.protocol import Begins, Close, Equal, Found, Like, Lookup, Search, Weights, WordKey
from index.engines.query import All, Any, Everything, Field, Form, Key, Node, Not, Phrase, Term, Where
from index.model import Article

VOCABULARY = ["le", "chat", "chats", "noir", "été", "ete", "d'été", "grand-père", "Gaza", "marche", "marché", "3,5"]
WORDS = ["le", "chat", "chats", "noir", "été", "ete", "d", "grandpère", "père", "gaza", "marche", "marché", "3,5", "x"]
SENTENCES = st.lists(st.sampled_from(VOCABULARY), max_size=9).map(" ".join)
TITLES = st.lists(st.sampled_from(VOCABULARY), max_size=3).map(" ".join)
DATES = st.sampled_from(["", "2023", "2024", "2024-03", "2024-03-26", "2025-01-01"])


EXACT = 40
"""Engines may keep greater lengths, in words, in steps."""


def length(title: str, texts: Sequence[str]) -> int:
    return sum(len(forms) for text in (title, *texts) for forms in places(text))


ARTICLES = st.tuples(TITLES, st.lists(SENTENCES, max_size=4)).filter(lambda article: length(*article) <= EXACT)


@st.composite
def collections(draw: st.DrawFn) -> list[Article]:
    articles = []
    for n in range(draw(st.integers(0, 6))):
        title, texts = draw(ARTICLES)
        echo = [f"={title}"] if draw(st.booleans()) else []
        kind = draw(st.sampled_from(["txt", "md"]))
        articles.append(article(f"{n % 3}/{n}.{kind}", title, *echo, *texts, date=draw(DATES), kind=kind))
    return articles


FIELDS = st.sampled_from(Field)
FORMS = st.lists(st.builds(Form, st.sampled_from(WORDS), st.sampled_from([1.0, 0.8, 0.5])), max_size=3).map(tuple)
TERMS = st.builds(Term, FORMS, FIELDS)
PHRASES = st.builds(Phrase, st.lists(FORMS, max_size=3).map(tuple), st.integers(0, 3), FIELDS)
PLACES = st.one_of(
    st.builds(Where, st.just(Key.DATE), DATES, DATES),
    st.builds(Where, st.just(Key.PATH), st.sampled_from(["*", "0/*", "?/?.md", "1/1.txt", "2/*.t?t", "x"])),
    st.builds(Where, st.just(Key.TYPE), st.sampled_from(["txt", "md", "t"])),
    st.builds(Where, st.just(Key.ARTICLE), st.sampled_from(["0/0.txt", "1/1.md", "0"])),
)
LEAVES = st.one_of(TERMS, TERMS, PHRASES, PLACES, st.just(Everything()))


def branches(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, max_size=3).map(tuple)
    return st.one_of(st.builds(All, several), st.builds(Any, several), st.builds(Not, nodes))


NODES: st.SearchStrategy[Node] = st.recursive(LEAVES, branches, max_leaves=5)
SEARCHES = st.builds(
    Search,
    NODES,
    st.lists(st.builds(Term, FORMS), max_size=3).map(tuple),
    st.lists(st.builds(Phrase, st.lists(FORMS, min_size=2, max_size=2).map(tuple), st.integers(0, 2)), max_size=2).map(
        tuple
    ),
    st.builds(Weights, *[st.sampled_from([0.0, 0.5, 1.0, 2.0])] * 5),
    st.integers(0, 2),
    st.integers(0, 7),
    st.integers(0, 3),
)
LOOKUPS = st.one_of(
    st.builds(Equal, st.sampled_from(WordKey), st.sampled_from([*WORDS, "march", "~gaza", "grandper"])),
    st.builds(Like, st.sampled_from([WordKey.WORD, WordKey.FOLDED]), st.text("archet*?é", max_size=4)),
    st.builds(Begins, st.text("marché", max_size=3), st.just(99)),
    st.builds(Close, st.sampled_from(["marche", "chta", "gaz", "noirs"]), st.integers(1, 2)),
)
EVERY_WORD = Like(WordKey.WORD, "*")
FOLDERS = count()


def same(found: Found, oracle: Found) -> None:
    assert (found.articles_total, found.passages_total) == (oracle.articles_total, oracle.passages_total)
    assert [hit.article for hit in found.articles] == [hit.article for hit in oracle.articles]
    for hit, expected in zip(found.articles, oracle.articles, strict=True):
        assert hit.score == close(expected.score)
        assert dict(hit.parts) == close(dict(expected.parts))
        assert [(p.number, p.text) for p in hit.passages] == [(p.number, p.text) for p in expected.passages]
        assert [p.score for p in hit.passages] == close([p.score for p in expected.passages])


@pytest.mark.parametrize("name", OTHERS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=collections(), searches=st.lists(SEARCHES, min_size=8, max_size=16), lookups=st.lists(LOOKUPS))
def test_the_same_as_the_oracle(
    name: str, tmp_path: Path, articles: list[Article], searches: list[Search], lookups: list[Lookup]
) -> None:
    folder = tmp_path / str(next(FOLDERS))
    folder.mkdir()
    with closing(ENGINES[name](folder)) as engine, closing(NaiveEngine(folder)) as oracle:
        for one in (engine, oracle):
            fill(one, *articles)
        for search in searches:
            same(engine.search(search), oracle.search(search))
        for lookup in lookups:
            assert words(engine, lookup) == words(oracle, lookup)


@pytest.mark.parametrize("name", OTHERS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(st.tuples(collections(), st.sets(st.integers(0, 5))), min_size=2, max_size=4),
    nodes=st.lists(NODES, min_size=4, max_size=8),
)
def test_the_same_is_found_after_any_changes(
    name: str, tmp_path: Path, batches: list[tuple[list[Article], set[int]]], nodes: list[Node]
) -> None:
    """Scores and counts may rest on statistics that still know what was dropped; what is found may not."""
    folder = tmp_path / str(next(FOLDERS))
    folder.mkdir()
    with closing(ENGINES[name](folder)) as engine, closing(NaiveEngine(folder)) as oracle:
        for articles, dropped in batches:
            for one in (engine, oracle):
                with one.batch() as batch:
                    for path in sorted(one.files()):
                        if int(path[2]) in dropped:
                            batch.drop(path)
                    put(batch, *articles)
        assert dict(engine.files()) == dict(oracle.files())
        for node in nodes:
            assert ask(engine, node) == ask(oracle, node)
        assert {found.word for found in engine.words(EVERY_WORD)} == {found.word for found in oracle.words(EVERY_WORD)}


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("ca", "abc", 3), ("chat", "chats", 1), ("chien", "niche", 4)],
)
def test_the_oracle_counts_edits(one: str, other: str, distance: int) -> None:
    assert edits(one, other) == edits(other, one) == distance
