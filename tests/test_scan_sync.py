"""From folders to an index: what is seen, what has changed, what is read again, and what survives a kill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index import loading, writing
from index import sync as syncing
from index.building import building
from index.changes import Kind, Verdicts, compare, digest_of
from index.engine import BusyError, Engine, Search, StoreError
from index.engines.registry import open_engine
from index.loading import Records, Text, load_all
from index.lock import LOCK
from index.model import FileEntry, Root
from index.nodes import Everything, Form, Key, Term, Where
from index.outcome import Interrupted, Progress, Summary
from index.scan import FileSeen, Problem, printable, scan
from index.state import BUILDING, STATE
from index.store import NoIndexError, Store
from index.sync import LARGEST, Target
from index.update import PathError, Updated, plan, update
from index.writing import MOST_FAULTS, batches

ROOT = Path(__file__).parent.parent
NOBODY = 65534
MANY = 10_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "textes"
    place.mkdir()
    return place


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "index", wait=0.1)) as opened:
        yield opened


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    (tmp_path / "data").mkdir()
    with closing(open_engine("whoosh", tmp_path / "data")) as opened:
        yield opened


def write(place: Path, text: str = "Titre\n\nUn mot.\n", *, mtime: int | None = None) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    if mtime is not None:
        os.utime(place, ns=(mtime, mtime))
    return place


def holding(engine: Engine, word: str) -> list[str]:
    found = engine.search(Search(Term((Form(word),)), count=MANY))
    return sorted(hit.article.id for hit in found.articles)


def state_of(engine: Engine) -> tuple[dict[str, FileEntry], list[str]]:
    found = engine.search(Search(Everything(), count=MANY))
    return dict(engine.files()), sorted(hit.article.id for hit in found.articles)


def made(summary: Summary) -> dict[str, int]:
    """The numbers of a summary that are not zero, articles aside."""
    names = ("added", "changed", "moved", "removed", "unchanged")
    return {name: getattr(summary, name) for name in names if getattr(summary, name)}


# -- scanning


def look(place: Path, *, largest: int = 1_000, within: Path | None = None) -> tuple[list[str], dict[str, str]]:
    """The paths that are seen, and what is said of the others."""
    items = list(scan(Root("r", place), largest=largest, within=within))
    problems = {item.path: item.message for item in items if isinstance(item, Problem)}
    return [item.path for item in items if isinstance(item, FileSeen)], problems


def test_the_files_of_known_formats_are_seen_in_the_order_of_their_names(folder: Path) -> None:
    for name in ("b.txt", "a.md", "c.JSONL", "D.Txt", "sub/a.txt", "sub/deep/z.md", "é.txt", "l'eau 2.txt"):
        write(folder / name)
    for name in (".hidden.txt", ".git/a.txt", "image.png", "txt", "a.txt~", "a.txt.bak", "sub/.x/a.txt"):
        write(folder / name)
    expected = [
        "r/D.Txt",
        "r/a.md",
        "r/b.txt",
        "r/c.JSONL",
        "r/l'eau 2.txt",
        "r/sub/a.txt",
        "r/sub/deep/z.md",
        "r/é.txt",
    ]
    assert look(folder) == (expected, {})


def test_what_is_seen_of_a_file(folder: Path) -> None:
    file = write(folder / "a.txt", "été", mtime=1_700_000_000_123_456_789)
    (seen,) = scan(Root("r", folder), largest=10)
    assert seen == FileSeen(str(file), "r/a.txt", str(folder), 5, 1_700_000_000_123_456_789)


def test_a_single_file_is_a_root(folder: Path) -> None:
    assert look(write(folder / "a.txt")) == (["r"], {})


def test_only_what_lies_within(folder: Path) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/c/d.txt", "sub2/e.txt"):
        write(folder / name)
    assert look(folder, within=folder / "sub") == (["r/sub/b.txt", "r/sub/c/d.txt"], {})
    assert look(folder, within=folder / "sub" / "b.txt") == (["r/sub/b.txt"], {})


def test_links(folder: Path) -> None:
    write(folder / "real" / "a.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "real" / "up").symlink_to(folder / "real")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "linked.txt").symlink_to(folder / "real" / "a.txt")
    (folder / "twin").symlink_to(folder / "real")
    seen, problems = look(folder)
    assert {"r/real/a.txt", "r/linked.txt", "r/twin/a.txt"} == set(seen)
    assert set(problems) == {"r/loop", "r/gone.txt", "r/real/up", "r/twin/up"}
    assert "nowhere" in problems["r/gone.txt"]
    assert all("leads back" in problems[path] for path in ("r/loop", "r/real/up", "r/twin/up"))


@pytest.mark.parametrize("name", [b"un\ndeux.txt", b"\xe9t\xe9.txt", b"tab\t.txt", b"bell\x07.txt"])
def test_names_that_no_index_can_hold(folder: Path, name: bytes) -> None:
    Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text("Titre\n\nmot\n", encoding="utf-8")
    write(folder / "bon.txt")
    items = list(scan(Root("r", folder), largest=100))
    assert [item.path for item in items if isinstance(item, FileSeen)] == ["r/bon.txt"]
    (problem,) = (item for item in items if isinstance(item, Problem))
    assert "rename it" in problem.message
    assert str(problem).isprintable()
    str(problem).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("é l'eau", "é l'eau"),
        ("a\nb", "a\\nb"),
        ("\udce9", "\\udce9"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
    ],
)
def test_what_is_printed_is_one_harmless_line(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_text_too_large_is_a_problem_and_records_are_not(folder: Path) -> None:
    write(folder / "a.txt", "x" * 11)
    write(folder / "b.txt", "x" * 10)
    write(folder / "c.jsonl", "x" * 11)
    seen, problems = look(folder, largest=10)
    assert seen == ["r/b.txt", "r/c.jsonl"]
    assert list(problems) == ["r/a.txt"]


def test_what_is_no_regular_file_is_a_problem(folder: Path) -> None:
    os.mkfifo(folder / "tube.txt")
    (folder / "dossier.txt").mkdir()
    write(folder / "dossier.txt" / "a.txt")
    seen, problems = look(folder)
    assert seen == ["r/dossier.txt/a.txt"]
    assert problems == {"r/tube.txt": "not a regular file; left out"}


def test_a_folder_that_is_gone_is_a_problem(folder: Path) -> None:
    folder.rmdir()
    seen, problems = look(folder)
    assert not seen
    assert list(problems) == ["r"]


AS_NOBODY = """
    import json, os, sys
    from pathlib import Path
    from index.engine import Search
    from index.nodes import Everything
    from index.store import Store
    from index.update import update
    folder, index, warm = map(Path, sys.argv[1:])
    def run(folder, store):
        summary = update([folder], store, engine="whoosh").summary
        found = store.engine().search(Search(Everything(), count=99))
        return {
            "problems": {problem.path: problem.message for problem in summary.problems},
            "removed": summary.removed,
            "articles": sorted(hit.article.id for hit in found.articles),
        }
    for text in ("Un", "Autre"):  # imports all there is to import: nobody may not read Python's folders
        (warm / "textes" / "a.txt").write_text(text)
        run(warm / "textes", Store(warm / "index"))
    if os.getuid() == 0:
        os.setgroups([]); os.setgid(NOBODY); os.setuid(NOBODY)
    store = Store(index)
    first = run(folder, store)
    os.chmod(folder / "clos", 0); os.chmod(folder / "clos.txt", 0)
    (folder / "ouvert.txt").write_text("Autre")
    os.utime(folder / "clos.txt", ns=(1, 1))
    second = run(folder, store)
    os.chmod(folder / "clos", 0o700)
    print(json.dumps([first, second]))
