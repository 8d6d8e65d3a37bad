"""Killed while writing: what is found then is the old state or the new."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from indexing import ROOT, edit_state, folders, go, holding, state_of, write

from index.directory.store import Store

INDEXING = """
    import sys
    from pathlib import Path
    from index.directory.store import Store
    from index.sync.update import update
    store = Store(Path(sys.argv[1]))
    def tell(progress):
        print(progress.files, flush=True)
    update([Path(sys.argv[2])], store, engine="whoosh", on_progress=tell)
    print("done", flush=True)
"""
FILES = 60


def index_until(store: Path, folder: Path, line: str) -> None:
    """Index in a process of its own, and kill it when it says ``line``."""
    command = [sys.executable, "-c", textwrap.dedent(INDEXING), str(store), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        for said in process.stdout:
            if said.strip() == line:
                process.kill()
                break
        process.wait()


@pytest.mark.parametrize("moment", ["1", str(FILES // 2), str(FILES), "done"])
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_killed_process_leaves_the_old_state_or_the_new(
    tmp_path: Path, folder: Path, moment: str, *, rebuild: bool
) -> None:
    """At the last file the commit is under way: what is found then may be either, but never a part."""
    for n in range(FILES):
        write(folder / f"{n:03}.txt", f"Titre {n}\n\nAncien texte n{n}.\n")
    with closing(Store(tmp_path / "index")) as store:
        go(store, folder)
        old = state_of(store.engine())
        if rebuild:
            edit_state(store, reading="another")
        for n in range(FILES):
            write(folder / f"{n:03}.txt", f"Titre {n}\n\nUn texte tout neuf n{n}.\n")
        write(folder / "neuf.txt", "Titre\n\nUn texte tout neuf.\n")
        index_until(store.folder, folder, moment)
        killed = state_of(store.engine())
        was, now = len(holding(store.engine(), "ancien")), len(holding(store.engine(), "neuf"))
        assert (was, now, len(killed[0])) in ((FILES, 0, FILES), (0, FILES + 1, FILES + 1))
        if moment in ("1", str(FILES // 2)):
            assert killed == old
        if moment == "done":
            assert not was
        go(store, folder)
        assert len(holding(store.engine(), "neuf")) == FILES + 1
        assert holding(store.engine(), "ancien") == []
        assert folders(store) == [getattr(store.state(), "data", "")]
