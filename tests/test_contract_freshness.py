"""When every engine sees what was written: after each commit, from other engines and threads, and during a batch."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from engine_contract import ENGINES, OTHERS, Open, article, ask, fill, term, words

from index.engines.protocol import Engine, Equal, Like, Search, WordKey
from index.engines.query import Everything
from index.model import Article


def test_a_second_engine_sees_each_commit(herd: Engine, opener: Open, tmp_path: Path) -> None:
    with closing(opener(tmp_path)) as other:
        assert ask(other, Everything()) == ask(herd, Everything())
        fill(herd, article("neuf.txt", "Neuf", "un lapin"))
        assert ask(other, term("lapin")) == {"neuf.txt/1"}
        assert words(other, Equal(WordKey.WORD, "lapin")) == ["lapin 1"]
        assert "neuf.txt" in other.files()
        with other.batch() as batch:
            batch.drop("neuf.txt")
        assert ask(herd, term("lapin")) == set()


def test_an_index_outlives_its_engine(herd: Engine, opener: Open, tmp_path: Path) -> None:
    search = Search(term("chat", "chats"), terms=(term("chat", "chats"),), count=10)
    before = herd.search(search)
    herd.close()
    with closing(opener(tmp_path)) as again:
        assert again.search(search) == before
        assert set(again.files()) == {"a.txt", "b.txt", "c/d.md", "e.jsonl"}


def test_searching_from_several_threads_while_writing(engine: Engine) -> None:
    """Each commit replaces both files: whoever looks sees both of one generation, never one old and one new."""
    done = threading.Event()

    def pair(generation: int) -> Sequence[Article]:
        return [article(name, f"Tome {generation}", f"le mot n{generation}") for name in ("a.txt", "b.txt")]

    def look() -> int:
        for looks in count(1):
            finished = done.is_set()
            found = engine.search(Search(term("mot"), count=10))
            assert len({hit.article.title for hit in found.articles}) == 1
            assert found.articles_total == len(found.articles) == 2
            assert len(engine.files()) == 2
            assert engine.words(Like(WordKey.WORD, "n*"))
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
    assert ask(engine, term("n7")) == {"a.txt/1", "b.txt/1"}


@pytest.mark.parametrize("name", OTHERS)
def test_searches_go_on_while_a_batch_commits(name: str, tmp_path: Path) -> None:
    """The vocabulary is held by the test, so that the commit waits for it."""
    with closing(ENGINES[name](tmp_path)) as engine, closing(sqlite3.connect(tmp_path / "words.sqlite")) as held:
        fill(engine, article("a.txt", "Chat"))
        held.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as beside:
            writing = beside.submit(fill, engine, article("b.txt", "Chien"))
            time.sleep(0.3)  # until it has come so far
            assert [len(ask(engine, term(word))) for word in ("chat", "chien")] == [1, 0]
            assert words(engine, Equal(WordKey.WORD, "chat"))
            assert not writing.done()
            held.execute("ROLLBACK")
            writing.result()
        assert len(ask(engine, term("chien"))) == 1