"""


def python(code: str, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, which imports the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_what_cannot_be_read_any_more_keeps_its_articles(tmp_path: Path) -> None:
    """Root reads everything, so this runs as nobody, in a folder of nobody's: pytest's own is closed to others."""
    write(tmp_path / "textes" / "a.txt")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "textes")
        for file in ("ouvert.txt", "clos.txt", "clos/a.txt", "clos/sub/b.txt"):
            write(folder / file)
        if os.getuid() == 0:
            for place in (Path(name), *Path(name).rglob("*")):
                os.chown(place, NOBODY, NOBODY)
        done = python(AS_NOBODY.replace("NOBODY", str(NOBODY)), folder, Path(name, "index"), tmp_path)
    assert done.returncode == 0, done.stderr
    first, second = json.loads(done.stdout)
    everything = ["textes/clos.txt", "textes/clos/a.txt", "textes/clos/sub/b.txt", "textes/ouvert.txt"]
    assert first == {"problems": {}, "removed": 0, "articles": everything}
    assert second["articles"] == everything
    assert second["removed"] == 0
    assert set(second["problems"]) == {"textes/clos", "textes/clos.txt"}


# -- bringing an index up to date


class Watched:
    """An engine that counts the batches opened on it; everything else is the engine's own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.batches = 0
        self.search, self.words, self.files, self.close = engine.search, engine.words, engine.files, engine.close

    def batch(self):  # type: ignore[no-untyped-def]  # noqa: ANN201
        self.batches += 1
        return self._engine.batch()


