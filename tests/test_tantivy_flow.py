"""Texts are prepared in blocks, here or by a helper process, and nobody can tell which."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path

import pytest
from french_texts import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.plain import plains, words
from index.analysis.vocabulary import Described, describe
from index.analysis.written import written
from index.engines.protocol import Search
from index.engines.query import Form, Term
from index.engines.tantivy import flow as flows
from index.engines.tantivy.engine import TantivyEngine
from index.engines.tantivy.flow import Flow, Ready
from index.engines.tantivy.helper import Helper, answer
from index.engines.tantivy.preparing import Preparing
from index.model import Article, FileEntry, Passage


def article(number: int, *texts: str, title: str = "") -> Article:
    passages = tuple(Passage(n, text) for n, text in enumerate(texts, start=1))
    return Article(f"{number}.txt", f"{number}.txt", "txt", title, passages)


ARTICLES = [
    article(
        n, f"Le porte-parole n°{n} parle", "étudiant·e·s du soir", "" if n % 3 else "L’O.N.U. dit-elle", title=title
    )
    for n, title in enumerate(["Un titre", "", "Le Porte-Voix", "« 32 000 »"] * 5)
]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each article is a block, and the first one calls for a helper."""
    monkeypatch.setattr(flows, "BLOCK", 1)
    monkeypatch.setattr(flows, "MUCH", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def through(flow: Flow, articles: Sequence[Article]) -> Iterator[Ready]:
    for one in articles:
        yield from flow.put(one)
    yield from flow.rest()


def passed(articles: Sequence[Article]) -> tuple[list[Ready], set[tuple[str, bool]]]:
    """What comes out, and the words it brought."""
    with closing(Flow()) as flow:
        ready = list(through(flow, articles))
        return ready, {(word.word, word.lower) for word in flow.words()}


@given(st.lists(TEXTS, max_size=6))
def test_prepared_texts_hold_the_words_of_the_rules(texts: list[str]) -> None:
    rewritings, told = Preparing().prepare(texts)
    for n, text in enumerate(texts):
        new, _, others = rewritings.get(n, (None, "", ""))
        found = plains([text])[0]
        assert (text if new is None else new) == found.text
        assert others.split() == list(map(written, found.others))
    assert {written(word) for word, _, _, _ in told} == {word for text in texts for word in words(text)}


@pytest.mark.usefixtures("small_blocks")
def test_a_helper_prepares_what_would_be_prepared_here(monkeypatch: pytest.MonkeyPatch) -> None:
    helped = passed(ARTICLES)
    monkeypatch.setattr(flows, "MUCH", 1 << 40)
    assert passed(ARTICLES) == helped
    assert [ready.article for ready in helped[0]] == ARTICLES


@pytest.mark.usefixtures("small_blocks")
def test_a_helper_tells_what_words_are(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["Gazas Marchait", "marchait Gazas", "les porte-voix", "LES Gazas"]
    articles = [article(n, text) for n, text in enumerate(texts)]
    told = described_of(articles)
    assert told == {
        word: describe(word, name=word == "gazas")[1:]
        for word in ("gazas", "marchait", "les", "porte", "voix", "portevoix")
    }
    monkeypatch.setattr(flows, "MUCH", len(texts[0]))  # the first block is prepared here
    assert described_of(articles) == told
    monkeypatch.setattr(flows, "MUCH", 1 << 40)
    assert set(described_of(articles).values()) == {None}


def described_of(articles: Sequence[Article]) -> dict[str, Described | None]:
    with closing(Flow()) as flow:
        list(through(flow, articles))
        return {word.word: word.keys for word in flow.words()}


@pytest.mark.usefixtures("small_blocks")
def test_for_a_last_block_no_helper_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "BLOCK", 1 << 20)
    assert set(described_of(ARTICLES).values()) == {None}


@pytest.mark.usefixtures("small_blocks")
def test_a_helper_that_is_killed_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = passed(ARTICLES)
    helpers: list[Helper] = []

    class Seen(Helper):
        def __init__(self) -> None:
            super().__init__()
            helpers.append(self)

    monkeypatch.setattr(flows, "Helper", Seen)
    with closing(Flow()) as flow:
        ready: list[Ready] = []
        for n, one in enumerate(ARTICLES):
            ready += flow.put(one)
            if n == len(ARTICLES) // 2:
                os.kill(helpers[0]._process.pid, signal.SIGKILL)
        ready += flow.rest()
        assert (ready, {(word.word, word.lower) for word in flow.words()}) == expected
    assert len(helpers) == 1


@pytest.mark.usefixtures("small_blocks")
def test_where_no_process_can_be_started_texts_are_prepared_here(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = passed(ARTICLES)
    for program in ("/nowhere/python", ""):
        monkeypatch.setattr(sys, "executable", program)
        assert passed(ARTICLES) == expected


@pytest.mark.usefixtures("small_blocks")
def test_a_batch_that_breaks_off_ends_its_helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []

    class Seen(Helper):
        def __init__(self) -> None:
            super().__init__()
            pids.append(self._process.pid)

    monkeypatch.setattr(flows, "Helper", Seen)
    chat = Search(Term((Form("parle"),)))
    with closing(TantivyEngine(tmp_path)) as engine:
        with suppress(KeyboardInterrupt), engine.batch() as batch:
            batch.put("a.txt", ARTICLES)
            raise KeyboardInterrupt
        assert engine.search(chat).articles_total == 0
        with engine.batch() as batch:
            batch.put("a.txt", ARTICLES)
            batch.note(FileEntry("a.txt", "/r", 1, 1, "0", len(ARTICLES)))
        assert engine.search(chat).articles_total == len(ARTICLES)
    assert len(pids) == 2
    assert not any(map(lives, pids))


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_helper_ends_with_its_pipe() -> None:
    helper = Helper()
    rewritings, words = helper.prepare(["un chat"]).result()
    assert rewritings == {}
    assert sorted(words) == [(word, word, True, describe(word)[1:]) for word in ("chat", "un")]
    with suppress(OSError):
        helper._process.stdin.close()  # type: ignore[union-attr]  # as when this process dies
    assert helper._process.wait(timeout=20) == 0
    helper.close()


def test_a_helper_answers_block_after_block() -> None:
    answers = BytesIO()
    answer(BytesIO(pickle.dumps(["le chat"]) + pickle.dumps(["le porte-voix"])), answers)
    answers.seek(0)
    first, second = pickle.load(answers), pickle.load(answers)  # noqa: S301  # written above
    assert first[0] == {}
    assert {word for word, _, _, _ in first[1]} == {"le", "chat"}
    assert second[0] == {0: (None, " \ua78cxportevoix", " portevoix")}
    assert {word for word, _, _, _ in second[1]} == {"porte", "voix", "portevoix"}  # « le » was told


@pytest.mark.usefixtures("small_blocks")
def test_only_so_many_blocks_are_ahead() -> None:
    with closing(Flow()) as flow:
        out = 0
        for n, one in enumerate(ARTICLES, start=1):
            out += len(list(flow.put(one)))
            assert n - out <= flows.AHEAD
        began = time.monotonic()
        assert out + len(list(flow.rest())) == len(ARTICLES)
        assert time.monotonic() - began < 20
