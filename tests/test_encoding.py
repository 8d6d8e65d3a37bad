"""Encoding: the entries that processes of their own make are those that are made here, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from engine_contract import article, ask, fill
from indexing import child_environment
from waiting import DEADLINE

from index.engines.encoding import Encoders, Encoding
from index.engines.encoding.encoder import Encoder
from index.engines.encoding.encoders import MOST_LOSSES
from index.engines.encoding.encoding import BLOCK
from index.engines.entries import entry_of
from index.engines.query import Field, Term
from index.engines.tantivy import TantivyEngine
from index.model import Article, Passage

WORDS = "L’été dernier, les conseillères de Saint-Étienne ont voté 3,5 % de hausse. "
LONG = WORDS * (BLOCK // (2 * len(WORDS)))
"""A third of them is a block."""


def articles(count: int) -> Sequence[Article]:
    return [
        article(f"{n}.txt", f"Titre n° {n}", LONG, f"Paragraphe {n}", LONG, "moitié \ud800 d’une paire")
        for n in range(count)
    ]


@pytest.fixture
def encoders() -> Iterator[Encoders]:
    with closing(Encoders(2, few=0)) as encoders:
        yield encoders


def made(encoding: Encoding, taken: Sequence[Article]) -> Sequence[object]:
    return [pair for one in taken for pair in encoding.take(one)] + list(encoding.rest())


def until_gone(pid: int) -> None:
    until = time.monotonic() + DEADLINE
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_entries_come_in_order_and_are_those_made_here(encoders: Encoders) -> None:
    taken = articles(9)
    assert made(Encoding(encoders), taken) == [(one, entry_of(one)) for one in taken]
    assert any(encoder.pid for encoder in encoders.encoders)


def test_few_are_encoded_here() -> None:
    with closing(Encoders(1)) as encoders:
        taken = articles(2)
        assert made(Encoding(encoders), taken) == [(one, entry_of(one)) for one in taken]
        assert [encoder.pid for encoder in encoders.encoders] == [None]


def test_without_a_core_to_spare_all_are_encoded_here() -> None:
    encoding, (one,) = Encoding(Encoders(0, few=0)), articles(1)
    assert list(encoding.take(one)) == [(one, entry_of(one))]
    assert list(encoding.rest()) == []


def test_what_is_dropped_does_not_come(encoders: Encoders) -> None:
    encoding, taken = Encoding(encoders), articles(3)
    for one in taken:
        list(encoding.take(one))
    encoding.drop()
    assert list(encoding.rest()) == []
    assert made(encoding, taken[:1]) == [(taken[0], entry_of(taken[0]))]


def test_a_process_that_was_killed_costs_nothing_and_is_replaced() -> None:
    with closing(Encoders(1, few=0)) as encoders:
        (encoder,), (one,) = encoders.encoders, articles(1)
        assert encoders.submit([one]).result() == [entry_of(one)]
        before = encoder.pid
        assert before
        os.kill(before, signal.SIGKILL)
        for _ in range(2):  # the first may be on its way to the one that was killed
            assert encoders.submit([one]).result() == [entry_of(one)]
        assert encoder.pid not in {None, before}


def test_a_process_that_is_lost_at_work_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that never becomes ready, again and again: no other one is started in the end."""
    monkeypatch.setattr("index.engines.encoding.encoder.CODE", "raise SystemExit")
    with closing(Encoders(1, few=0)) as encoders:
        (encoder,), (one,) = encoders.encoders, articles(1)
        for _ in range(MOST_LOSSES):
            assert encoders.submit([one]).result() == [entry_of(one)]
            assert encoder.pid is None
        monkeypatch.undo()
        assert encoders.submit([one]).result() == [entry_of(one)]
        assert encoder.pid is None


def test_an_error_of_ours_is_raised_here(encoders: Encoders) -> None:
    odd = article("a.txt", "Titre")._replace(passages=(Passage(1, 7),))  # type: ignore[arg-type]  # on purpose
    with pytest.raises(TypeError):
        encoders.submit([odd]).result()


def test_a_process_without_work_ends_by_itself() -> None:
    with closing(Encoder(idle_seconds=1)) as encoder:
        (one,) = articles(1)
        assert encoder.entries([one]) == [entry_of(one)]
        pid = encoder.pid
        until = time.monotonic() + DEADLINE
        while encoder.pid == pid:
            assert time.monotonic() < until
            time.sleep(1.5)
            assert encoder.entries([one]) == [entry_of(one)]


START = """
from index.engines.encoding.encoder import Encoder
encoder = Encoder()
encoder.entries([])
print(encoder.pid, flush=True)
input()
"""


def test_a_process_ends_with_the_one_that_started_it() -> None:
    command = [sys.executable, "-c", START]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=child_environment()) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.kill()
    until_gone(pid)


def test_an_index_is_the_same_by_whatever_processes(tmp_path: Path) -> None:
    taken = articles(7)
    for name, most in (("here", 0), ("there", 2)):
        (tmp_path / name).mkdir()
        with closing(TantivyEngine(tmp_path / name, create=True, encoders=Encoders(most, few=0))) as engine:
            fill(engine, *taken)
            assert engine.read("3.txt") == taken[3]
            assert ask(engine, Term(Field.LEMMAS, "conseiller")) == [one.id for one in taken]
