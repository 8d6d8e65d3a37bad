"""A batch that is killed, or whose disk is full, at each step leaves the last commit or the new one, whole."""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from whoosh.index import FileIndex
from whoosh_articles import ANIMALS, CAT, DOG, answers, article, put

from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.schema import schema
from index.engines.whoosh.storage import INDEX_NAME, Files

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a batch is killed in a child process")

NEW = article("new.txt", "Nouveau", "Un chat de plus.")
STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir")
"""What changes files, by the names of Python's audit events; syncing has none and is counted apart."""


def change(engine: WhooshEngine) -> None:
    """A batch that puts, replaces and drops, and merges because it drops much."""
    with engine.batch() as batch:
        batch.put(NEW.path, [NEW])
        batch.put(DOG.path, [DOG._replace(title="Chien")])
        batch.drop(CAT.path)


LAST_STEPS = 20
"""Whoosh ignores that old files cannot be deleted, so that steps after the commit fail without a word."""


def in_child(work: Callable[[], None]) -> int:
    """The status of a child that did ``work``: 0, 1 where it failed, that of :func:`os.waitpid` where it was killed."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException as error:  # noqa: BLE001
            os.write(2, repr(error).encode())
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


def at_step(number: int, folder: Path, act: Callable[[], None]) -> None:
    """Do ``act`` at a step of this process in ``folder``, for as long as it lives."""
    left = number

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            act()

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in STEPS and str(arguments[0]).startswith(str(folder)):
            count()

    sync = os.fsync

    def counted(file: int) -> None:
        count()
        sync(file)

    sys.addaudithook(watch)
    os.fsync = counted  # type: ignore[assignment]


def folders(tmp_path: Path) -> Iterator[Path]:
    """Folders with the same index in each, to be spoilt one by one."""
    number = 0
    while True:
        folder = tmp_path / f"index{number}"
        put(WhooshEngine(folder, create=True), *ANIMALS)
        yield folder
        number += 1


@pytest.fixture
def states(tmp_path: Path) -> tuple[object, object]:
    """What the index answers before the batch and after it."""
    engine = WhooshEngine(tmp_path / "whole", create=True)
    put(engine, *ANIMALS)
    before = answers(engine)
    change(engine)
    return before, answers(engine)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_batch_that_is_killed_is_there_or_not(tmp_path: Path, states: tuple[object, object]) -> None:
    seen = list[int]()
    for step, folder in enumerate(folders(tmp_path), start=1):
        engine = WhooshEngine(folder)

        def work(folder: Path = folder, engine: WhooshEngine = engine, step: int = step) -> None:
            at_step(step, folder, kill)
            change(engine)

        status = in_child(work)
        seen.append(states.index(answers(WhooshEngine(folder))))
        put(WhooshEngine(folder, wait=0.0), article("later.txt", "Plus tard"))
        assert_no_leftovers(folder)
        if status == 0:
            break
    assert len(seen) > 10
    assert (seen[0], seen[-1]) == (0, 1)
    assert seen == sorted(seen)


def assert_no_leftovers(folder: Path) -> None:
    """Only what the table of contents names is there."""
    index = FileIndex(Files(folder), schema(), INDEX_NAME)
    named = [segment.segment_id() for segment in index.reader().segments() or []]
    found = {file.name for file in folder.iterdir() if file.name.partition(".")[0] not in named}
    assert found == {f"_MAIN_{index.latest_generation()}.toc", "MAIN_WRITELOCK"}


def full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_of_and_leaves_nothing(tmp_path: Path, states: tuple[object, object]) -> None:
    before, _ = states
    told = 0
    for step, folder in enumerate(folders(tmp_path), start=1):
        engine = WhooshEngine(folder)
        files = sorted(file.name for file in folder.iterdir())

        def work(folder: Path = folder, engine: WhooshEngine = engine, step: int = step) -> None:
            at_step(step, folder, full)
            change(engine)

        failed = in_child(work) != 0
        told += failed
        found = answers(WhooshEngine(folder))
        assert found in states
        if found == before:
            assert failed
            assert sorted(file.name for file in folder.iterdir()) == files
        put(WhooshEngine(folder, wait=0.0), article("later.txt", "Plus tard"))
        assert_no_leftovers(folder)
        if found != before and not failed and step > told + LAST_STEPS:
            break
    assert told > 8


def test_what_a_killed_making_leaves_is_made_anew(tmp_path: Path) -> None:
    steps = 0
    status = 1
    while status:
        steps += 1
        folder = tmp_path / str(steps)

        def work(folder: Path = folder, step: int = steps) -> None:
            at_step(step, folder, kill)
            WhooshEngine(folder, create=True)

        status = in_child(work)
        assert WhooshEngine(folder, create=True).size() == 0
    assert steps > 4
