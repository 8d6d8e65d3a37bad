"""An index that is searched where it cannot be written to, while another process may write to it."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tantivy_batches import ANIMALS, CAT, FOX, answers, change, fill, ids

from index.engines.protocol import DamagedError, Search, StoreError
from index.engines.tantivy import TantivyEngine
from index.engines.tantivy.readonly import WritableView
from index.engines.tantivy.schema import ARTICLES, PASSAGES


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[TantivyEngine]:
    (tmp_path / "index").mkdir()
    with closing(TantivyEngine(tmp_path / "index", create=True)) as engine:
        fill(engine, *ANIMALS)
        yield engine


@pytest.fixture
def views(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the private folders are made."""
    folder = tmp_path / "views"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def read_only(writer: TantivyEngine) -> closing[TantivyEngine]:
    return closing(TantivyEngine(writer.folder, read_only=True))


def times(folder: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in [folder, *folder.rglob("*")]}


@pytest.mark.usefixtures("views")
def test_it_answers_the_same_and_touches_nothing(writer: TantivyEngine, tmp_path: Path) -> None:
    change(writer)
    copy = shutil.copytree(writer.folder, tmp_path / "copy")  # which the writer's own threads do not touch either
    for lock in copy.rglob("*.lock"):
        lock.unlink()
    before = times(copy)
    with closing(TantivyEngine(copy, read_only=True)) as reader:
        found = answers(reader)
        assert times(copy) == before
    assert found == answers(writer)


def test_it_sees_each_later_commit_and_leaves_no_folder(writer: TantivyEngine, views: Path) -> None:
    with read_only(writer) as reader:
        assert ids(reader.search(Search())) == ["cat.txt", "cow.txt", "dog.txt"]
        for number in range(10):
            fill(writer, CAT._replace(title=f"Tome {number}"))
            article = reader.read(CAT.id)
            assert article
            assert article.title == f"Tome {number}"
            assert len(list(views.iterdir())) == 1
        change(writer)
        assert answers(reader) == answers(writer)
    assert list(views.iterdir()) == []


@pytest.mark.usefixtures("views")
def test_a_snapshot_outlives_its_files(writer: TantivyEngine) -> None:
    """A search goes on with the commit that it began with, though a later one has other files."""
    with read_only(writer) as reader:
        snapshot = reader.snapshot()
        for number in range(10):
            fill(writer, *(one._replace(title=f"Tome {number}") for one in ANIMALS))
        assert answers(reader) == answers(writer)
        (number,) = snapshot.first(Search().required, 0, 1, by_date=False)
        assert snapshot.whole(number) == CAT


@pytest.mark.usefixtures("views")
def test_it_is_searched_while_another_writes(writer: TantivyEngine) -> None:
    """Segments are merged and deleted at any moment: no answer mixes commits, and none is taken for damage."""
    stop = threading.Event()
    errors = list[BaseException]()

    def write() -> None:
        try:
            for number in range(40):
                fill(writer, *(one._replace(title=f"Tome {number}") for one in ANIMALS))
        except BaseException as error:  # noqa: BLE001  # it is raised again
            errors.append(error)
        finally:
            stop.set()

    thread = threading.Thread(target=write)
    with read_only(writer) as reader:
        thread.start()
        seen = set()
        while not stop.is_set():
            titles = {hit.article.title for hit in reader.search(Search()).articles}
            assert len(titles) == 1 or titles == {one.title for one in ANIMALS}
            seen |= titles
        thread.join()
    assert errors == []
    assert len(seen) > 4


@pytest.mark.usefixtures("views")
def test_it_cannot_be_written_to(writer: TantivyEngine) -> None:
    before = times(writer.folder)
    with read_only(writer) as reader:
        with pytest.raises(StoreError, match="cannot write to the index: the folder is read-only") as told:
            fill(reader, FOX)
        assert not isinstance(told.value, DamagedError)
        assert reader.size() == len(ANIMALS)
    assert times(writer.folder) == before


@pytest.mark.usefixtures("views")
@pytest.mark.parametrize("lost", ["", ARTICLES, PASSAGES, f"{ARTICLES}/meta.json", f"{PASSAGES}/meta.json"])
@pytest.mark.parametrize("is_read_only", [False, True])
def test_a_missing_part_is_told_of_and_not_made(
    writer: TantivyEngine, tmp_path: Path, lost: str, *, is_read_only: bool
) -> None:
    folder = tmp_path / "spoilt"
    shutil.copytree(writer.folder, folder)
    part = folder / lost
    part.unlink() if part.is_file() else shutil.rmtree(part)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(DamagedError, match="build it anew with: searcher index"):
        TantivyEngine(folder, read_only=is_read_only)
    assert [file for file in sorted(tmp_path.rglob("*")) if file not in before] == []


def test_an_index_that_cannot_be_opened_leaves_no_folder(writer: TantivyEngine, views: Path) -> None:
    (writer.folder / PASSAGES / "meta.json").write_bytes(b"{")
    with pytest.raises(DamagedError) as told:
        TantivyEngine(writer.folder, read_only=True)
    assert told.traceback  # which holds on to all that was opened
    assert list(views.iterdir()) == []


@pytest.mark.parametrize("is_read_only", [False, True])
def test_a_folder_that_vanishes_is_told_of(writer: TantivyEngine, views: Path, *, is_read_only: bool) -> None:
    with closing(TantivyEngine(writer.folder, read_only=is_read_only)) as reader:
        shutil.rmtree(writer.folder)
        with pytest.raises(DamagedError):
            reader.search(Search())
        with pytest.raises(StoreError):
            fill(reader, FOX)
    assert list(views.iterdir()) == []
    assert not writer.folder.exists()


def test_a_lock_that_comes_while_the_folder_goes_keeps_it_from_nothing(
    writer: TantivyEngine, views: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = WritableView(writer.folder)
    view.refresh()
    [folder], rmdir, locked = views.iterdir(), os.rmdir, list[Path]()

    def rmdir_late(path: str, *, dir_fd: int | None = None) -> None:
        if not locked:
            locked.append(folder / ARTICLES / ".tantivy-meta.lock")
            locked[0].touch()
        rmdir(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "rmdir", rmdir_late)
    view.close()
    assert locked
    assert list(views.iterdir()) == []


def test_closing_twice_does_no_harm(writer: TantivyEngine, views: Path) -> None:
    view = WritableView(writer.folder)
    view.refresh()
    assert list(views.iterdir())
    view.close()
    view.close()
    assert list(views.iterdir()) == []
