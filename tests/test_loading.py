"""Loading files: in their order, not too many ahead, and each opened once."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from indexing import python, write
from zip_files import zipped

from index.model import Article, Fault, Root
from index.sync import FileSeen, Limits, digest_of
from index.sync.flow import MOST_TEXT
from index.sync.loaded import Loaded, Pieces, Records, Text, Touched
from index.sync.loading import load_all
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
    nested = '{"title": ' + "[" * 100_000 + "]" * 100_000 + ', "text": "un"}'
    write(folder / "a.jsonl", f'{{"text": "un"}}\n{nested}\n{{"text": "trois"}}\n')
    for loaded in load_all(files_of(folder), {}):
        assert isinstance(loaded, Records)
        _, second, third = loaded.items
    assert isinstance(second, Fault)
    assert second.line == 2
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


# -- what workers read


def titles(loaded: Loaded) -> list[str]:
    """The titles of what a worker reads."""
    assert isinstance(loaded, Pieces)
    return [item.title for item in loaded.items if isinstance(item, Article)]


def test_what_is_no_plain_text_is_read_by_workers_in_the_order_of_the_files(folder: Path) -> None:
    for number in range(0, 40, 2):
        (folder / f"{number:02}.zip").write_bytes(zipped({"a.txt": f"Titre {number}\n\nmot", "b.txt": "Titre\n\nmot"}))
        write(folder / f"{number + 1:02}.txt", f"Titre {number + 1}\n\nmot")
    read = []
    for file, loaded in zip(files_of(folder), load_all(files_of(folder), {}), strict=True):
        if isinstance(loaded, Text):
            read.append([item.title for item in loaded.items if isinstance(item, Article)])
        else:
            read.append(titles(loaded))
            assert isinstance(loaded, Pieces)
            assert (loaded.entry.path, loaded.entry.digest) == (file.path, digest_of(file.file))
    expected = [[f"Titre {number}", "Titre"] if number % 2 == 0 else [f"Titre {number}"] for number in range(40)]
    assert read == expected


def test_what_is_text_by_its_name_only_is_read_by_workers(folder: Path) -> None:
    for name in ("a.txt", "b.jsonl", "c.md"):
        (folder / name).write_bytes(zipped({"a.txt": "Titre\n\nmot"}))
    assert [titles(loaded) for loaded in load_all(files_of(folder), {})] == [["Titre"]] * 3


def test_a_file_whose_bytes_are_as_they_were_is_not_read(folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({"a.txt": "Titre\n\nmot"}))
    (loaded,) = load_all(files_of(folder), {})
    assert isinstance(loaded, Pieces)
    known = loaded.entry._replace(articles=7)
    (again,) = load_all(files_of(folder), {"r/a.zip": known})
    assert again == Touched(known)


def test_a_file_that_is_not_read_to_its_end_holds_nothing_up(folder: Path) -> None:
    """Its articles are more than may be on their way at a time."""
    text = "Titre\n\n" + "mot " * 300_000
    many = zipped({f"{number}.txt": text for number in range(12)}, packed=False)
    assert 12 * len(text) > 2 * MOST_TEXT
    for name in ("a.zip", "b.zip", "c.zip"):
        (folder / name).write_bytes(many)
    with closing(load_all(files_of(folder), {})) as files:
        assert isinstance(first := next(files), Pieces)
        assert isinstance(next(iter(first.items)), Article)
        assert len(titles(next(files))) == 12


BEGUN = """
    import sys
    from pathlib import Path
    from index.model import Root
    from index.sync.loading import load_all
    from index.sync.scan import scan
    files = list(scan(Root("r", Path(sys.argv[1])), largest=10**9))
    begun = []
    sys.addaudithook(lambda event, _: begun.append(event) if event in ("subprocess.Popen", "os.fork") else None)
    for loaded in load_all(files, {}):
        list(loaded.items)
    print(len(begun))
"""


def test_a_worker_is_started_only_for_what_it_has_to_read(folder: Path) -> None:
    write(folder / "a.txt")
    write(folder / "b.jsonl", '{"text": "un"}\n')
    assert python(BEGUN, folder).stdout.strip() == "0"
    for number in range(20):
        (folder / f"{number}.zip").write_bytes(zipped({"a.txt": "mot"}))
    assert python(BEGUN, folder).stdout.strip() in {"1", "2"}
