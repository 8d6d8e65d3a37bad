"""An index that changes its engine as it grows: when, how it is said, and that it is never in anybody's way."""

from __future__ import annotations

import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from indexing import current, folders, holding, opened, python, python_until
from json_engine import JSON_ENGINES, NAME

from index.directory import AUTO, IndexDirectory, NoIndexError
from index.directory.growth import engine_for
from index.directory.state import State, Versions, read_state, write_state
from index.directory.store import Role
from index.engines.protocol import StoreError
from index.engines.registry import Engines, Factory, MissingEngineError
from index.model import Root
from index.sync import Interrupted, Limits, Progress, Updated, follow, update

DEADLINE = 20.0
ARTICLE = "Titre\n\n" + "Un chat. " * 11
"""Ten of them are large here."""
SMALL_NUMBERS = Limits(grown=1_000)
SMALL_BATCHES = Limits(grown=1_000, batch_files=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "textes"


def grow(
    paths: list[Path],
    directory: IndexDirectory,
    *,
    engine: str | None = None,
    limits: Limits = SMALL_NUMBERS,
    on_progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> Updated:
    """Update where a kilobyte is much."""
    return update(paths, directory, engine=engine, limits=limits, on_progress=on_progress, stop=stop)


def fill(folder: Path, *numbers: int) -> None:
    """Just these articles, each of 106 bytes."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for number in numbers:
        (folder / f"{number:03}.txt").write_text(ARTICLE, encoding="utf-8")


def cats(directory: IndexDirectory) -> int:
    return len(holding(directory.engine(), "chat"))


# -- the decision


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


def test_an_index_that_an_older_version_made_is_auto_and_outdated(tmp_path: Path) -> None:
    file = tmp_path / Role.CURRENT
    file.write_text('{"engine": "whoosh", "data": "d", "reading": "r", "roots": [["a", "/a"]]}', encoding="utf-8")
    read = read_state(file)
    assert read == State("whoosh", "d", (Root("a", Path("/a")),), Versions(0, 0, 0), AUTO)
    assert (read.outdated, read.readable) == (True, False)


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    state = State("tantivy", "tantivy-0123abcd", (Root("é/a", Path("/é/a")),), Versions(1, 2, 3), "tantivy")
    write_state(tmp_path / Role.CURRENT, state)
    assert read_state(tmp_path / Role.CURRENT) == state


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


# -- building beside


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


# -- killed while building

BUILD = """
    import sys
    from pathlib import Path
    from indexing import opened
    from index.sync import Limits, update
    limits = Limits(grown=1_000, batch_files=7)
    def tell(progress):
        print(progress.files, flush=True)
    update([Path(sys.argv[2])], opened(Path(sys.argv[1])), limits=limits, on_progress=tell)
    print("done", flush=True)
"""
FILES = 30


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("moments", "least"), [(["1"], 0), (["7", "8"], 7), (["8", "7", "14"], 14), (["30"], 28), (["done"], 0)]
)
def test_a_killed_build_goes_on_where_its_last_commit_was(
    folder: Path, directory: IndexDirectory, moments: list[str], least: int, *, first: bool
) -> None:
    """Of each run, at least the batches before the one that was under way are there for the next."""
    if not first:
        fill(folder, 1, 2)
        grow([folder], directory)
    fill(folder, *range(FILES))
    for moment in moments:
        python_until(moment, BUILD, directory.folder, folder)
        state = directory.state()
        if first and moment != "done":
            assert state is None or cats(directory) == FILES
        else:
            assert cats(directory) in ((FILES,) if moment == "done" else (2, FILES))
    done = grow([folder], directory).summary
    assert done.added + done.unchanged == FILES
    assert done.unchanged >= least
    assert (current(directory).engine, cats(directory)) == ("tantivy", FILES)
    assert folders(directory) == [current(directory).data]
    assert not (directory.folder / Role.BUILDING).exists()


AT_EVENT = """
    import os, signal, sys
    from pathlib import Path
    from indexing import opened
    from index.sync import Limits, update
    index, folder, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    events = 0
    def audit(event, arguments):
        global events
        if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect"):
            if str(index) in str(arguments[0]):
                events += 1
                if events == last:
                    os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(audit)
    update([folder], opened(index), limits=Limits(grown=1_000, batch_files=7))
    print(events)
"""


def test_a_build_may_be_killed_whatever_file_it_is_about_to_touch(
    folder: Path, directory: IndexDirectory, tmp_path: Path
) -> None:
    """From the lock to the last file of the old index that is deleted: before, one whole index; then the other."""
    fill(folder, 1, 2)
    grow([folder], directory)
    fill(folder, *range(FILES))
    shutil.copytree(directory.folder, tmp_path / "avant")
    events = int(python(AT_EVENT, directory.folder, folder, 0).stdout)
    for event in sorted({*range(1, events, events // 5), events - 4, events - 2, events}):
        with closing(opened(tmp_path / f"index-{event}")) as again:
            shutil.copytree(tmp_path / "avant", again.folder)
            assert python(AT_EVENT, again.folder, folder, event).returncode == -signal.SIGKILL
            assert cats(again) in (2, FILES)
            grow([folder], again)
            assert (current(again).engine, cats(again)) == ("tantivy", FILES)
            assert folders(again) == [current(again).data]
