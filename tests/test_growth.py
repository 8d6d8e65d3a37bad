"""An index that changes its engine as it grows: when, how it is said, and that it is never in anybody's way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.directory import growth, store
from index.directory.state import AUTO, BUILDING, STATE, State, read_state, write_state
from index.directory.store import NoIndexError, Store
from index.engines import registry
from index.engines.protocol import Search, StoreError
from index.engines.query import Form, Term
from index.engines.registry import MissingEngineError
from index.engines.words_file import NAME
from index.model import Root
from index.sync import writing
from index.sync.keep_fresh import keep_fresh
from index.sync.report import Interrupted, Progress
from index.sync.update import update

ROOT = Path(__file__).parent.parent
WHOOSH = registry.ENGINES["whoosh"]
DEADLINE = 20.0
ARTICLE = "Titre\n\n" + "Un chat. " * 11
"""Ten of them are large here."""


@pytest.fixture(autouse=True)
def _small_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tantivy's name stands for a second Whoosh here: this is about who decides, not about what decides well."""
    monkeypatch.setitem(registry.ENGINES, "tantivy", WHOOSH)
    monkeypatch.setattr(growth, "GROWN", 1_000)
    monkeypatch.setattr(growth, "SHRUNK", 250)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "textes"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "index", wait=0.1)) as opened:
        yield opened


