"""When every engine sees what was written: after each commit, from other engines and threads, and during a batch."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from contract_articles import ARTICLES, article, term
from engine_contract import Open, ask, counted, drop, fill, question

from index.engines import registry
from index.engines.protocol import DamagedError, Engine, Search
from index.engines.query import EVERYTHING, Facet, Field
from index.model import Article


@pytest.fixture
def herd(engine: Engine) -> Engine:
    fill(engine, *ARTICLES)
    return engine


def test_a_commit_is_one_object_until_there_is_another_one(herd: Engine) -> None:
    first = herd.commit()
    assert herd.commit() is first
    fill(herd, article("z.txt", "Le zèbre", "Le zèbre court."))
    assert herd.commit() is not first


def test_a_second_engine_sees_each_commit(herd: Engine, opener: Open, tmp_path: Path) -> None:
    with closing(opener(tmp_path)) as other:
        assert ask(other, EVERYTHING) == ask(herd, EVERYTHING)
        fill(herd, article("neuf.txt", "Neuf", "un lapin"))
        assert ask(other, term("lapin")) == ["neuf.txt"]
        assert [found.text for found in other.terms(Field.WORDS, "lap")] == ["lapin"]
        assert other.size() == len(ARTICLES) + 1
        drop(other, "neuf.txt")
        assert ask(herd, term("lapin")) == []
        assert herd.size() == len(ARTICLES)


def test_an_index_outlives_its_engine(herd: Engine, opener: Open, tmp_path: Path) -> None:
    search = Search(question("chat noir"))
    before = herd.search(search)
    herd.close()
    with closing(opener(tmp_path)) as again:
        assert again.search(search) == before


def test_create_keeps_what_is_there(herd: Engine, opener: Open, tmp_path: Path) -> None:
    herd.close()
    with closing(opener(tmp_path)) as again:
        assert again.size() == len(ARTICLES)


@pytest.mark.parametrize("name", registry.ENGINES)
def test_an_index_is_made_only_when_told_to(name: str, tmp_path: Path) -> None:
    with pytest.raises(DamagedError):
        registry.open_engine(name, tmp_path)
    assert list(tmp_path.iterdir()) == []
    registry.open_engine(name, tmp_path, create=True).close()
    with closing(registry.open_engine(name, tmp_path)) as again:
        assert again.size() == 0


def test_the_engine_that_writes_sees_its_own_commits_at_once(engine: Engine) -> None:
    for generation in range(5):
        fill(engine, article("a.txt", f"Tome {generation}", f"le mot n{generation}"))
        assert ask(engine, term(f"n{generation}")) == ["a.txt"]
        assert (engine.size(), engine.frequency(Field.WORDS, "mot")) == (1, 1)


def test_searching_from_several_threads_while_writing(engine: Engine) -> None:
    """Each commit replaces both files: whoever looks sees both of one generation, whole, never one old and one new."""
    done = threading.Event()
    search = Search(question("mot"), count=100)

    def pair(generation: int) -> Sequence[Article]:
        return [article(name, f"Tome {generation}", f"le mot n{generation}") for name in ("a.txt", "b.txt")]

    def look() -> int:
        for looks in count(1):
            finished = done.is_set()
            found = engine.search(search)
            (title,) = {hit.article.title for hit in found.articles}
            (text,) = {passage.text for hit in found.articles for passage in hit.passages}
            assert text == f"le mot n{title.removeprefix('Tome ')}"
            assert found.articles_total == len(found.articles) == engine.size() == 2
            assert len(engine.similar("a.txt")) == 1
            assert counted(engine, search, Facet.TYPE) == [("txt", 2)]
            if finished:
                return looks
        return 0

    fill(engine, *pair(0))
    with ThreadPoolExecutor(3) as pool:
        watchers = [pool.submit(look) for _ in range(3)]
        try:
            for generation in range(1, 8):
                fill(engine, *pair(generation))
        finally:
            done.set()
        assert all(watcher.result() >= 1 for watcher in watchers)
    assert ask(engine, term("n7")) == ["a.txt", "b.txt"]
