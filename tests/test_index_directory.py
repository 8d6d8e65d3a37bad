"""The index directory: building beside and swapping, what is swept, what is broken, and who else writes."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from indexing import child_environment, edit_state, folders, go, holding, made, opened, write
from json_engine import NAME

from index.directory import IndexDirectory, building
from index.directory.locks import LOCK
from index.directory.store import Role
from index.engines.protocol import BusyError, DamagedError, StoreError


def test_another_reading_means_building_beside_and_swapping(folder: Path, directory: IndexDirectory) -> None:
    write(folder / "a.txt", "Un chat.")
    go(directory, folder)
    before = directory.state()
    assert before is not None
    held = directory.engine()
    edit_state(directory, analysis=-1)
    outdated = directory.state()
    assert outdated is not None
    assert outdated.outdated
    write(folder / "b.txt", "Un chat noir.")
    updated = go(directory, folder)
    after = directory.state()
    assert updated.rebuilt
    assert made(updated.summary) == {"added": 2}
    assert after is not None
    assert (after.versions, after.roots) == (before.versions, before.roots)
    assert after.data != before.data
    assert not (directory.folder / before.data).exists()
    assert directory.engine() is not held
    assert holding(directory.engine(), "chat") == ["textes/a.txt", "textes/b.txt"]


def test_a_rebuild_covers_all_the_roots(tmp_path: Path, directory: IndexDirectory) -> None:
    for name in ("un", "deux"):
        write(tmp_path / name / "a.txt", "Un chat.")
        go(directory, tmp_path / name)
    edit_state(directory, analysis=-1)
    assert made(go(directory, tmp_path / "un").summary) == {"added": 2}
    assert holding(directory.engine(), "chat") == ["deux/a.txt", "un/a.txt"]


def test_another_engine_means_building_anew(folder: Path, directory: IndexDirectory) -> None:
    write(folder / "a.txt", "Un chat.")
    go(directory, folder)
    edit_state(directory, engine="ancien")
    assert "whoosh" in go(directory, folder).rebuilt
    assert holding(directory.engine(), "chat") == ["textes/a.txt"]


def test_a_rebuild_that_fails_leaves_the_old_index(folder: Path, directory: IndexDirectory) -> None:
    write(folder / "a.txt", "Un chat.")
    go(directory, folder)
    before = directory.state()
    assert before is not None
    with pytest.raises(StoreError, match="unknown engine"):
        go(directory, folder, engine="inconnu")
    assert directory.state() == before
    with pytest.raises(KeyboardInterrupt), directory.write_lock(), building(directory, "whoosh", before.roots):
        raise KeyboardInterrupt
    assert directory.state() == before
    assert (directory.folder / Role.BUILDING).exists()
    assert holding(directory.engine(), "chat") == ["textes/a.txt"]
    assert made(go(directory, folder).summary) == {"unchanged": 1}
    assert folders(directory) == [before.data]
    assert not (directory.folder / Role.BUILDING).exists()


def test_what_a_killed_rebuild_left_is_swept(folder: Path, directory: IndexDirectory) -> None:
    write(folder / "a.txt", "Un chat.")
    go(directory, folder)
    write(directory.folder / "whoosh-deadbeef" / "_MAIN_1.toc", "half")
    (directory.folder / f"{Role.CURRENT}.new").write_text('{"engine": "wh', encoding="utf-8")
    edit_state(directory, analysis=-1)
    go(directory, folder)
    state = directory.state()
    assert state is not None
    assert folders(directory) == [state.data]
    assert holding(directory.engine(), "chat") == ["textes/a.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"engine": "whoosh"}',
        '{"engine":1,"data":2,"roots":4}',
        '{"engine": "whoosh", "data": "d", "roots": 4}',
        '{"engine": "whoosh", "data": "../elsewhere", "roots": []}',
        "[" * 100_000,
    ],
)
def test_a_damaged_state_is_told_and_an_index_is_made_anew_from_the_paths_that_are_given(
    folder: Path, directory: IndexDirectory, text: str
) -> None:
    write(folder / "a.txt", "Un chat.")
    go(directory, folder)
    (directory.folder / Role.CURRENT).write_text(text, encoding="utf-8")
    with pytest.raises(DamagedError, match="searcher index FOLDER"):
        directory.engine()
    with pytest.raises(DamagedError, match="searcher index FOLDER"):
        go(directory)
    assert "was damaged" in go(directory, folder).rebuilt
    assert holding(directory.engine(), "chat") == ["textes/a.txt"]
    assert folders(directory) == [directory.current_state().data]


def test_an_index_that_cannot_be_written(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    with closing(opened(tmp_path / "fichier" / "index")) as blocked, pytest.raises(StoreError):
        go(blocked, folder)


HOLD = """
    import sys
    from pathlib import Path
    from index.directory import IndexDirectory
    with IndexDirectory(Path(sys.argv[1])).write_lock():
        print("held", flush=True)
        sys.stdin.read()
