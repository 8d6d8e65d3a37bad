"""An index that follows its folders: real changes of real files, waited for with a deadline."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Queue

import pytest
from indexing import holding, opened
from json_engine import JSON_ENGINES
from waiting import DEADLINE, Following, following

from index.directory import IndexDirectory
from index.engines.protocol import BusyError
from index.sync import DEFAULT_LIMITS, Limits, Updated, Watcher, follow, update
from index.sync.following import RETRY_SECONDS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "textes"
    (place / "sub").mkdir(parents=True)
    return place.resolve()


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


def test_a_linked_folder_is_followed_by_its_real_path_and_none_outside(
    folder: Path, tmp_path: Path, directory: IndexDirectory
) -> None:
    """The system tells a change by whichever name of the folder it heard of last."""
    (tmp_path / "ailleurs").mkdir()
    for name, target in (("aaa", "sub"), ("zzz", "sub"), ("dehors", tmp_path / "ailleurs")):
        (folder / name).symlink_to(target)
    with followed(folder, directory) as updates:
        updates.next()
        (tmp_path / "ailleurs" / "a.txt").write_text("Un chat.", encoding="utf-8")
        (folder / "sub" / "a.txt").write_text("Un chat.", encoding="utf-8")
        assert updates.until(lambda updated: updated.summary.added > 0).summary.problems == ()
        assert cats(directory) == ["textes/sub/a.txt"]


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


def test_a_folder_that_is_emptied_keeps_its_articles_and_one_that_comes_back_goes_on(
    folder: Path, tmp_path: Path, directory: IndexDirectory
) -> None:
    (folder / "a.txt").write_text("Un chat.", encoding="utf-8")
    with followed(folder, directory) as updates:
        updates.next()
        folder.rename(tmp_path / "ailleurs")
        folder.mkdir()
        done = updates.until(lambda updated: bool(updated.summary.problems))
        assert [problem.path for problem in done.summary.problems] == ["textes"]
        assert cats(directory) == ["textes/a.txt"]
        folder.rmdir()
        (tmp_path / "ailleurs").rename(folder)
        (folder / "b.txt").write_text("Un chat.", encoding="utf-8")
        updates.until(lambda updated: updated.summary.added == 1)
        assert cats(directory) == ["textes/a.txt", "textes/b.txt"]


def test_a_file_is_found_within_a_second(folder: Path, directory: IndexDirectory) -> None:
    with followed(folder, directory) as updates:
        updates.next()
        for number in range(3):
            began = time.monotonic()
            (folder / f"{number}.txt").write_text("Un chat.", encoding="utf-8")
            updates.until(lambda updated: updated.summary.added == 1)
            assert time.monotonic() - began < 1


def test_a_burst_of_files_is_written_in_batches(folder: Path, directory: IndexDirectory) -> None:
    with followed(folder, directory) as updates:
        updates.next()
        for number in range(2_000):
            (folder / f"{number}.txt").write_text("Un chat.", encoding="utf-8")
        told = added = 0
        while added < 2_000:
            added += updates.next().summary.added
            told += 1
        assert added == directory.totals().files == 2_000
        assert told <= 20


def test_rules_that_change_take_effect(folder: Path, directory: IndexDirectory) -> None:
    for name in ("a.txt", "sub/b.txt"):
        (folder / name).write_text("Un chat.", encoding="utf-8")
    with followed(folder, directory) as updates:
        updates.next()
        (folder / ".searcherignore").write_text("sub/\n", encoding="utf-8")
        updates.until(lambda updated: updated.summary.removed == 1)
        assert cats(directory) == ["textes/a.txt"]
        (folder / "sub" / "c.txt").write_text("Un chat.", encoding="utf-8")
        (folder / ".searcherignore").unlink()
        updates.until(lambda updated: updated.summary.added == 2)


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