def fill(folder: Path, *numbers: int) -> None:
    """Just these articles, each of 106 bytes."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for number in numbers:
        (folder / f"{number:03}.txt").write_text(ARTICLE, encoding="utf-8")


def state_of(kept: Store) -> State:
    state = kept.state()
    assert state
    return state


def cats(kept: Store) -> int:
    return kept.engine().search(Search(Term((Form("chat"),)))).articles_total


def folders(kept: Store) -> list[str]:
    return sorted(entry.name for entry in kept.folder.iterdir() if entry.is_dir())


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
        (250, "tantivy", "tantivy"),
        (249, "tantivy", "whoosh"),
        (10**12, "ancien", "tantivy"),
    ],
)
def test_the_size_decides_and_what_is_large_stays_so_for_a_while(size: int, current: str, expected: str) -> None:
    assert growth.engine_for(size, current) == expected


def test_an_index_grows_and_shrinks(folder: Path, kept: Store) -> None:
    for count, engine, said in (
        (5, "whoosh", ""),
        (9, "whoosh", ""),
        (10, "tantivy", "The index grew beyond 0 MB of text: it is now kept by Tantivy."),
        (11, "tantivy", ""),
        (3, "tantivy", ""),
        (2, "whoosh", "The index was built anew: the engine is now whoosh."),
        (3, "whoosh", ""),
    ):
        fill(folder, *range(count))
        done = update([folder], kept)
        assert (state_of(kept).engine, done.rebuilt, done.note) == (engine, said, "")
        assert cats(kept) == count
        assert folders(kept) == [state_of(kept).data]


def test_what_is_large_at_once_is_not_built_twice(folder: Path, kept: Store) -> None:
    fill(folder, *range(10))
    done = update([folder], kept)
    assert (done.summary.added, done.rebuilt, state_of(kept).engine) == (10, "", "tantivy")


def test_all_that_the_index_covers_counts_and_is_built_anew(tmp_path: Path, kept: Store) -> None:
    one, other = tmp_path / "un", tmp_path / "deux"
    fill(one, *range(6))
    fill(other, *range(3))
    update([one, other], kept)
    (one / "sous").mkdir()
    fill(other, *range(4))
    assert update([other / "003.txt"], kept).summary.added == 10
    assert (state_of(kept).engine, cats(kept)) == ("tantivy", 10)
    assert update([one / "sous"], kept).rebuilt == ""


def test_a_choice_by_hand_stays_until_another(folder: Path, kept: Store) -> None:
    fill(folder, *range(10))
    update([folder], kept, engine="whoosh")
    assert (update([folder], kept).rebuilt, state_of(kept).engine) == ("", "whoosh")
    assert "tantivy" in update([folder], kept, engine="tantivy").rebuilt
    fill(folder, 1)
    assert (update([folder], kept).rebuilt, state_of(kept).engine) == ("", "tantivy")
    assert "whoosh" in update([folder], kept, engine=AUTO).rebuilt
    fill(folder, *range(10))
    update([folder], kept)
    assert state_of(kept).engine == "tantivy"


def test_a_choice_that_changes_no_engine_is_remembered_too(folder: Path, kept: Store) -> None:
    fill(folder, 1)
    update([folder], kept)
    assert update([folder], kept, engine="whoosh").rebuilt == ""
    fill(folder, *range(10))
    update([folder], kept)
    assert state_of(kept).engine == "whoosh"


def test_an_index_made_before_there_was_a_choice_is_auto(tmp_path: Path) -> None:
    file = tmp_path / STATE
    file.write_text('{"engine": "whoosh", "data": "d", "reading": "r", "roots": []}', encoding="utf-8")
    assert read_state(file) == State("whoosh", "d", "r", (), AUTO)


# -- an engine that is not there


BROKEN = {
    "no_module": "nowhere.engine:Engine",
    "no_factory": "index.engines.protocol:Nothing",
    "odd_failure": "broken_engine:Engine",
    "late_failure": "late_engine:Engine",
}


@pytest.fixture(params=BROKEN)
def broken(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What stands in the registry for an engine that cannot be loaded."""
    late = "class Engine:\n    def __init__(self, folder):\n        import nowhere.at_all\n"
    (tmp_path / "broken_engine.py").write_text("raise RuntimeError('libtantivy: bad ELF')\n", encoding="utf-8")
    (tmp_path / "late_engine.py").write_text(late, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("broken_engine", "late_engine"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return BROKEN[request.param]


def test_without_the_large_engine_the_small_one_goes_on(
    folder: Path, kept: Store, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder, *range(9))
    update([folder], kept)
    monkeypatch.setitem(registry.ENGINES, "tantivy", broken)
    fill(folder, *range(10))
    done = update([folder], kept)
    assert (done.summary.added, done.rebuilt, state_of(kept).engine) == (1, "", "whoosh")
    assert done.note.startswith("So much text calls for Tantivy, which cannot be loaded (")
    assert done.note.endswith("); Whoosh goes on.")


def test_it_is_an_error_where_it_was_wished(
    folder: Path, kept: Store, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.ENGINES, "tantivy", broken)
    fill(folder, 1)
    with pytest.raises(MissingEngineError, match="searcher index --engine whoosh"):
        update([folder], kept, engine="tantivy")
    update([folder], kept)
    assert (state_of(kept).engine, cats(kept)) == ("whoosh", 1)


def test_an_index_made_by_an_engine_that_is_gone(
    folder: Path, kept: Store, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder, *range(10))
    update([folder], kept)
    monkeypatch.setitem(registry.ENGINES, "tantivy", broken)
    with closing(Store(kept.folder)) as reader, pytest.raises(MissingEngineError, match="install it again"):
        reader.engine()
    with closing(Store(kept.folder)) as fresh:
        done = update([folder], fresh)
        assert "whoosh" in done.rebuilt
        assert "Tantivy" in done.note
        assert (state_of(fresh).engine, cats(fresh)) == ("whoosh", 10)


def test_it_is_said_once_while_an_index_is_followed(folder: Path, kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.ENGINES, "tantivy", "nowhere.engine:Engine")
    fill(folder, *range(10))
    stop = threading.Event()
    notes: list[str] = []
    for done in keep_fresh([folder], kept, stop=stop):
        notes.append(done.note)
        if len(notes) == 3:
            stop.set()
        (folder / f"neuf-{len(notes)}.txt").write_text("Un chien.", encoding="utf-8")
    assert [bool(note) for note in notes] == [True, False, False]


# -- building beside


def spoil(data: Path) -> None:
    """Make data that cannot be opened any more."""
    (data / NAME).write_bytes(b"This is no SQLite base. " * 100)


def broken_off(folder: Path, kept: Store, files: int, *, engine: str | None = None) -> None:
    """Index in batches of two files, up to an interruption."""

    def interrupt(progress: Progress) -> None:
        if progress.files == files:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        update([folder], kept, engine=engine, on_progress=interrupt)


@pytest.fixture
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BATCH_FILES", 2)


@pytest.mark.usefixtures("_small_batches")
def test_a_first_build_goes_on_and_answers_when_it_is_whole(folder: Path, kept: Store) -> None:
    fill(folder, *range(6))
    broken_off(folder, kept, 5)
    with pytest.raises(NoIndexError, match="not complete yet"):
        kept.engine()
    done = update([folder], kept)
    assert (done.summary.added, done.summary.unchanged, done.rebuilt) == (2, 4, "")
    assert cats(kept) == 6
    assert folders(kept) == [state_of(kept).data]
    assert not (kept.folder / BUILDING).exists()


@pytest.mark.usefixtures("_small_batches")
def test_a_rebuild_goes_on_and_the_old_index_answers_meanwhile(folder: Path, kept: Store) -> None:
    fill(folder, *range(4))
    update([folder], kept)
    old = state_of(kept)
    fill(folder, *range(10))
    broken_off(folder, kept, 7)
    assert (state_of(kept), cats(kept)) == (old, 4)
    (folder / "000.txt").unlink()
    (folder / "010.txt").write_text(ARTICLE, encoding="utf-8")
    done = update([folder], kept)
    assert (done.summary.moved, done.summary.added, done.summary.unchanged) == (1, 4, 5)
    assert (state_of(kept).engine, cats(kept)) == ("tantivy", 10)
    assert folders(kept) == [state_of(kept).data]


@pytest.mark.usefixtures("_small_batches")
@pytest.mark.parametrize("change", ["engine", "reading", "roots", "unreadable", "no data", "bad data"])
def test_what_was_built_so_far_is_swept_where_it_will_not_do(folder: Path, kept: Store, change: str) -> None:
    fill(folder, *range(6))
    broken_off(folder, kept, 5)
    file = kept.folder / BUILDING
    half = read_state(file)
    assert half
    data = kept.folder / half.data
    match change:
        case "engine":
            assert update([folder], kept, engine="tantivy").summary.added == 6
        case "reading":
            write_state(file, State(half.engine, half.data, "another", half.roots))
        case "roots":
            write_state(file, State(half.engine, half.data, half.reading, (*half.roots, Root("x", Path("/x")))))
        case "unreadable":
            file.write_text("{", encoding="utf-8")
        case "no data":
            data.rename(folder.parent / "ailleurs")
        case _:
            spoil(data)
    if change != "engine":
        assert update([folder], kept).summary.added == 6
    assert cats(kept) == 6
    assert folders(kept) == [state_of(kept).data] != [half.data]


@pytest.mark.usefixtures("_small_batches")
def test_a_build_of_a_part_becomes_one_of_the_whole(folder: Path, kept: Store) -> None:
    fill(folder, *range(6))
    broken_off(folder, kept, 5)
    assert update([folder.parent / "textes", folder.parent / "textes" / "000.txt"], kept).summary.unchanged == 4
    assert cats(kept) == 6


def test_an_old_index_that_cannot_be_opened_is_built_anew_all_the_same(folder: Path, kept: Store) -> None:
    fill(folder, *range(3))
    update([folder], kept)
    state = state_of(kept)
    spoil(kept.folder / state.data)
    write_state(kept.folder / STATE, State(state.engine, state.data, "older", state.roots))
    with closing(Store(kept.folder)) as fresh:
        with pytest.raises(StoreError):
            fresh.engine()
        assert "new way" in update([folder], fresh).rebuilt
        assert cats(fresh) == 3


# -- readers meanwhile


def test_what_is_read_is_not_deleted(folder: Path, kept: Store) -> None:
    fill(folder, *range(3))
    update([folder], kept)
    old = state_of(kept).data
    with closing(Store(kept.folder)) as reader:
        engine = reader.engine()
        update([folder], kept, engine="tantivy")
        assert folders(kept) == sorted([old, state_of(kept).data])
        assert engine.search(Search(Term((Form("chat"),)))).articles_total == 3
        assert reader.engine() is not engine
        assert engine.search(Search(Term((Form("chat"),)))).articles_total == 3
        assert folders(kept) == sorted([old, state_of(kept).data])
    assert folders(kept) == [state_of(kept).data]


def test_what_was_put_aside_is_closed_after_a_while(folder: Path, kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(folder, 1)
    update([folder], kept)
    with closing(Store(kept.folder)) as reader:
        reader.engine()
        update([folder], kept, engine="tantivy")
        reader.engine()
        monkeypatch.setattr(store, "RETIRED_SECONDS", 0.0)
        assert cats(reader) == 1
        assert folders(kept) == [state_of(kept).data]


def test_searches_go_on_while_the_index_changes_its_engine_again_and_again(folder: Path, kept: Store) -> None:
    """Each answer is of one whole index; nobody meets a folder that is going or half built."""
    fill(folder, *range(10))
    update([folder], kept, engine="whoosh")
    failed: list[BaseException] = []
    counted: list[int] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                with closing(Store(kept.folder)) as cold:
                    counted.append(cats(cold))
                counted.append(cats(reader))
            except BaseException as error:  # noqa: BLE001  # told in the end
                failed.append(error)

    with closing(Store(kept.folder)) as reader:
        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(6):
            for engine in ("tantivy", "whoosh"):
                assert update([folder], kept, engine=engine).rebuilt
        over.set()
        for thread in threads:
            thread.join(DEADLINE)
    assert not failed
    assert set(counted) == {10}


# -- killed while building

BUILD = """
    import sys
    from pathlib import Path
    from index.directory import growth
    from index.sync import writing
    from index.engines import registry
    from index.directory.store import Store
    from index.sync.update import update
    registry.ENGINES["tantivy"] = registry.ENGINES["whoosh"]
    growth.GROWN, writing.BATCH_FILES = 1_000, 7
    update([Path(sys.argv[2])], Store(Path(sys.argv[1])), on_progress=lambda told: print(told.files, flush=True))
    print("done", flush=True)
"""
FILES = 30


def build_until(kept: Store, folder: Path, line: str) -> None:
    """Build in a process of its own, and kill it when it says ``line``."""
    command = [sys.executable, "-c", textwrap.dedent(BUILD), str(kept.folder), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout
        for said in process.stdout:
            if said.strip() == line:
                process.kill()
                break
        process.wait()


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("moments", "least"), [(["1"], 0), (["7", "8"], 7), (["8", "7", "14"], 14), (["30"], 28), (["done"], 0)]
)
def test_a_killed_build_goes_on_where_its_last_commit_was(
    folder: Path, kept: Store, moments: list[str], least: int, *, first: bool
) -> None:
    """Of each run, at least the batches before the one that was under way are there for the next."""
    if not first:
        fill(folder, 1, 2)
        update([folder], kept)
    fill(folder, *range(FILES))
    for moment in moments:
        build_until(kept, folder, moment)
        state = kept.state()
        if first and moment != "done":
            assert state is None or cats(kept) == FILES
        else:
            assert cats(kept) in ((FILES,) if moment == "done" else (2, FILES))
    done = update([folder], kept).summary
    assert done.added + done.unchanged == FILES
    assert done.unchanged >= least
    assert (state_of(kept).engine, cats(kept)) == ("tantivy", FILES)
    assert folders(kept) == [state_of(kept).data]
    assert not (kept.folder / BUILDING).exists()


AT_EVENT = """
    import os, signal, sys
    from pathlib import Path
    from index.directory import growth
    from index.sync import writing
    from index.engines import registry
    from index.directory.store import Store
    from index.sync.update import update
    index, folder, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    registry.ENGINES["tantivy"] = registry.ENGINES["whoosh"]
    growth.GROWN, writing.BATCH_FILES = 1_000, 7
    events = 0
    def audit(event, arguments):
        global events
        if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir") and str(index) in str(arguments[0]):
            events += 1
            if events == last:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(audit)
    update([folder], Store(index))
    print(events)
"""


def killed_at(kept: Store, folder: Path, event: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(AT_EVENT), str(kept.folder), str(folder), str(event)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_build_may_be_killed_whatever_file_it_is_about_to_touch(folder: Path, kept: Store, tmp_path: Path) -> None:
    """From the lock to the last file of the old index that is deleted: before, one whole index; then the other."""
    fill(folder, 1, 2)
    update([folder], kept)
    fill(folder, *range(FILES))
    shutil.copytree(kept.folder, tmp_path / "avant")
    events = int(killed_at(kept, folder, 0).stdout)
    for event in sorted({*range(1, events, events // 5), events - 4, events - 2, events}):
        with closing(Store(tmp_path / f"index-{event}")) as again:
            shutil.copytree(tmp_path / "avant", again.folder)
            assert killed_at(again, folder, event).returncode == -signal.SIGKILL
            assert cats(again) in (2, FILES)
            update([folder], again)
            assert (state_of(again).engine, cats(again)) == ("tantivy", FILES)
            assert folders(again) == [state_of(again).data]
