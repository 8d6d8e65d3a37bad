"""Watching: real changes of real files, waited for with a deadline and never with a sleep."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Queue
from typing import Generic, TypeVar

import pytest
from indexing import holding, opened
from json_engine import JSON_ENGINES

from index.directory import IndexDirectory
from index.engines.protocol import BusyError
from index.sync import DEFAULT_LIMITS, Limits, Updated, Watcher, follow, update, watch
from index.sync.watch import RETRY_SECONDS

DEADLINE = 20.0
"""Seconds after which what was waited for is not going to come; a watcher needs a tenth of one."""
T = TypeVar("T")


class Following(Generic[T]):
    """A generator that runs in a thread of its own; what it yields can be waited for."""

    def __init__(self, items: Iterator[T]) -> None:
        self._items = items
        self._yielded: Queue[T] = Queue()
        self.told = 0
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        for item in self._items:
            self.told += 1
            self._yielded.put(item)

    def next(self) -> T:
        return self._yielded.get(timeout=DEADLINE)

    def until(self, wanted: Callable[[T], bool]) -> T:
        """The next item that is the one wanted: one change may be told in several steps."""
        while not wanted(item := self.next()):
            pass
        return item


@contextmanager
def following(make: Callable[[threading.Event], Iterator[T]]) -> Iterator[Following[T]]:
    """Follow what ``make`` yields; in the end the stop event is set, and it has to stop."""
    stop = threading.Event()
    followed = Following(make(stop))
    try:
        yield followed
    finally:
        stop.set()
        followed.thread.join(DEADLINE)
        assert not followed.thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "textes"
    (place / "sub").mkdir(parents=True)
    return place.resolve()


@contextmanager
def watching(*places: Path) -> Iterator[Following[frozenset[Path]]]:
    """Watch, and begin once watching has begun, which is told by a step without a change."""
    with following(lambda stop: watch(places, stop)) as followed:
        assert followed.next() == frozenset()
        yield followed


# -- the watcher


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl", "A.TXT", "sub/a.txt", "été l'eau.txt"])
def test_an_added_file_is_told(folder: Path, name: str) -> None:
    with watching(folder) as steps:
        (folder / name).write_text("mot", encoding="utf-8")
        assert folder / name in steps.until(bool)


def test_a_changed_a_moved_and_a_deleted_file_are_told(folder: Path) -> None:
    file, moved = folder / "a.txt", folder / "b.txt"
    file.write_text("mot", encoding="utf-8")
    with watching(folder) as steps:
        file.write_text("autre", encoding="utf-8")
        steps.until(lambda step: file in step)
        file.rename(moved)
        steps.until(lambda step: moved in step)
        moved.unlink()
        steps.until(lambda step: moved in step)


@pytest.mark.parametrize("name", [".hidden.txt", ".git/a.txt", "image.png", "a.txt~", ".a.txt.swp"])
def test_what_is_not_indexed_is_not_told(folder: Path, name: str) -> None:
    """The file that follows is told, and told alone."""
    (folder / ".git").mkdir()
    with watching(folder) as steps:
        (folder / name).write_text("mot", encoding="utf-8")
        (folder / "a.txt").write_text("mot", encoding="utf-8")
        assert steps.until(bool) == {folder / "a.txt"}


def test_a_folder_that_appears_or_goes_is_told(folder: Path, tmp_path: Path) -> None:
    neuf = tmp_path / "neuf"
    neuf.mkdir()
    (neuf / "a.txt").write_text("mot", encoding="utf-8")
    with watching(folder) as steps:
        neuf.rename(folder / "neuf")
        steps.until(lambda step: folder / "neuf" in step)
        (folder / "neuf").rename(tmp_path / "ailleurs")
        steps.until(lambda step: folder / "neuf" in step)


def test_several_places_are_watched(folder: Path, tmp_path: Path) -> None:
    other = tmp_path.resolve() / "autre"
    other.mkdir()
    with watching(folder, other) as steps:
        (other / "a.txt").write_text("mot", encoding="utf-8")
        steps.until(lambda step: other / "a.txt" in step)
        (folder / "b.txt").write_text("mot", encoding="utf-8")
        steps.until(lambda step: folder / "b.txt" in step)


def test_a_place_under_a_hidden_folder_is_watched(tmp_path: Path) -> None:
    place = tmp_path.resolve() / ".caché" / "textes"
    place.mkdir(parents=True)
    with watching(place) as steps:
        (place / "a.txt").write_text("mot", encoding="utf-8")
        assert steps.until(bool) == {place / "a.txt"}


def test_a_linked_place_is_watched(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "lien").symlink_to(folder)
    with watching(tmp_path / "lien") as steps:
        (folder / "a.txt").write_text("mot", encoding="utf-8")
        assert steps.until(bool) == {folder / "a.txt"}


def test_a_stop_that_is_set_before_ends_it_at_once(folder: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert [step for step in watch([folder], stop) if step] == []


# -- an index that follows its folders


@contextmanager
def followed(
    folder: Path,
    directory: IndexDirectory,
    on_error: Callable[[Exception], None] = lambda _: None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Following[Updated]]:
    def start(stop: threading.Event) -> Iterator[Updated]:
        return follow([folder], directory, engine="whoosh", stop=stop, limits=limits, on_error=on_error)

    with following(start) as updates:
        yield updates


def cats(directory: IndexDirectory) -> list[str]:
    return holding(directory.engine(), "chat")


def test_an_index_is_made_first_and_then_follows(folder: Path, directory: IndexDirectory) -> None:
    (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
    with followed(folder, directory) as updates:
        assert updates.next().summary.added == 1
        assert cats(directory) == ["textes/a.txt"]
        (folder / "sub" / "b.txt").write_text("Un chat.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.added == 1)
        assert cats(directory) == ["textes/a.txt", "textes/sub/b.txt"]
        (folder / "a.txt").write_text("Un chien.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.changed == 1)
        assert cats(directory) == ["textes/sub/b.txt"]
        (folder / "sub" / "b.txt").rename(folder / "c.txt")
        updates.until(lambda updated: updated.summary.moved == 1)
        assert cats(directory) == ["textes/c.txt"]
        (folder / "c.txt").unlink()
        updates.until(lambda updated: updated.summary.removed == 1)
        assert cats(directory) == []


def test_a_folder_that_moves_takes_its_files_with_it(folder: Path, directory: IndexDirectory) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / "sub" / name).write_text(f"Un chat {name}.", encoding="utf-8")
    with followed(folder, directory) as updates:
        updates.next()
        (folder / "sub").rename(folder / "autre")
        updates.until(lambda updated: updated.summary.moved == 2)
        assert cats(directory) == ["textes/autre/a.txt", "textes/autre/b.txt"]


def test_only_what_changed_is_looked_at(folder: Path, directory: IndexDirectory) -> None:
    """A hundred files that nobody touched are not even counted."""
    for number in range(100):
        (folder / f"{number}.txt").write_text("Un chien.", encoding="utf-8")
    with followed(folder, directory) as updates:
        updates.next()
        (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
        done = updates.until(lambda updated: updated.summary.added == 1).summary
        assert done.unchanged == 0
        assert directory.totals().files == 101


def test_where_links_lead_to_a_file_it_changes_under_each_of_its_names(folder: Path, directory: IndexDirectory) -> None:
    (folder / "sub" / "a.txt").write_text("Un chien.", encoding="utf-8")
    (folder / "lien.txt").symlink_to(folder / "sub" / "a.txt")
    with followed(folder, directory) as updates:
        updates.next()
        (folder / "sub" / "a.txt").write_text("Un chat.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.changed == 2)
        assert cats(directory) == ["textes/lien.txt", "textes/sub/a.txt"]


def test_the_index_may_lie_inside_the_folder(folder: Path) -> None:
    """It writes where it watches, and must not set itself off for ever."""
    with closing(opened(folder / ".searcher")) as directory, followed(folder, directory) as updates:
        updates.next()
        (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.added == 1)
        (folder / "b.txt").write_text("Un chat.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.added == 1)
        assert cats(directory) == ["textes/a.txt", "textes/b.txt"]


def test_what_goes_wrong_is_told_once_and_tried_again(folder: Path, directory: IndexDirectory) -> None:
    errors: Queue[Exception] = Queue()
    with closing(opened(directory.folder)) as other, followed(folder, directory, errors.put) as updates:
        updates.next()
        with other.write_lock():
            (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
            assert isinstance(errors.get(timeout=DEADLINE), BusyError)
            time.sleep(2.5 * RETRY_SECONDS)  # long enough to be told again
        assert updates.next().summary.added == 1
        assert errors.empty()
        assert cats(directory) == ["textes/a.txt"]


def test_an_index_that_is_deleted_meanwhile_is_made_anew(folder: Path, directory: IndexDirectory) -> None:
    errors: Queue[Exception] = Queue()
    (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
    with followed(folder, directory, errors.put) as updates:
        updates.next()
        shutil.rmtree(directory.folder)
        (folder / "b.txt").write_text("Un chat.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.added == 2)
        assert cats(directory) == ["textes/a.txt", "textes/b.txt"]


def test_a_folder_that_goes_away_is_waited_for(folder: Path, tmp_path: Path, directory: IndexDirectory) -> None:
    (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
    errors: Queue[Exception] = Queue()
    with followed(folder, directory, errors.put) as updates:
        updates.next()
        folder.rename(tmp_path / "ailleurs")
        updates.next()
        assert cats(directory) == ["textes/a.txt"]
        assert errors.empty()


def test_stopping_while_much_is_written(folder: Path, directory: IndexDirectory) -> None:
    """What was committed stays, the rest is for the next time."""
    (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
    update([folder], directory, engine="whoosh")
    for number in range(400):
        (folder / f"{number}.txt").write_text("Un chat.", encoding="utf-8")
    with (
        followed(folder, directory, limits=Limits(batch_files=10)) as updates,
        closing(opened(directory.folder)) as reader,
    ):
        deadline = time.monotonic() + DEADLINE
        while len(cats(reader)) < 2:
            assert time.monotonic() < deadline
    assert updates.told == 0
    left = update([folder], directory, engine="whoosh").summary
    assert left.added + left.unchanged == 401
    assert left.added > 0
    assert left.unchanged > 10


def test_stopping_while_waiting_after_an_error(folder: Path, directory: IndexDirectory) -> None:
    failed, stop = threading.Event(), threading.Event()
    with closing(opened(directory.folder)) as other, other.write_lock():
        updates = follow([folder], directory, engine="whoosh", stop=stop, on_error=lambda _: failed.set())
        followed = Following(updates)
        assert failed.wait(DEADLINE)
        stop.set()
        followed.thread.join(DEADLINE)
        assert not followed.thread.is_alive()


# -- the watcher of a server


def test_a_watcher_says_what_it_did_and_ends_with_its_block(folder: Path, tmp_path: Path) -> None:
    done: Queue[Updated] = Queue()
    with Watcher([folder], tmp_path / "index", engines=JSON_ENGINES, on_update=done.put) as watcher:
        assert done.get(timeout=DEADLINE).summary.added == 0
        (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
        while not done.get(timeout=DEADLINE).summary.added:
            pass
        assert (watcher.alive, watcher.error) == (True, "")
    assert not watcher.alive


def test_a_watcher_whose_updates_fail_says_why_and_goes_on(folder: Path, tmp_path: Path) -> None:
    done: Queue[Updated] = Queue()
    errors: Queue[Exception] = Queue()
    index = tmp_path / "index"
    index.write_text("in the way", encoding="utf-8")
    with Watcher([folder], index, engines=JSON_ENGINES, on_update=done.put, on_error=errors.put) as watcher:
        errors.get(timeout=DEADLINE)
        assert watcher.alive
        assert "cannot write to" in watcher.error
        index.unlink()
        done.get(timeout=DEADLINE)
        assert watcher.error == ""


def test_a_watcher_that_ended_says_so(tmp_path: Path, folder: Path) -> None:
    """What it is told to do with an update is not its own code: an error there ends it."""
    errors: Queue[Exception] = Queue()

    def fail(_: Updated) -> None:
        raise ValueError("of the caller")

    with Watcher([folder], tmp_path / "i", engines=JSON_ENGINES, on_update=fail, on_error=errors.put) as watcher:
        assert isinstance(errors.get(timeout=DEADLINE), ValueError)
        watcher.join(DEADLINE)
        assert (watcher.alive, watcher.error) == (False, "of the caller")
