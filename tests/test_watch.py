"""Watching: real changes of real files, waited for with a deadline and never with a sleep."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Queue
from typing import Generic, TypeVar

import pytest

from index.directory.store import Store
from index.engines.protocol import BusyError, Search
from index.engines.query import Form, Term
from index.sync import writing
from index.sync.keep_fresh import keep_fresh
from index.sync.update import Updated, update
from index.sync.watch import changes

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
    with following(lambda stop: changes(places, stop)) as followed:
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
    assert [step for step in changes([folder], stop) if step] == []


# -- keeping an index fresh


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "index", wait=0.1)) as opened:
        yield opened


def holding(store: Store, word: str) -> list[str]:
    found = store.engine().search(Search(Term((Form(word),)), count=99))
    return sorted(hit.article.id for hit in found.articles)


@contextmanager
def kept_fresh(
    folder: Path, store: Store, on_error: Callable[[Exception], None] = lambda _: None
) -> Iterator[Following[Updated]]:
    with following(lambda stop: keep_fresh([folder], store, engine="whoosh", stop=stop, on_error=on_error)) as updates:
        yield updates


def test_an_index_is_made_first_and_then_follows(folder: Path, store: Store) -> None:
    (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
    with kept_fresh(folder, store) as updates:
        assert updates.next().summary.added == 1
        assert holding(store, "chat") == ["textes/a.txt"]
        (folder / "sub" / "b.txt").write_text("Un chat.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.added == 1)
        assert holding(store, "chat") == ["textes/a.txt", "textes/sub/b.txt"]
        (folder / "a.txt").write_text("Un chien.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.changed == 1)
        assert holding(store, "chat") == ["textes/sub/b.txt"]
        (folder / "sub" / "b.txt").rename(folder / "c.txt")
        updates.until(lambda updated: updated.summary.moved == 1)
        assert holding(store, "chat") == ["textes/c.txt"]
        (folder / "c.txt").unlink()
        updates.until(lambda updated: updated.summary.removed == 1)
        assert holding(store, "chat") == []


def test_the_index_may_lie_inside_the_folder(folder: Path) -> None:
    """It writes where it watches, and must not set itself off for ever."""
    with closing(Store(folder / ".searcher")) as store, kept_fresh(folder, store) as updates:
        updates.next()
        (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.added == 1)
        (folder / "b.txt").write_text("Un chat.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.added == 1)
        assert holding(store, "chat") == ["textes/a.txt", "textes/b.txt"]


def test_what_goes_wrong_is_told_and_the_next_change_is_another_try(folder: Path, store: Store) -> None:
    errors: Queue[Exception] = Queue()
    with closing(Store(store.folder)) as other, kept_fresh(folder, store, errors.put) as updates:
        updates.next()
        with other.writing():
            (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
            assert isinstance(errors.get(timeout=DEADLINE), BusyError)
        (folder / "b.txt").write_text("Un chat.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.added > 0)
        assert holding(store, "chat") == ["textes/a.txt", "textes/b.txt"]


def test_a_folder_that_goes_away_is_waited_for(folder: Path, tmp_path: Path, store: Store) -> None:
    (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
    errors: Queue[Exception] = Queue()
    with kept_fresh(folder, store, errors.put) as updates:
        updates.next()
        folder.rename(tmp_path / "ailleurs")
        updates.next()
        assert holding(store, "chat") == ["textes/a.txt"]
        assert errors.empty()


def test_stopping_while_much_is_written(folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was committed stays, the rest is for the next time."""
    monkeypatch.setattr(writing, "BATCH_FILES", 10)
    (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
    update([folder], store, engine="whoosh")
    for number in range(400):
        (folder / f"{number}.txt").write_text("Un chat.", encoding="utf-8")
    with kept_fresh(folder, store) as updates, closing(Store(store.folder)) as reader:
        deadline = time.monotonic() + DEADLINE
        while len(holding(reader, "chat")) < 2:
            assert time.monotonic() < deadline
    assert updates.told == 0
    left = update([folder], store).summary
    assert left.added + left.unchanged == 401
    assert left.added > 0
    assert left.unchanged > 10


def test_stopping_while_waiting_after_an_error(folder: Path, store: Store) -> None:
    failed, stop = threading.Event(), threading.Event()
    with closing(Store(store.folder)) as other, other.writing():
        fresh = keep_fresh([folder], store, engine="whoosh", stop=stop, on_error=lambda _: failed.set())
        followed = Following(fresh)
        assert failed.wait(DEADLINE)
        stop.set()
        followed.thread.join(DEADLINE)
        assert not followed.thread.is_alive()
