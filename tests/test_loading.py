"""Loading files: in their order, not too many ahead, and each opened once."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from indexing import python, write

from index.model import Fault, Root
from index.sync import FileSeen, Limits, digest_of
from index.sync.loading import Records, Text, load_all
from index.sync.scan import scan


def files_of(folder: Path) -> list[FileSeen]:
    return [item for item in scan(Root("r", folder), largest=10**9) if isinstance(item, FileSeen)]


def test_files_are_loaded_in_order(folder: Path) -> None:
    for number in range(40):
        write(folder / f"{number:02}.txt", "x" * (1_000 if number == 20 else 100))
    limits = Limits(ahead_bytes=300)
    for file, loaded in zip(files_of(folder), load_all(files_of(folder), {}, limits), strict=True):
        assert isinstance(loaded, Text)
        assert (loaded.entry.path, loaded.entry.size) == (file.path, file.size)
        assert loaded.entry.digest == digest_of(file.file)


AHEAD = """
    import json, sys
    from pathlib import Path
    from index.model import Root
    from index.sync import Limits
    from index.sync.loading import load_all
    from index.sync.scan import scan
    folder = sys.argv[1]
    files = list(scan(Root("r", Path(folder)), largest=10**9))
    opened, most = [], 0
    def audit(event, arguments):
        if event == "open" and str(arguments[0]).startswith(folder):
            opened.append(Path(arguments[0]).stat().st_size)
    sys.addaudithook(audit)
    done = 0
    for loaded in load_all(files, {}, Limits(ahead_bytes=300)):
        done += loaded.entry.size
        most = max(most, sum(opened) - done)
    print(json.dumps([sum(opened), most]))
"""


def test_only_so_many_bytes_are_read_ahead(folder: Path) -> None:
    """A file that is larger than that is read ahead alone."""
    for number in range(40):
        write(folder / f"{number:02}.txt", "x" * (1_000 if number == 20 else 100))
    done = python(AHEAD, folder)
    assert done.returncode == 0, done.stderr
    opened, most = json.loads(done.stdout)
    assert opened == 39 * 100 + 1_000
    assert 0 < most <= 1_000


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
        assert (records.passed, records.entry.digest) == (file.stat().st_size, digest_of(str(file)))


def test_one_odd_record_costs_the_others_nothing(folder: Path) -> None:
    """A record nested deeper than Python calls functions is a fault of its line."""
    nested = '{"title": ' + "[" * 900 + "]" * 900 + ', "text": "un"}'
    write(folder / "a.jsonl", f'{{"text": "un"}}\n{nested}\n{{"text": "trois"}}\n')
    for loaded in load_all(files_of(folder), {}):
        assert isinstance(loaded, Records)
        _, second, third = loaded.items
    assert isinstance(second, Fault)
    assert (second.code, second.line) == ("nested", 2)
    assert not isinstance(third, Fault)


OPENED = """
    import collections, json, sys
    from pathlib import Path
    from indexing import opened as open_directory
    from index.sync import update
    folder, index = map(Path, sys.argv[1:])
    opened = collections.Counter()
    def audit(event, arguments):
        if event == "open" and str(arguments[0]).startswith(str(folder)):
            opened[Path(str(arguments[0])).name] += 1
    sys.addaudithook(audit)
    update([folder], open_directory(index), engine="whoosh")
    print(json.dumps(opened))
"""


def test_each_text_is_opened_once_and_those_unchanged_never(folder: Path, tmp_path: Path) -> None:
    write(folder / "a.txt")
    write(folder / "b.md")
    write(folder / "c.jsonl", '{"text": "un"}\n')
    first = python(OPENED, folder, tmp_path / "index")
    assert json.loads(first.stdout) == {"a.txt": 1, "b.md": 1, "c.jsonl": 2}, first.stderr  # hashed, then read
    write(folder / "a.txt", "Titre\n\nUn texte.\n")
    write(folder / "d.txt", "Titre\n\nUn texte.\n")
    again = python(OPENED, folder, tmp_path / "index")
    assert json.loads(again.stdout) == {"a.txt": 1, "d.txt": 1}, again.stderr