def sync(
    targets: Sequence[Target],
    engine: Engine,
    *,
    largest: int = LARGEST,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Summary:
    """Look, and write what changed."""
    return writing.write(syncing.look(targets, engine.files(), largest=largest), engine, on_progress)


def run(folder: Path, engine: Engine, *, largest: int = 1_000_000) -> Summary:
    return sync([Target(Root("r", folder))], engine, largest=largest)


def test_added_changed_and_removed(folder: Path, engine: Engine) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(folder / name, f"Titre {name}\n\nUn chat.\n")
    assert made(run(folder, engine)) == {"added": 3}
    write(folder / "b.txt", "Titre\n\nUn lapin.\n")
    (folder / "c.txt").unlink()
    write(folder / "d.txt", "Titre\n\nUn chien.\n")
    summary = run(folder, engine)
    assert made(summary) == {"added": 1, "changed": 1, "removed": 1, "unchanged": 1}
    assert summary.articles == 2
    assert holding(engine, "chat") == ["r/a.txt"]
    assert holding(engine, "lapin") == ["r/b.txt"]
    assert holding(engine, "chien") == ["r/d.txt"]


def test_the_catalogue_says_what_was_indexed(folder: Path, engine: Engine) -> None:
    file = write(folder / "a.txt", "Titre\n\nUn chat.\n", mtime=1_700_000_000_000_000_001)
    write(folder / "b.jsonl", '{"text": "un"}\nnon\n{"text": "deux"}\n')
    run(folder, engine)
    files = engine.files()
    size = file.stat().st_size
    assert files["r/a.txt"] == FileEntry(
        "r/a.txt", str(folder), size, 1_700_000_000_000_000_001, digest_of(str(file)), 1
    )
    assert files["r/b.jsonl"].articles == 2
    assert files["r/b.jsonl"].fault.startswith("line 2: ")


def test_an_unchanged_folder_opens_no_batch_and_reads_nothing(folder: Path, engine: Engine) -> None:
    file = write(folder / "a.txt", "Titre\n\nUn chat.\n", mtime=1_000_000_000)
    run(folder, engine)
    watched = Watched(engine)
    write(file, "Titre\n\nUn loup.\n", mtime=1_000_000_000)  # same size, same time: nobody looks inside
    assert made(run(folder, watched)) == {"unchanged": 1}
    assert watched.batches == 0
    assert holding(engine, "loup") == []


def test_a_touched_file_is_noted_and_not_read_again(folder: Path, engine: Engine) -> None:
    file = write(folder / "a.jsonl", '{"text": "un chat"}\nnon\n')
    first = run(folder, engine)
    os.utime(file, ns=(1, 1))
    again = run(folder, engine)
    assert made(again) == {"unchanged": 1}
    assert (again.articles, again.did_something) == (0, False)
    assert again.problems == first.problems
    entry = engine.files()["r/a.jsonl"]
    assert (entry.mtime, entry.articles, bool(entry.fault)) == (1, 1, True)
    assert holding(engine, "chat") == ["r/a.jsonl#1"]
    watched = Watched(engine)
    run(folder, watched)
    assert watched.batches == 0


def test_a_moved_file(folder: Path, engine: Engine) -> None:
    write(folder / "a.txt", "Titre\n\nUn chat.\n")
    run(folder, engine)
    (folder / "sub").mkdir()
    (folder / "a.txt").rename(folder / "sub" / "b.txt")
    assert made(run(folder, engine)) == {"moved": 1}
    assert holding(engine, "chat") == ["r/sub/b.txt"]
    assert list(engine.files()) == ["r/sub/b.txt"]


def test_a_copy_has_not_moved_and_twins_move_each(folder: Path, engine: Engine) -> None:
    write(folder / "a.txt", "Un chat.\n")
    run(folder, engine)
    shutil.copy(folder / "a.txt", folder / "b.txt")
    assert made(run(folder, engine)) == {"added": 1, "unchanged": 1}
    (folder / "a.txt").rename(folder / "c.txt")
    (folder / "b.txt").rename(folder / "d.txt")
    summary = run(folder, engine)
    assert summary.added + summary.moved == 2
    assert summary.removed + summary.moved == 2
    assert holding(engine, "chat") == ["r/c.txt", "r/d.txt"]


def test_files_change_places(folder: Path, engine: Engine) -> None:
    write(folder / "a.txt", "Un chat.\n")
    write(folder / "b.txt", "Un grand chien.\n")
    run(folder, engine)
    (folder / "a.txt").rename(folder / "x")
    (folder / "b.txt").rename(folder / "a.txt")
    (folder / "x").rename(folder / "b.txt")
    assert made(run(folder, engine)) == {"changed": 2}
    assert (holding(engine, "chat"), holding(engine, "chien")) == (["r/b.txt"], ["r/a.txt"])


def test_a_file_that_becomes_a_folder(folder: Path, engine: Engine) -> None:
    write(folder / "a.txt", "Un chat.\n")
    run(folder, engine)
    (folder / "a.txt").unlink()
    write(folder / "a.txt" / "b.txt", "Un chien.\n")
    assert made(run(folder, engine)) == {"added": 1, "removed": 1}
    assert (holding(engine, "chat"), holding(engine, "chien")) == ([], ["r/a.txt/b.txt"])


def test_a_file_grown_too_large_keeps_what_was_indexed(folder: Path, engine: Engine) -> None:
    write(folder / "a.txt", "Un chat.\n")
    run(folder, engine)
    write(folder / "a.txt", "Un chien.\n" * 20)
    summary = run(folder, engine, largest=50)
    assert [problem.path for problem in summary.problems] == ["r/a.txt"]
    assert made(summary) == {}
    assert holding(engine, "chat") == ["r/a.txt"]


def test_an_empty_or_binary_file_is_a_problem_each_time(folder: Path, engine: Engine) -> None:
    write(folder / "vide.txt", "")
    (folder / "image.txt").write_bytes(bytes(range(256)) * 9)
    first, second = run(folder, engine), run(folder, engine)
    assert [problem.path for problem in first.problems] == ["r/image.txt", "r/vide.txt"]
    assert second.problems == first.problems
    assert made(second) == {"unchanged": 2}
    write(folder / "vide.txt", "Un chat.")
    run(folder, engine)
    assert holding(engine, "chat") == ["r/vide.txt"]


def test_many_faults_are_cut_short(folder: Path, engine: Engine) -> None:
    write(folder / "a.jsonl", "non\n" * (MOST_FAULTS + 5) + '{"text": "un chat"}\n')
    summary = run(folder, engine)
    assert len(summary.problems) == MOST_FAULTS + 1
    assert "and 5 more" in summary.problems[-1].message
    assert summary.articles == 1


def test_progress_tells_files_and_sizes(folder: Path, engine: Engine) -> None:
    write(folder / "a.txt", "Un chat.")
    write(folder / "b.txt", "Un chien gris.")
    told: list[Progress] = []
    sync([Target(Root("r", folder))], engine, on_progress=told.append)
    assert told == [Progress("r/a.txt", 1, 2, 8, 22), Progress("r/b.txt", 2, 2, 22, 22)]


def test_a_sync_that_is_interrupted_leaves_all_as_it_was(folder: Path, engine: Engine) -> None:
    for name in ("a.txt", "b.txt"):
        write(folder / name, "Un chat.")
    run(folder, engine)
    before = state_of(engine)
    for name in ("a.txt", "c.txt", "d.txt"):
        write(folder / name, "Un chien gris.")

    def interrupt(progress: Progress) -> None:
        if progress.files == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync([Target(Root("r", folder))], engine, on_progress=interrupt)
    assert state_of(engine) == before
    assert made(run(folder, engine)) == {"added": 2, "changed": 1, "unchanged": 1}


# -- comparing and loading


def seen(path: str, *, size: int = 1, mtime: int = 1) -> FileSeen:
    return FileSeen(f"/{path}", path, "/", size, mtime)


def line(path: str, digest: str = "", *, size: int = 1, mtime: int = 1) -> FileEntry:
    return FileEntry(path, "/", size, mtime, digest)


def test_what_is_seen_twice_counts_once() -> None:
    changes = compare([seen("a"), seen("a"), Problem("b", "no"), Problem("b", "no")], {})
    assert (changes.fresh, changes.size, changes.problems) == ([seen("a")], 1, [Problem("b", "no")])


def test_what_lies_under_a_folder_that_cannot_be_read_is_not_missing() -> None:
    catalogue = {path: line(path) for path in ("d/a", "d/e/b", "da", "d")}
    assert set(compare([Problem("d", "no")], catalogue).missing) == {"da"}


def test_verdicts() -> None:
    catalogue = {path: line(path, digest) for path, digest in (("a", "1"), ("b", "1"), ("c", "2"), ("d", "3"))}
    changes = compare([seen("d", mtime=2), *map(seen, "wxyz")], catalogue)
    verdicts = Verdicts(changes)
    assert verdicts.of("d", "9") == (Kind.CHANGED, "")
    assert verdicts.of("w", "1") == (Kind.MOVED, "a")
    assert verdicts.of("x", "1") == (Kind.MOVED, "b")
    assert verdicts.of("y", "1") == (Kind.ADDED, "")
    assert verdicts.gone == {"c"}
    assert dict(verdicts.count) == {Kind.CHANGED: 1, Kind.MOVED: 2, Kind.ADDED: 1}


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
    from index.store import Store
    from index.update import update
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


def test_records_that_moved_or_changed(folder: Path, engine: Engine) -> None:
    file = write(folder / "a.jsonl", '{"text": "un chat"}\n')
    run(folder, engine)
    write(file, '{"text": "un rat!"}\n', mtime=1)
    assert made(run(folder, engine)) == {"changed": 1}
    assert (holding(engine, "chat"), holding(engine, "rat")) == ([], ["r/a.jsonl#1"])
    file.rename(folder / "b.jsonl")
    assert made(run(folder, engine)) == {"moved": 1}
    assert holding(engine, "rat") == ["r/b.jsonl#1"]


# -- batches


@pytest.mark.parametrize(
    ("sizes", "counts"),
    [
        ([], [0]),
        ([5], [1]),
        ([200], [1]),
        ([50, 50, 50], [2, 1]),
        ([1, 200, 1], [1, 1, 1]),
        ([1, 1, 1, 1, 1], [3, 2]),
        ([0, 0, 0], [3]),
    ],
)
def test_what_a_batch_takes(monkeypatch: pytest.MonkeyPatch, sizes: list[int], counts: list[int]) -> None:
    monkeypatch.setattr(writing, "BATCH_BYTES", 100)
    monkeypatch.setattr(writing, "BATCH_FILES", 3)
    assert batches(seen(str(number), size=size) for number, size in enumerate(sizes)) == counts


def test_much_is_written_in_several_batches(folder: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        write(folder / f"{number}.txt", f"Un chat n{number}.")
    run(folder, engine)
    monkeypatch.setattr(writing, "BATCH_FILES", 3)
    for number in range(5):
        (folder / f"{number}.txt").rename(folder / f"sous-{number}.txt")
    (folder / "5.txt").unlink()
    write(folder / "7.txt", "Un chat tout neuf.")
    watched = Watched(engine)
    assert made(run(folder, watched)) == {"added": 1, "moved": 5, "removed": 1, "unchanged": 1}
    assert watched.batches == 2
    assert holding(engine, "chat") == sorted(["r/6.txt", "r/7.txt", *(f"r/sous-{number}.txt" for number in range(5))])
    assert engine.search(Search(Term((Form("chat"),)))).passages_total == 7


def test_an_interruption_leaves_the_last_batch_and_the_next_run_goes_on(
    folder: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH_FILES", 2)
    write(folder / "ancien.txt", "Un vieux chat.")
    run(folder, engine)
    (folder / "ancien.txt").unlink()
    for number in range(6):
        write(folder / f"{number}.txt", f"Un chat n{number}.")

    def interrupt(progress: Progress) -> None:
        if progress.files == 5:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="4 of 6 files"):
        sync([Target(Root("r", folder))], engine, on_progress=interrupt)
    assert holding(engine, "chat") == [*(f"r/{number}.txt" for number in range(4)), "r/ancien.txt"]
    assert made(run(folder, engine)) == {"added": 2, "removed": 1, "unchanged": 4}
    assert holding(engine, "chat") == [f"r/{number}.txt" for number in range(6)]


# -- updating: roots


def go(store: Store, *paths: Path, engine: str = "whoosh") -> Updated:
    return update(paths, store, engine=engine)


def test_an_index_is_made_where_there_is_none(folder: Path, store: Store) -> None:
    with pytest.raises(NoIndexError):
        store.engine()
    write(folder / "a.txt", "Un chat.")
    updated = go(store, folder)
    assert (made(updated.summary), updated.rebuilt) == ({"added": 1}, "")
    state = store.state()
    assert state is not None
    assert state.roots == (Root("textes", folder),)
    assert not state.outdated
    assert holding(store.engine(), "chat") == ["textes/a.txt"]


def test_a_path_that_is_not_there(tmp_path: Path, store: Store) -> None:
    with pytest.raises(PathError, match="nulle-part"):
        go(store, tmp_path / "nulle-part")
    assert store.state() is None


def test_other_roots_are_left_alone(tmp_path: Path, store: Store) -> None:
    write(tmp_path / "un" / "a.txt", "Un chat.")
    write(tmp_path / "deux" / "a.txt", "Un chat.")
    go(store, tmp_path / "un", tmp_path / "deux")
    (tmp_path / "un" / "a.txt").unlink()
    (tmp_path / "deux" / "a.txt").unlink()
    assert made(go(store, tmp_path / "un").summary) == {"removed": 1}
    assert holding(store.engine(), "chat") == ["deux/a.txt"]


def test_two_roots_of_one_name(tmp_path: Path, store: Store) -> None:
    write(tmp_path / "x" / "textes" / "a.txt", "Un chat.")
    write(tmp_path / "y" / "textes" / "a.txt", "Un chat.")
    go(store, tmp_path / "x" / "textes")
    assert made(go(store, tmp_path / "y" / "textes").summary) == {"added": 1}
    assert holding(store.engine(), "chat") == ["textes/a.txt", "y/textes/a.txt"]
    assert made(go(store, tmp_path / "x" / "textes", tmp_path / "y" / "textes").summary) == {"unchanged": 2}


def test_a_folder_inside_a_root_is_part_of_it(folder: Path, store: Store) -> None:
    for name in ("a.txt", "sub/b.txt"):
        write(folder / name, "Un chat.")
    go(store, folder)
    write(folder / "a.txt", "Un grand chien.")
    write(folder / "sub" / "b.txt", "Un grand chien.")
    assert made(go(store, folder / "sub").summary) == {"changed": 1}
    assert holding(store.engine(), "chien") == ["textes/sub/b.txt"]
    (folder / "sub" / "b.txt").unlink()
    assert made(go(store, folder / "sub").summary) == {"removed": 1}
    assert holding(store.engine(), "chat") == ["textes/a.txt"]


def test_a_root_takes_over_the_roots_inside_it(folder: Path, store: Store) -> None:
    for name in ("a.txt", "sub/b.txt"):
        write(folder / name, f"Un chat {name}.")
    go(store, folder / "sub")
    assert holding(store.engine(), "chat") == ["sub/b.txt"]
    go(store, folder)
    assert holding(store.engine(), "chat") == ["textes/a.txt", "textes/sub/b.txt"]
    assert set(store.engine().files()) == {"textes/a.txt", "textes/sub/b.txt"}
    state = store.state()
    assert state is not None
    assert state.roots == (Root("textes", folder),)
    assert made(go(store, folder).summary) == {"unchanged": 2}


def test_a_file_and_a_linked_folder_as_roots(tmp_path: Path, folder: Path, store: Store) -> None:
    write(folder / "a.txt", "Un chat.")
    (tmp_path / "lien").symlink_to(folder)
    go(store, tmp_path / "lien" / "a.txt")
    assert holding(store.engine(), "chat") == ["a.txt"]
    go(store, tmp_path / "lien")
    assert holding(store.engine(), "chat") == ["textes/a.txt"]


A, AB, B, XB = Path("/a"), Path("/a/b"), Path("/b"), Path("/x/b")


@pytest.mark.parametrize(
    ("paths", "roots", "targets", "covered"),
    [
        ([A], [], [Target(Root("a", A))], [Root("a", A)]),
        ([A], [Root("a", A)], [Target(Root("a", A))], [Root("a", A)]),
        ([AB], [Root("a", A)], [Target(Root("a", A), within=AB)], [Root("a", A)]),
        ([A], [Root("b", AB)], [Target(Root("a", A))], [Root("a", A)]),
        ([B], [Root("a", A)], [Target(Root("b", B))], [Root("a", A), Root("b", B)]),
        ([XB], [Root("b", B)], [Target(Root("x/b", XB))], [Root("b", B), Root("x/b", XB)]),
        ([A, AB], [], [Target(Root("a", A)), Target(Root("a", A), within=AB)], [Root("a", A)]),
        ([Path("/")], [], [Target(Root("root", Path("/")))], [Root("root", Path("/"))]),
        ([Path("/ab")], [Root("a", A)], [Target(Root("ab", Path("/ab")))], [Root("a", A), Root("ab", Path("/ab"))]),
    ],
)
def test_plan(paths: list[Path], roots: list[Root], targets: list[Target], covered: list[Root]) -> None:
    assert plan(paths, roots) == (targets, covered)


@pytest.mark.parametrize("order", [("textes", "textes/sub"), ("textes/sub", "textes"), ("textes", "textes")])
def test_paths_given_together_are_each_indexed_once(tmp_path: Path, store: Store, order: Sequence[str]) -> None:
    write(tmp_path / "textes" / "a.txt", "Un chat.")
    write(tmp_path / "textes" / "sub" / "b.txt", "Un chat.")
    go(store, *(tmp_path / name for name in order))
    found = store.engine().search(Search(Term((Form("chat"),))))
    assert (found.articles_total, found.passages_total) == (2, 2)
    assert set(store.engine().files()) == {"textes/a.txt", "textes/sub/b.txt"}
    assert made(go(store, *(tmp_path / name for name in order)).summary) == {"unchanged": 2}
    assert store.engine().search(Search(Term((Form("chat"),)))).passages_total == 2


# -- the index directory


def edit_state(store: Store, **changes: object) -> None:
    file = store.folder / STATE
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def folders(store: Store) -> list[str]:
    return sorted(entry.name for entry in store.folder.iterdir() if entry.is_dir())


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
    from index.store import Store
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


# -- killed while writing

INDEXING = """
    import sys
    from pathlib import Path
    from index.store import Store
    from index.update import update
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


def test_an_article_is_found_by_its_path_after_all(folder: Path, store: Store) -> None:
    write(folder / "a [1].txt", "Un chat.\n\nUn chien.\n")
    go(store, folder)
    (hit,) = store.engine().search(Search(Where(Key.ARTICLE, "textes/a [1].txt"), passages=None)).articles
    assert [(passage.number, passage.text) for passage in hit.passages] == [(0, "Un chat."), (1, "Un chien.")]
