"""Killed while writing: what is found then is the old state or the new, and the next index is the new."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from indexing import edit_state, folders, go, holding, made, opened, python, python_until, state_of, write

from index.directory import IndexDirectory
from index.sync import update

INDEXING = """
    import sys
    from pathlib import Path
    from index.directory import IndexDirectory
    from index.sync import update
    directory = IndexDirectory(Path(sys.argv[1]))
    def tell(progress):
        print(progress.files, flush=True)
    update([Path(sys.argv[2])], directory, engine=sys.argv[3], on_progress=tell)
    print("done", flush=True)
"""
FILES = 60


@pytest.mark.parametrize("moment", ["1", str(FILES // 2), str(FILES), "done"])
@pytest.mark.parametrize("rebuild", [False, True])
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_killed_process_leaves_the_old_state_or_the_new(
    tmp_path: Path, folder: Path, moment: str, engine: str, *, rebuild: bool
) -> None:
    """At the last file the commit is under way: what is found then may be either, but never a part."""
    for n in range(FILES):
        write(folder / f"{n:03}.txt", f"Titre {n}\n\nAncien texte n{n}.\n")
    with closing(IndexDirectory(tmp_path / "index")) as directory:
        go(directory, folder, engine=engine)
        old = state_of(directory)
        if rebuild:
            edit_state(directory, analysis=-1)
        for n in range(FILES):
            write(folder / f"{n:03}.txt", f"Titre {n}\n\nUn texte tout neuf n{n}.\n")
        write(folder / "neuf.txt", "Titre\n\nUn texte tout neuf.\n")
        python_until(moment, INDEXING, directory.folder, folder, engine)
        was, now = len(holding(directory.engine(), "ancien")), len(holding(directory.engine(), "neuf"))
        assert (was, now, len(state_of(directory)[1])) in ((FILES, 0, FILES), (0, FILES + 1, FILES + 1))
        if moment in ("1", str(FILES // 2)):
            assert state_of(directory) == old
        if moment == "done":
            assert not was
        assert bool(go(directory, folder, engine=engine).rebuilt) == (rebuild and moment != "done" and not now)
        assert len(holding(directory.engine(), "neuf")) == FILES + 1
        assert holding(directory.engine(), "ancien") == []
        assert folders(directory) == [directory.current_state().data]


# -- between the commit of the engine and that of the catalogue

DYING = """
    import os, signal, sys
    from contextlib import contextmanager
    from pathlib import Path
    from json_engine import JsonEngine
    from index.directory import IndexDirectory
    from index.sync import update
    index, folder, when = sys.argv[1:]
    def die():
        os.kill(os.getpid(), signal.SIGKILL)
    class Dying(JsonEngine):
        @contextmanager
        def batch(self):
            if when == "sweeping":  # an engine may clean up as soon as its batch is opened
                self._file.write_text(self._file.read_text() + " ")
                die()
            with super().batch() as batch:
                yield batch
                if when == "before":
                    die()
            die()
    update([Path(folder)], IndexDirectory(Path(index), engines={"whoosh": lambda: Dying}), engine="whoosh")
"""
TIME = 10**18


def fill(folder: Path, word: str, mtime: int, *names: str) -> None:
    """Just these files, each of one word."""
    for file in folder.iterdir():
        file.unlink()
    for name in names:
        write(folder / name, f"Un {word}.", mtime=mtime)


@pytest.mark.parametrize("when", ["sweeping", "before", "after"])
@pytest.mark.parametrize("then", ["put back", "left", "gone"])
def test_a_lag_of_the_catalogue_is_noticed_even_where_files_are_put_back(
    folder: Path, directory: IndexDirectory, when: str, then: str
) -> None:
    old, new = (folder, "chat", TIME, "a.txt", "b.txt"), (folder, "loup", TIME + 1, "a.txt", "c.txt")
    fill(*old)
    go(directory, folder)
    before = state_of(directory)
    fill(*new)
    assert python(DYING, directory.folder, folder, when).returncode == -9
    with closing(opened(directory.folder)) as again:
        if when == "after":
            assert holding(again.engine(), "loup") == ["textes/a.txt", "textes/c.txt"]
        else:
            assert holding(again.engine(), "chat") == ["textes/a.txt", "textes/b.txt"]
        if then == "put back":
            fill(*old)
        elif then == "gone":
            fill(folder, "", 0)
        done = update([folder], again, engine="whoosh", prune=then == "gone")
        assert done.rebuilt == ""
        files, articles = state_of(again)
        if then == "put back":
            assert (files, articles) == before
            assert holding(again.engine(), "chat") == articles
        else:
            assert articles == sorted(files) == ([] if then == "gone" else ["textes/a.txt", "textes/c.txt"])
            assert holding(again.engine(), "loup") == articles
        assert again.generation().catalogue.pending() == {}
        assert set(made(go(again, folder).summary)) <= {"unchanged"}


def test_what_is_pending_elsewhere_is_read_by_any_next_index(
    tmp_path: Path, folder: Path, directory: IndexDirectory
) -> None:
    write(folder / "a.txt", "Un chat.", mtime=TIME)
    write(tmp_path / "autre" / "b.txt", "Un chat.")
    go(directory, folder, tmp_path / "autre")
    write(folder / "a.txt", "Un loup.", mtime=TIME + 1)
    assert python(DYING, directory.folder, folder, "after").returncode == -9
    write(folder / "a.txt", "Un chat.", mtime=TIME)
    assert made(go(directory, tmp_path / "autre").summary) == {"changed": 1, "unchanged": 1}
    assert holding(directory.engine(), "chat") == ["autre/b.txt", "textes/a.txt"]
