"""A build that is killed: readers find one whole index, and the next build goes on where the last commit was."""

from __future__ import annotations

import shutil
import signal
from contextlib import closing
from pathlib import Path

import pytest
from growing import cats, fill, grow
from indexing import current, folders, opened, python, python_until

from index.directory import IndexDirectory
from index.directory.store import Role

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
