"""An index that changes its engine as it grows: when, how it is told, and what happens where the engine is missing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import pytest
from growing import SMALL_NUMBERS, cats, fill, grow
from indexing import current, folders
from json_engine import JSON_ENGINES

from index.directory import AUTO, IndexDirectory
from index.directory.growth import engine_for
from index.engines.registry import Engines, Factory, MissingEngineError
from index.sync import follow


@pytest.mark.parametrize(
    ("size", "current", "expected"),
    [
        (0, "", "whoosh"),
        (999, "", "whoosh"),
        (1_000, "", "tantivy"),
        (999, "whoosh", "whoosh"),
        (1_000, "whoosh", "tantivy"),
        (999, "tantivy", "tantivy"),
        (500, "tantivy", "tantivy"),
        (499, "tantivy", "whoosh"),
        (10**12, "ancien", "tantivy"),
    ],
)
def test_the_size_decides_and_what_is_large_stays_so_for_a_while(size: int, current: str, expected: str) -> None:
    assert engine_for(size, current, 1_000) == expected


def test_an_index_grows_and_shrinks(folder: Path, directory: IndexDirectory) -> None:
    for count, engine, said in (
        (5, "whoosh", ""),
        (9, "whoosh", ""),
        (10, "tantivy", "The index grew beyond 0 MB of text: it is now kept by Tantivy."),
        (11, "tantivy", ""),
        (5, "tantivy", ""),
        (4, "whoosh", "The index was built anew: the engine is now whoosh."),
        (5, "whoosh", ""),
    ):
        fill(folder, *range(count))
        done = grow([folder], directory)
        assert (current(directory).engine, done.rebuilt, done.note) == (engine, said, "")
        assert cats(directory) == count
        assert folders(directory) == [current(directory).data]


def test_what_is_large_at_once_is_not_built_twice(folder: Path, directory: IndexDirectory) -> None:
    fill(folder, *range(10))
    done = grow([folder], directory)
    assert (done.summary.added, done.rebuilt, current(directory).engine) == (10, "", "tantivy")


def test_all_that_the_index_covers_counts_and_is_built_anew(tmp_path: Path, directory: IndexDirectory) -> None:
    one, other = tmp_path / "un", tmp_path / "deux"
    fill(one, *range(6))
    fill(other, *range(3))
    grow([one, other], directory)
    (one / "sous").mkdir()
    fill(other, *range(4))
    assert grow([other / "003.txt"], directory).summary.added == 10
    assert (current(directory).engine, cats(directory)) == ("tantivy", 10)
    assert grow([one / "sous"], directory).rebuilt == ""


def test_a_choice_by_hand_stays_until_another(folder: Path, directory: IndexDirectory) -> None:
    fill(folder, *range(10))
    grow([folder], directory, engine="whoosh")
    assert (grow([folder], directory).rebuilt, current(directory).engine) == ("", "whoosh")
    assert "tantivy" in grow([folder], directory, engine="tantivy").rebuilt
    fill(folder, 1)
    assert (grow([folder], directory).rebuilt, current(directory).engine) == ("", "tantivy")
    assert "whoosh" in grow([folder], directory, engine=AUTO).rebuilt
    fill(folder, *range(10))
    grow([folder], directory)
    assert current(directory).engine == "tantivy"


def test_a_choice_that_changes_no_engine_is_remembered_too(folder: Path, directory: IndexDirectory) -> None:
    fill(folder, 1)
    grow([folder], directory)
    assert grow([folder], directory, engine="whoosh").rebuilt == ""
    fill(folder, *range(10))
    grow([folder], directory)
    assert current(directory).engine == "whoosh"


# -- an engine that is not there


def _no_module() -> Factory:
    raise ImportError("No module named 'nowhere'")


def _odd_failure() -> Factory:
    raise RuntimeError("libtantivy: bad ELF")


def without_large(load: Callable[[], Factory]) -> Engines:
    return MappingProxyType({**JSON_ENGINES, "tantivy": load})


@pytest.fixture(params=[_no_module, _odd_failure])
def lacking(request: pytest.FixtureRequest, directory: IndexDirectory) -> Iterator[IndexDirectory]:
    """The same directory where the large engine cannot be loaded."""
    with closing(IndexDirectory(directory.folder, engines=without_large(request.param))) as lacking:
        yield lacking


def test_without_the_large_engine_the_small_one_goes_on(
    folder: Path, directory: IndexDirectory, lacking: IndexDirectory
) -> None:
    fill(folder, *range(9))
    grow([folder], directory)
    fill(folder, *range(10))
    done = grow([folder], lacking)
    assert (done.summary.added, done.rebuilt, current(lacking).engine) == (1, "", "whoosh")
    assert done.note.startswith("So much text calls for Tantivy, which cannot be loaded (")
    assert done.note.endswith("); Whoosh goes on.")


def test_it_is_an_error_where_it_was_requested(folder: Path, lacking: IndexDirectory) -> None:
    fill(folder, 1)
    with pytest.raises(MissingEngineError, match="searcher index --engine whoosh"):
        grow([folder], lacking, engine="tantivy")
    grow([folder], lacking)
    assert (current(lacking).engine, cats(lacking)) == ("whoosh", 1)


def test_an_index_made_by_an_engine_that_is_gone(
    folder: Path, directory: IndexDirectory, lacking: IndexDirectory
) -> None:
    fill(folder, *range(10))
    grow([folder], directory)
    with pytest.raises(MissingEngineError, match="install it again"):
        lacking.engine()
    done = grow([folder], lacking)
    assert "whoosh" in done.rebuilt
    assert "Tantivy" in done.note
    assert (current(lacking).engine, cats(lacking)) == ("whoosh", 10)


def test_it_is_said_once_while_an_index_is_followed(folder: Path, lacking: IndexDirectory) -> None:
    fill(folder, *range(10))
    stop = threading.Event()
    notes: list[str] = []
    for done in follow([folder], lacking, stop=stop, limits=SMALL_NUMBERS):
        notes.append(done.note)
        if len(notes) == 3:
            stop.set()
        (folder / f"neuf-{len(notes)}.txt").write_text("Un chien.", encoding="utf-8")
    assert [bool(note) for note in notes] == [True, False, False]
