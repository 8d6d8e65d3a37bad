"""The processes of workers: when one is started, kept and replaced, and that none is left behind."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from indexing import python, write
from odd_reader import FORMATS
from working import HASTE, is_alive, read

from index.documents import Workers
from index.documents.worker.process import Worker


def test_the_worker_is_kept_for_the_next_file_and_replaced_after_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.documents.worker.process.WORN_OUT", 3)
    pids = []
    with Workers(FORMATS, HASTE) as workers:
        for _ in range(5):
            read(workers, tmp_path / "a.odd", "title T")
            pids += workers.pids
    assert len(pids) == 4  # the third file wore the first one out
    assert len(set(pids)) == 2
    assert not any(map(is_alive, pids))


def test_a_worker_that_ran_out_of_memory_is_not_kept(workers: Workers, tmp_path: Path) -> None:
    read(workers, tmp_path / "a.odd", "title T", "memory")
    assert workers.pids == []


def test_threads_have_a_worker_each(workers: Workers, tmp_path: Path) -> None:
    places = [tmp_path / f"{number}.odd" for number in range(6)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda place: read(workers, place, "title T", "sleep 0.1", "text un"), places))
    assert done == [({f"r/{place.name}": ["un"]}, []) for place in places]
    assert len(workers.pids) == 2


def test_no_process_is_left(tmp_path: Path) -> None:
    with Workers(FORMATS, HASTE) as workers:
        assert workers.pids == []  # none is started before it is needed
        read(workers, tmp_path / "a.odd", "title T")
        (idle,) = workers.pids
        write(tmp_path / "b.odd", "file 1.odd title T;text un\nhang")
        with closing(workers.read(str(tmp_path / "b.odd"), "r/b.odd")) as items:
            next(items)
            assert workers.pids == [idle]
        assert not is_alive(idle)
        read(workers, tmp_path / "a.odd", "title T")
        (last,) = workers.pids
    assert not is_alive(last)


def test_closing_ends_what_is_read_in_other_threads(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with Workers(FORMATS) as workers:
            reading = pool.submit(read, workers, tmp_path / "a.odd", "title T", "hang")
            while not workers.pids:
                time.sleep(0.01)
            pids = workers.pids
            time.sleep(0.2)
        assert reading.result(timeout=5) == ({}, [])
    assert not any(map(is_alive, pids))


SAYING = """
import sys, time
def out(said):
    sys.stdout.buffer.write(len(said).to_bytes(4, "big") + said)
    sys.stdout.buffer.flush()
"""
KILLED = """
    import os, signal, sys
    from odd_reader import FORMATS
    from index.documents import Workers
    workers = Workers(FORMATS)
    list(workers.read(sys.argv[1], "r/a.odd"))
    print(*workers.pids, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_worker_ends_with_the_process_that_asks(tmp_path: Path) -> None:
    done = python(KILLED, write(tmp_path / "a.odd", "title T\ntext un"))
    pid = int(done.stdout)
    end = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_alive(pid)


def test_a_worker_that_does_not_start_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "nothing"))
    with Workers(FORMATS) as workers:
        articles, (fault,) = read(workers, tmp_path / "a.odd", "title T")
    assert (articles, fault.code) == ({}, "no_worker")


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("", "no_worker"),
        ("out(b'oops')", "no_worker"),
        ("out(b'ready'); out(b'no JSON'); sys.stdin.read()", "failed"),
        ("out(b'ready'); out(b'[99]'); sys.stdin.read()", "failed"),
        ("out(b'ready'); sys.stdin.close(); sys.exit()", "crashed"),
    ],
)
def test_a_process_that_is_no_worker_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, code: str
) -> None:
    monkeypatch.setattr("index.documents.worker.process.CODE", f"{SAYING}\n{does}")
    with Workers(FORMATS, HASTE) as workers:
        articles, faults = read(workers, tmp_path / "a.odd", "title T")
    assert articles == {}
    assert {fault.code for fault in faults} <= {code, "gave_up"}
    assert faults[0].code == code


def test_a_process_that_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.documents.worker.process.CODE", f"{SAYING}\nout(b'ready'); time.sleep(60)")
    monkeypatch.setattr("index.documents.worker.process.STOP_SECONDS", 0.1)
    worker = Worker(FORMATS)
    worker.close()
    assert not is_alive(worker.pid)