"""


def test_a_writer_in_another_process_is_named_at_once(folder: Path, directory: IndexDirectory) -> None:
    write(folder / "a.txt", "Un chat.")
    go(directory, folder)
    command = [sys.executable, "-c", textwrap.dedent(HOLD), str(directory.folder)]
    environment = child_environment()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=rf"process {holder.pid} "):
            go(directory, folder)
        assert holding(directory.engine(), "chat") == ["textes/a.txt"]
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert made(go(directory, folder).summary) == {"unchanged": 1}
    assert not (directory.folder / f"{LOCK}.pid").exists()


# -- healing


@pytest.mark.parametrize("part", [NAME, "catalogue.sqlite", ""])
@pytest.mark.parametrize("damage", ["missing", "empty", "halved", "garbage", "flipped"])
def test_a_damaged_part_is_told_and_the_next_index_heals_it(
    folder: Path, directory: IndexDirectory, part: str, damage: str
) -> None:
    for number in range(50):
        write(folder / f"{number}.txt", f"Un chat n{number}.")
    go(directory, folder)
    data = directory.folder / directory.current_state().data
    directory.close()
    if not part:
        data.rename(folder.parent / "ailleurs")
    else:
        spoil(data / part, damage)
    with closing(opened(directory.folder)) as again:
        if damage in {"missing", "empty"}:
            before = {file: file.stat().st_mtime_ns for file in directory.folder.rglob("*")}
            with pytest.raises(DamagedError):
                again.engine()
            assert {file: file.stat().st_mtime_ns for file in directory.folder.rglob("*")} == before
        done = go(again, engine=None)
        harmless = part == "catalogue.sqlite" and damage == "flipped" and not done.rebuilt  # in a row, or in no page
        assert harmless or "was damaged" in done.rebuilt
        assert len(holding(again.engine(), "chat")) == 50
        assert folders(again) == [again.current_state().data]
        assert made(go(again).summary) == {"unchanged": 50}


def spoil(file: Path, damage: str) -> None:
    data = file.read_bytes()
    match damage:
        case "missing":
            file.unlink()
        case "empty":
            file.write_bytes(b"")
        case "halved":
            file.write_bytes(data[: len(data) // 2])
        case "garbage":
            file.write_bytes(b"This is no such file. " * 100)
        case _:
            middle = len(data) // 2
            file.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])


def test_a_copy_of_an_index_is_whole(folder: Path, directory: IndexDirectory, tmp_path: Path) -> None:
    write(folder / "a.txt", "Un chat.")
    go(directory, folder)
    shutil.copytree(directory.folder, tmp_path / "copie", copy_function=shutil.copy)
    with closing(opened(tmp_path / "copie")) as copy:
        done = go(copy)
        assert (done.rebuilt, made(done.summary)) == ("", {"unchanged": 1})


def test_an_index_of_another_format_is_refused_and_built_anew(folder: Path, directory: IndexDirectory) -> None:
    write(folder / "a.txt", "Un chat.")
    go(directory, folder)
    for number in (-1, 10**6, "old", None):
        edit_state(directory, format=number)
        with closing(opened(directory.folder)) as again:
            with pytest.raises(StoreError, match="another version of searcher"):
                again.engine()
            assert "new way" in go(again).rebuilt
            assert holding(again.engine(), "chat") == ["textes/a.txt"]


def test_nothing_of_the_users_is_swept(folder: Path, directory: IndexDirectory) -> None:
    """The index directory may be a folder of theirs."""
    mine = write(directory.folder / "mes textes" / "a.txt", "Un chat.")
    write(folder / "a.txt", "Un chat.")
    go(directory, folder)
    go(directory, folder, engine="tantivy")
    assert mine.exists()
    assert len(folders(directory)) == 2
