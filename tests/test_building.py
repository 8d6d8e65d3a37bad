"""An index that is built beside the current one: a build that was broken off goes on, and nobody who reads notices."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from growing import ARTICLE, cats, fill, grow
from indexing import current, folders, holding, opened
from json_engine import JSON_ENGINES, NAME

from index.directory import IndexDirectory, NoIndexError
from index.directory.state import Versions, read_state, write_state
from index.directory.store import Role
from index.engines.protocol import StoreError
from index.model import Root
from index.sync import Interrupted, Limits, Progress

DEADLINE = 20.0
SMALL_BATCHES = Limits(grown=1_000, batch_files=2)


def spoil(data: Path) -> None:
    """Make data that cannot be opened any more."""
    (data / NAME).write_bytes(b"This is no JSON. " * 100)


def break_off(folder: Path, directory: IndexDirectory, files: int) -> None:
    """Index in batches of two files, up to an interruption."""
    stop = threading.Event()

    def tell(progress: Progress) -> None:
        if progress.files == files:
            stop.set()

    with pytest.raises(Interrupted):
        grow([folder], directory, limits=SMALL_BATCHES, on_progress=tell, stop=stop)


def test_a_first_build_goes_on_and_answers_when_it_is_whole(folder: Path, directory: IndexDirectory) -> None:
    fill(folder, *range(6))
    break_off(folder, directory, 5)
    with pytest.raises(NoIndexError, match="not complete yet"):
        directory.engine()
    done = grow([folder], directory)
    assert (done.summary.added, done.summary.unchanged, done.rebuilt) == (2, 4, "")
    assert cats(directory) == 6
    assert folders(directory) == [current(directory).data]
    assert not (directory.folder / Role.BUILDING).exists()


def test_a_rebuild_goes_on_and_the_old_index_answers_meanwhile(folder: Path, directory: IndexDirectory) -> None:
    fill(folder, *range(4))
    grow([folder], directory)
    old = current(directory)
    fill(folder, *range(10))
    break_off(folder, directory, 7)
    assert (current(directory), cats(directory)) == (old, 4)
    (folder / "000.txt").unlink()
    (folder / "010.txt").write_text(ARTICLE, encoding="utf-8")
    done = grow([folder], directory)
    assert (done.summary.moved, done.summary.added, done.summary.unchanged) == (1, 4, 5)
    assert (current(directory).engine, cats(directory)) == ("tantivy", 10)
    assert folders(directory) == [current(directory).data]


@pytest.mark.parametrize("change", ["engine", "version", "roots", "unreadable", "no data", "no catalogue", "bad data"])
def test_what_was_built_so_far_is_swept_where_it_will_not_do(
    folder: Path, directory: IndexDirectory, change: str
) -> None:
    fill(folder, *range(6))
    break_off(folder, directory, 5)
    file = directory.folder / Role.BUILDING
    half = read_state(file)
    assert half
    data = directory.folder / half.data
    match change:
        case "engine":
            assert grow([folder], directory, engine="tantivy").summary.added == 6
        case "version":
            write_state(file, replace(half, versions=Versions(0, 0, 0)))
        case "roots":
            write_state(file, replace(half, roots=(*half.roots, Root("x", Path("/x")))))
        case "unreadable":
            file.write_text("{", encoding="utf-8")
        case "no data":
            data.rename(folder.parent / "ailleurs")
        case "no catalogue":
            (data / "catalogue.sqlite").unlink()
        case _:
            spoil(data)
    if change != "engine":
        assert grow([folder], directory).summary.added == 6
    assert cats(directory) == 6
    assert folders(directory) == [current(directory).data] != [half.data]


def test_a_build_of_a_part_becomes_one_of_the_whole(folder: Path, directory: IndexDirectory) -> None:
    fill(folder, *range(6))
    break_off(folder, directory, 5)
    assert grow([folder.parent / "textes", folder.parent / "textes" / "000.txt"], directory).summary.unchanged == 4
    assert cats(directory) == 6


def test_an_old_index_that_cannot_be_opened_is_built_anew_all_the_same(folder: Path, directory: IndexDirectory) -> None:
    fill(folder, *range(3))
    grow([folder], directory)
    state = current(directory)
    spoil(directory.folder / state.data)
    write_state(directory.folder / Role.CURRENT, replace(state, versions=state.versions._replace(analysis=-1)))
    with closing(opened(directory.folder)) as fresh:
        with pytest.raises(StoreError):
            fresh.engine()
        assert "new way" in grow([folder], fresh).rebuilt
        assert cats(fresh) == 3


# -- readers meanwhile


def test_what_is_read_is_not_deleted(folder: Path, directory: IndexDirectory) -> None:
    fill(folder, *range(3))
    grow([folder], directory)
    old = current(directory).data
    with closing(opened(directory.folder)) as reader:
        engine = reader.engine()
        grow([folder], directory, engine="tantivy")
        assert folders(directory) == sorted([old, current(directory).data])
        assert len(holding(engine, "chat")) == 3
        assert reader.engine() is not engine
        assert len(holding(engine, "chat")) == 3
        assert folders(directory) == sorted([old, current(directory).data])
    assert folders(directory) == [current(directory).data]


def test_what_was_replaced_is_closed_after_a_while(folder: Path, directory: IndexDirectory) -> None:
    fill(folder, 1)
    grow([folder], directory)
    with closing(IndexDirectory(directory.folder, engines=JSON_ENGINES, retired_seconds=0.0)) as reader:
        reader.engine()
        grow([folder], directory, engine="tantivy")
        reader.engine()
        assert len(folders(directory)) == 2
        assert cats(reader) == 1
        assert folders(directory) == [current(directory).data]


def test_searches_go_on_while_the_index_changes_its_engine_again_and_again(
    folder: Path, directory: IndexDirectory
) -> None:
    """Each answer is of one whole index; nobody meets a folder that is going or half built."""
    fill(folder, *range(10))
    grow([folder], directory, engine="whoosh")
    failed: list[BaseException] = []
    counted: list[int] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                with closing(opened(directory.folder)) as cold:
                    counted.append(cats(cold))
                counted.append(cats(reader))
            except BaseException as error:  # noqa: BLE001  # told in the end
                failed.append(error)

    with closing(opened(directory.folder)) as reader:
        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(6):
            for engine in ("tantivy", "whoosh"):
                assert grow([folder], directory, engine=engine).rebuilt
        over.set()
        for thread in threads:
            thread.join(DEADLINE)
    assert not failed
    assert set(counted) == {10}
