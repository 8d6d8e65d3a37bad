"""Loading files: in their order, not too many ahead, and each opened once."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from indexing import python, write

from index.model import FileEntry, Root
from index.sync import loading
from index.sync.changes import digest_of
from index.sync.loading import Records, Text, load_all
from index.sync.scan import FileSeen, scan


def files_of(folder: Path) -> list[FileSeen]:
    return [item for item in scan(Root("r", folder), largest=10**9) if isinstance(item, FileSeen)]


def test_files_are_loaded_in_order_and_only_so_many_bytes_ahead(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_BYTES", 300)
    begun: list[int] = []
    load = loading.load

    def counted(file: FileSeen, known: FileEntry | None) -> object:
        begun.append(file.size)
        return load(file, known)

    monkeypatch.setattr(loading, "load", counted)
    for number in range(40):
        write(folder / f"{number:02}.txt", "x" * (1_000 if number == 20 else 100))
    done = 0
    for file, loaded in zip(files_of(folder), load_all(files_of(folder), {}), strict=True):
        assert isinstance(loaded, Text)
        assert loaded.file == file
        done += file.size
        assert sum(begun) - done <= 1_000
        assert len(begun) <= done // 100 + 3
    assert len(begun) == 40


def test_records_are_read_as_they_are_asked_for(folder: Path) -> None:
    record = json.dumps({"text": "mot " * 250}) + "\n"
    file = write(folder / "a.jsonl", record * 5_000)
    (loaded,) = load_all(files_of(folder), {})  # closed by now, for its turn is over
    assert isinstance(loaded, Records)
    with closing(load_all(files_of(folder), {})) as files:
        records = next(files)
        assert isinstance(records, Records)
        items = records.items
        next(items)
        assert 0 < records.passed <= 2_000_000 < file.stat().st_size
        assert sum(1 for _ in items) == 4_999
        assert (records.passed, records.digest) == (file.stat().st_size, digest_of(str(file)))


OPENED = """
    import collections, json, sys
    from pathlib import Path
    from index.directory.store import Store
    from index.sync.update import update
    folder, index = map(Path, sys.argv[1:])
    opened = collections.Counter()
    def audit(event, arguments):
        if event == "open" and str(arguments[0]).startswith(str(folder)):
            opened[Path(str(arguments[0])).name] += 1
    sys.addaudithook(audit)
    update([folder], Store(index), engine="whoosh")
    print(json.dumps(opened))
"""


def test_each_file_is_opened_once_and_those_unchanged_never(folder: Path, tmp_path: Path) -> None:
    write(folder / "a.txt")
    write(folder / "b.md")
    write(folder / "c.jsonl", '{"text": "un"}\n')
    first = python(OPENED, folder, tmp_path / "index")
    assert json.loads(first.stdout) == {"a.txt": 1, "b.md": 1, "c.jsonl": 1}, first.stderr
    write(folder / "a.txt", "Titre\n\nUn texte.\n")
    write(folder / "d.txt", "Titre\n\nUn texte.\n")
    assert json.loads(python(OPENED, folder, tmp_path / "index").stdout) == {"a.txt": 1, "d.txt": 1}
