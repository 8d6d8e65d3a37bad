"""The index directory: building beside and swapping, what is swept, what is broken, and who else writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from indexing import ROOT, edit_state, folders, go, holding, made, write

from index.directory.building import building
from index.directory.lock import LOCK
from index.directory.state import BUILDING, STATE
from index.directory.store import Store
from index.engines.protocol import BusyError, StoreError


def test_another_reading_means_building_beside_and_swapping(folder: Path, store: Store) -> None:
    write(folder / "a.txt", "Un chat.")
    go(store, folder)
    before = store.state()
    assert before is not None
    held = store.engine()
    edit_state(store, reading="another")
    outdated = store.state()
    assert outdated is not None
    assert outdated.outdated
    write(folder / "b.txt", "Un chat noir.")
    updated = go(store, folder)
    after = store.state()
    assert updated.rebuilt
    assert made(updated.summary) == {"added": 2}
    assert after is not None
    assert (after.reading, after.roots) == (before.reading, before.roots)
    assert after.data != before.data
    assert not (store.folder / before.data).exists()
    assert store.engine() is not held
    assert holding(store.engine(), "chat") == ["textes/a.txt", "textes/b.txt"]


def test_a_rebuild_covers_all_the_roots(tmp_path: Path, store: Store) -> None:
    for name in ("un", "deux"):
        write(tmp_path / name / "a.txt", "Un chat.")
        go(store, tmp_path / name)
    edit_state(store, reading="another")
    assert made(go(store, tmp_path / "un").summary) == {"added": 2}
    assert holding(store.engine(), "chat") == ["deux/a.txt", "un/a.txt"]


def test_another_engine_means_building_anew(folder: Path, store: Store) -> None:
    write(folder / "a.txt", "Un chat.")
    go(store, folder)
    edit_state(store, engine="ancien")
    assert "whoosh" in go(store, folder).rebuilt
    assert holding(store.engine(), "chat") == ["textes/a.txt"]


def test_a_rebuild_that_fails_leaves_the_old_index(folder: Path, store: Store) -> None:
    write(folder / "a.txt", "Un chat.")
    go(store, folder)
    before = store.state()
    assert before is not None
    with pytest.raises(StoreError, match="unknown engine"):
        go(store, folder, engine="inconnu")
    assert store.state() == before
    with pytest.raises(KeyboardInterrupt), store.writing(), building(store, "whoosh", before.roots):
        raise KeyboardInterrupt
    assert store.state() == before
    assert (store.folder / BUILDING).exists()
    assert holding(store.engine(), "chat") == ["textes/a.txt"]
    assert made(go(store, folder).summary) == {"unchanged": 1}
    assert folders(store) == [before.data]
    assert not (store.folder / BUILDING).exists()


def test_what_a_killed_rebuild_left_is_swept(folder: Path, store: Store) -> None:
    write(folder / "a.txt", "Un chat.")
    go(store, folder)
    write(store.folder / "whoosh-deadbeef" / "_MAIN_1.toc", "half")
    (store.folder / f"{STATE}.new").write_text('{"engine": "wh', encoding="utf-8")
    edit_state(store, reading="another")
    go(store, folder)
    state = store.state()
    assert state is not None
    assert folders(store) == [state.data]
    assert holding(store.engine(), "chat") == ["textes/a.txt"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"engine": "whoosh"}', '{"engine":1,"data":2,"reading":3,"roots":4}']
)
def test_a_broken_state_says_what_to_do(store: Store, text: str) -> None:
    write(store.folder / STATE, text)
    with pytest.raises(StoreError, match="index again"):
        store.state()


def test_an_index_that_cannot_be_written(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    with closing(Store(tmp_path / "fichier" / "index")) as blocked, pytest.raises(StoreError):
        go(blocked, folder)


HOLD = """
    import sys
    from pathlib import Path
    from index.directory.store import Store
    with Store(Path(sys.argv[1])).writing():
        print("held", flush=True)
        sys.stdin.read()
"""


def test_a_writer_in_another_process_is_named_at_once(folder: Path, store: Store) -> None:
    write(folder / "a.txt", "Un chat.")
    go(store, folder)
    command = [sys.executable, "-c", textwrap.dedent(HOLD), str(store.folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=rf"process {holder.pid} "):
            go(store, folder)
        assert holding(store.engine(), "chat") == ["textes/a.txt"]
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert made(go(store, folder).summary) == {"unchanged": 1}
    assert not (store.folder / f"{LOCK}.pid").exists()
