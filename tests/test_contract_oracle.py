"""Every engine is the oracle's equal, whatever is indexed and asked, and whatever was indexed before."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from contract_strategies import FACETS, collections, searches
from engine_contract import ENGINES, OTHERS, article, close, counted, fill, ids, question, reader_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engines.protocol import ArticleHit, Engine, Found, PassageHit, Search
from index.engines.query import EVERYTHING, LISTED, Facet, Field
from index.engines.reader import Scored
from index.model import Article

FOLDERS = count()
DELETED_COUNT = ("opensearch",)
"""Engines where what is deleted counts in the mean lengths of scores, until the cluster merges it away."""
NEAR_TIE = 2e-3
"""Native sums have seven digits, so that scores of whole articles this close may come in either order."""


@pytest.mark.parametrize("name", OTHERS)
@settings(max_examples=40, report_multiple_bugs=False, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=collections(), asked=st.lists(searches(), min_size=4, max_size=8), facet=FACETS)
def test_the_same_as_the_oracle(
    name: str, tmp_path: Path, articles: Sequence[Article], asked: Sequence[Search], facet: Facet
) -> None:
    with closing(_opened(name, tmp_path)) as engine, closing(_opened("naive", tmp_path)) as oracle:
        for one in (engine, oracle):
            fill(one, *articles)
        _are_equal(engine, oracle, asked, facet)


@pytest.mark.parametrize("name", OTHERS)
@settings(max_examples=25, report_multiple_bugs=False, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(st.tuples(collections(5), st.sets(st.integers(0, 4))), min_size=2, max_size=4),
    asked=st.lists(searches(), min_size=3, max_size=6),
    facet=FACETS,
)
def test_the_same_after_any_changes(
    name: str,
    tmp_path: Path,
    batches: Sequence[tuple[Sequence[Article], set[int]]],
    asked: Sequence[Search],
    facet: Facet,
) -> None:
    """Scores rest on the statistics of live articles, so that a small index that was updated ranks as a fresh one."""
    with closing(_opened(name, tmp_path)) as engine, closing(_opened("naive", tmp_path)) as oracle:
        there: dict[str, Article] = {}
        for articles, gone in batches:
            dropped = [path for path in there if int(path[2]) in gone]
            there = {path: one for path, one in there.items() if path not in dropped}
            there |= {one.path: one for one in articles}
            with engine.batch() as batch:
                for path in dropped:
                    batch.drop(path)
                for one in articles:
                    batch.put(one.path, [one])
        fill(oracle, *there.values())
        if name in DELETED_COUNT:
            _hold_the_same(engine, oracle, asked, facet)
        else:
            _are_equal(engine, oracle, asked, facet)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_the_same_order_of_many_that_are_alike(name: str, tmp_path: Path) -> None:
    """More than are rescored, written in several batches, some of them twice."""
    texts = ["mot", "mot mot", "autre mot", "mot autre rare"]
    articles = [article(f"{n:03}.txt", "Titre", texts[n * n % 7 % 4]) for n in range(300)]
    with closing(_opened(name, tmp_path)) as engine, closing(_opened("naive", tmp_path)) as oracle:
        for one in (engine, oracle):
            for start in range(0, 300, 50):
                fill(one, *articles[start : start + 50])
            if name not in DELETED_COUNT:
                fill(one, *articles[10:40])
        for words in ("mot", "mot autre", "autre rare", "titre"):
            search = Search(question(words), count=300)
            assert ids(engine.search(search)) == ids(oracle.search(search))
            _same_answer(engine.search(search), oracle.search(search))


def _opened(name: str, tmp_path: Path) -> Engine:
    folder = tmp_path / str(next(FOLDERS))
    folder.mkdir()
    return ENGINES[name](folder)


def _are_equal(engine: Engine, oracle: Engine, asked: Sequence[Search], facet: Facet) -> None:
    assert engine.size() == oracle.size()
    everything = ids(oracle.search(Search(count=100)))
    assert ids(engine.search(Search(count=100))) == everything
    for search in asked:
        _same_answer(engine.search(search), oracle.search(search))
        assert counted(engine, search, facet) == counted(oracle, search, facet)
    for field in LISTED:
        assert list(engine.terms(field, "")) == list(oracle.terms(field, ""))
        assert list(engine.terms(field, "ma", 2)) == list(oracle.terms(field, "ma", 2))
    for article_id in everything:
        assert engine.read(article_id) == oracle.read(article_id)
        _same_order(engine.similar(article_id, 10), oracle.similar(article_id, 10))
    _same_primitives(engine, oracle)


def _hold_the_same(engine: Engine, oracle: Engine, asked: Sequence[Search], facet: Facet) -> None:
    """All but scores, and what order they make."""
    assert engine.size() == oracle.size()
    for search in asked:
        found, expected = engine.search(search), oracle.search(search)
        assert found._replace(articles=()) == expected._replace(articles=())
        everything = replace(search, first=0, count=100)
        missing = [{hit.article.id: hit.missing for hit in one.search(everything).articles} for one in (engine, oracle)]
        assert missing[0] == missing[1]
        assert counted(engine, search, facet) == counted(oracle, search, facet)
    for field in LISTED:
        assert list(engine.terms(field, "")) == list(oracle.terms(field, ""))
    for article_id in ids(oracle.search(Search(count=100))):
        assert engine.read(article_id) == oracle.read(article_id)


def _same_answer(found: Found, expected: Found) -> None:
    assert found._replace(articles=()) == expected._replace(articles=())
    _same_order(found.articles, expected.articles)


def _same_order(found: Sequence[ArticleHit], expected: Sequence[ArticleHit]) -> None:
    """Equal hits in the same order, but for those whose scores are all but equal."""
    assert [hit.score for hit in found] == close([hit.score for hit in expected])
    by_id = {hit.article.id: hit for hit in found}
    assert set(by_id) == {hit.article.id for hit in expected}
    for hit, other in zip(found, expected, strict=True):
        assert hit.article.id == other.article.id or hit.score == pytest.approx(other.score, abs=NEAR_TIE)
        _same_hit(by_id[other.article.id], other)


def _same_hit(hit: ArticleHit, expected: ArticleHit) -> None:
    assert hit.article == expected.article
    assert (hit.missing, hit.passages_total) == (expected.missing, expected.passages_total)
    assert hit.score == close(expected.score)
    assert dict(hit.parts) == close(dict(expected.parts))
    for passage, other in zip(hit.passages, expected.passages, strict=True):
        assert passage.score == close(other.score)
        assert _unscored(passage) == _unscored(other) or passage.score == pytest.approx(other.score, abs=NEAR_TIE)


def _unscored(passage: PassageHit) -> PassageHit:
    return passage._replace(score=0.0)


def _same_primitives(engine: Engine, oracle: Engine) -> None:
    """What the pipeline asks of a reader and may not show in an answer."""
    readers = reader_of(engine), reader_of(oracle)
    terms = [Scored(field, "chat", 2.0) for field in (Field.LEMMAS, Field.TITLE, Field.EXACT)]
    words = [[terms[:2]], [[Scored(Field.WORDS, "le", 1.0)], [Scored(Field.LEAD, "noir", 0.5)]]]
    lemmas = [("chat", 1.0), ("noir", 0.5)]
    of_readers = []
    for reader in readers:
        every = reader.first(EVERYTHING, 0, 100, by_date=False)
        order = {number: n for n, number in enumerate(every)}
        best = {order[number]: score for number, score in reader.best(terms, EVERYTHING, 100)}
        careful = reader.evidence(words, (), every)[0]
        passages, total = reader.best_passages(lemmas, every, 100)
        counts = reader.count_passages([lemma for lemma, _ in lemmas], every)
        assert len(passages) == total == sum(counts.values())
        scores = [hit.score for hit in passages]
        assert scores == sorted(scores, reverse=True)
        of_readers.append(
            (
                best,
                {order[number]: score for number, score in careful.items() if score},
                {(order[hit.article], hit.number): hit.score for hit in passages},
                {order[number]: count for number, count in counts.items()},
                {
                    (order[a], n): hit
                    for (a, n), hit in reader.passages([(a, n) for a in every for n in range(9)]).items()
                },
            )
        )
    (found, expected) = of_readers
    for scores_by, others_by in zip(found[:3], expected[:3], strict=True):
        assert scores_by == close(others_by)
    assert found[3:] == expected[3:]
