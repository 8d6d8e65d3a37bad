"""Files that change between the scan and the reading: the catalogue never says of them what holds of another text."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from indexing import go, holding, write

from index.directory import IndexDirectory
from index.model import FileEntry, Root
from index.sync import FileSeen
from index.sync.loaded import Text
from index.sync.loading import load_all
from index.sync.scan import Problem, scan

TIME = 10**18


def entry_of(file: FileSeen) -> FileEntry:
    """What is written down of a file that is read now."""
    (loaded,) = load_all([file], {})
    assert not isinstance(loaded, Problem)
    return loaded.entry


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
def test_a_file_that_changed_after_the_scan_is_looked_at_again(folder: Path, name: str) -> None:
    write(folder / name, "Un chat.", mtime=TIME)
    (file,) = (item for item in scan(Root("r", folder), largest=10**9) if isinstance(item, FileSeen))
    same = entry_of(file)
    assert same.mtime == TIME
    write(folder / name, "Un loup.", mtime=TIME + 1)
    other = entry_of(file)
    assert other.digest != same.digest
    assert other.mtime not in (TIME, TIME + 1)


def test_what_was_put_back_after_it_was_read_is_read_again(tmp_path: Path, folder: Path) -> None:
    """As where a file is edited, read in that moment, and put back with the time that it had."""
    write(folder / "a.txt", "Un chat.", mtime=TIME)
    (file,) = (item for item in scan(Root("textes", folder), largest=10**9) if isinstance(item, FileSeen))
    with closing(IndexDirectory(tmp_path / "index")) as directory:
        go(directory, folder)
        write(folder / "a.txt", "Un loup.", mtime=TIME + 1)
        (loaded,) = load_all([file], {})
        assert isinstance(loaded, Text)
        with directory.generation().batch() as batch:
            batch.put(loaded.entry, loaded.items)
        assert holding(directory.engine(), "loup")
        write(folder / "a.txt", "Un chat.", mtime=TIME)
        go(directory, folder)
        assert holding(directory.engine(), "chat") == ["textes/a.txt"]
