"""Bringing an index up to date with one folder: what is added, changed, moved, removed and left, batch by batch."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest
from indexing import holding, made, seen, write
from json_engine import JSON_ENGINES

from index.directory import Generation, SqliteCatalogue, WriteBatch
from index.engines.protocol import Search
from index.engines.registry import open_engine
from index.model import FileEntry, Root
from index.sync import (
    DEFAULT_LIMITS,
    LARGEST,
    Interrupted,
    Limits,
    Progress,
    Summary,
    Target,
    digest_of,
    find_changes,
    writing,
)
from index.sync.writing import batches


class Watched(Generation):
    """A generation that counts the batches opened on it."""

    batches = 0

    @contextmanager
    def batch(self) -> Iterator[WriteBatch]:
        self.batches += 1
        with super().batch() as batch:
            yield batch


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Watched]:
    (folder := tmp_path / "data").mkdir()
    engine = open_engine("whoosh", folder, create=True, engines=JSON_ENGINES)
    with closing(Watched(engine, SqliteCatalogue(folder, create=True), folder)) as opened:
        yield opened


def sync(
    targets: Sequence[Target],
    index: Generation,
    *,
    largest: int = LARGEST,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[Progress], None] = lambda _: None,
    stop: Event | None = None,
) -> Summary:
    """Find what changed, and write it."""
    changes = find_changes(targets, index.catalogue, largest=largest)
    return writing.write(changes, index, limits=limits, on_progress=on_progress, stop=stop)


def run(folder: Path, index: Generation, *, largest: int = 1_000_000, limits: Limits = DEFAULT_LIMITS) -> Summary:
    return sync([Target(Root("r", folder))], index, largest=largest, limits=limits)


def cats(index: Generation, word: str = "chat") -> list[str]:
    return holding(index.engine, word)


def stop_at(files: int, stop: Event) -> Callable[[Progress], None]:
    """Asks an update to stop after so many files."""

    def tell(progress: Progress) -> None:
        if progress.files == files:
            stop.set()

    return tell


def test_added_changed_and_removed(folder: Path, index: Watched) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(folder / name, f"Titre {name}\n\nUn chat.\n")
    assert made(run(folder, index)) == {"added": 3}
    write(folder / "b.txt", "Titre\n\nUn lapin.\n")
    (folder / "c.txt").unlink()
    write(folder / "d.txt", "Titre\n\nUn chien.\n")
    summary = run(folder, index)
    assert made(summary) == {"added": 1, "changed": 1, "removed": 1, "unchanged": 1}
    assert summary.articles == 2
    assert cats(index) == ["r/a.txt"]
    assert cats(index, "lapin") == ["r/b.txt"]
    assert cats(index, "chien") == ["r/d.txt"]


def test_the_catalogue_says_what_was_indexed(folder: Path, index: Watched) -> None:
    file = write(folder / "a.txt", "Titre\n\nUn chat.\n", mtime=1_700_000_000_000_000_001)
    write(folder / "b.jsonl", '{"text": "un"}\nnon\n{"text": "deux"}\n')
    run(folder, index)
    files = index.catalogue.entries()
    size = file.stat().st_size
    assert files["r/a.txt"] == FileEntry(
        "r/a.txt", str(folder), size, 1_700_000_000_000_000_001, digest_of(str(file)), 1
    )
    assert files["r/b.jsonl"].articles == 2
    assert [(fault.code, fault.line) for fault in files["r/b.jsonl"].faults] == [("not_json", 2)]


def test_an_unchanged_folder_opens_no_batch_and_reads_nothing(folder: Path, index: Watched) -> None:
    file = write(folder / "a.txt", "Titre\n\nUn chat.\n", mtime=1_000_000_000)
    run(folder, index)
    index.batches = 0
    write(file, "Titre\n\nUn loup.\n", mtime=1_000_000_000)  # same size, same time: nobody looks inside
    assert made(run(folder, index)) == {"unchanged": 1}
    assert index.batches == 0
    assert cats(index, "loup") == []


def test_a_touched_file_is_noted_and_not_read_again(folder: Path, index: Watched) -> None:
    file = write(folder / "a.jsonl", '{"text": "un chat"}\nnon\n')
    first = run(folder, index)
    os.utime(file, ns=(1, 1))
    again = run(folder, index)
    assert made(again) == {"unchanged": 1}
    assert (again.articles, again.did_something) == (0, False)
    assert again.problems == first.problems
    entry = index.catalogue.entries()["r/a.jsonl"]
    assert (entry.mtime, entry.articles, len(entry.faults)) == (1, 1, 1)
    assert cats(index) == ["r/a.jsonl#1"]
    index.batches = 0
    run(folder, index)
    assert index.batches == 0


def test_a_moved_file(folder: Path, index: Watched) -> None:
    write(folder / "a.txt", "Titre\n\nUn chat.\n")
    run(folder, index)
    (folder / "sub").mkdir()
    (folder / "a.txt").rename(folder / "sub" / "b.txt")
    assert made(run(folder, index)) == {"moved": 1}
    assert cats(index) == ["r/sub/b.txt"]
    assert list(index.catalogue.entries()) == ["r/sub/b.txt"]


def test_a_copy_has_not_moved_and_twins_move_each(folder: Path, index: Watched) -> None:
    write(folder / "a.txt", "Un chat.\n")
    run(folder, index)
    shutil.copy(folder / "a.txt", folder / "b.txt")
    assert made(run(folder, index)) == {"added": 1, "unchanged": 1}
    (folder / "a.txt").rename(folder / "c.txt")
    (folder / "b.txt").rename(folder / "d.txt")
    summary = run(folder, index)
    assert summary.added + summary.moved == 2
    assert summary.removed + summary.moved == 2
    assert cats(index) == ["r/c.txt", "r/d.txt"]


def test_files_change_places(folder: Path, index: Watched) -> None:
    write(folder / "a.txt", "Un chat.\n")
    write(folder / "b.txt", "Un grand chien.\n")
    run(folder, index)
    (folder / "a.txt").rename(folder / "x")
    (folder / "b.txt").rename(folder / "a.txt")
    (folder / "x").rename(folder / "b.txt")
    assert made(run(folder, index)) == {"changed": 2}
    assert (cats(index), cats(index, "chien")) == (["r/b.txt"], ["r/a.txt"])


def test_a_file_that_becomes_a_folder(folder: Path, index: Watched) -> None:
    write(folder / "a.txt", "Un chat.\n")
    run(folder, index)
    (folder / "a.txt").unlink()
    write(folder / "a.txt" / "b.txt", "Un chien.\n")
    assert made(run(folder, index)) == {"added": 1, "removed": 1}
    assert (cats(index), cats(index, "chien")) == ([], ["r/a.txt/b.txt"])


def test_a_file_grown_too_large_keeps_what_was_indexed(folder: Path, index: Watched) -> None:
    write(folder / "a.txt", "Un chat.\n")
    run(folder, index)
    write(folder / "a.txt", "Un chien.\n" * 20)
    summary = run(folder, index, largest=50)
    assert [problem.path for problem in summary.problems] == ["r/a.txt"]
    assert made(summary) == {}
    assert cats(index) == ["r/a.txt"]


def test_a_binary_file_is_a_problem_each_time_and_an_empty_one_is_none(folder: Path, index: Watched) -> None:
    write(folder / "vide.txt", "")
    (folder / "image.txt").write_bytes(bytes(range(256)) * 9)
    first, second = run(folder, index), run(folder, index)
    assert [problem.path for problem in first.problems] == ["r/image.txt"]
    assert (made(first), first.articles) == ({"added": 2}, 0)
    assert second.problems == first.problems
    assert made(second) == {"unchanged": 2}
    write(folder / "vide.txt", "Un chat.")
    run(folder, index)
    assert cats(index) == ["r/vide.txt"]


def test_many_faults_are_cut_short(folder: Path, index: Watched) -> None:
    write(folder / "a.jsonl", "non\n" * 8 + '{"text": "un chat"}\n')
    summary = run(folder, index, limits=Limits(faults=3))
    assert [problem.fault.line for problem in summary.problems] == [1, 2, 3, 0]
    assert str(summary.problems[-1]).endswith("and 5 more lines that are no records")
    assert summary.articles == 1


def test_progress_tells_files_and_sizes(folder: Path, index: Watched) -> None:
    write(folder / "a.txt", "Un chat.")
    write(folder / "b.txt", "Un chien gris.")
    told: list[Progress] = []
    sync([Target(Root("r", folder))], index, on_progress=told.append)
    assert told == [Progress("r/a.txt", 1, 2, 8, 22), Progress("r/b.txt", 2, 2, 22, 22)]


def test_a_problem_is_told_in_the_language_of_who_reads_it(
    folder: Path, index: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "a.jsonl", "[]\n")
    monkeypatch.setenv("SEARCHER_LANG", "fr")
    (french,) = map(str, run(folder, index).problems)
    monkeypatch.setenv("SEARCHER_LANG", "en")
    (english,) = map(str, run(folder, index).problems)
    assert french.startswith("r/a.jsonl: ligne 1")
    assert english.startswith("r/a.jsonl: line 1: not a record")


@pytest.mark.parametrize("stopped", [1, 2, 3])
def test_an_update_that_is_stopped_leaves_all_as_it_was(folder: Path, index: Watched, stopped: int) -> None:
    for name in ("a.txt", "b.txt"):
        write(folder / name, "Un chat.")
    run(folder, index)
    before = index.catalogue.entries(), cats(index)
    for name in ("a.txt", "c.txt", "d.txt"):
        write(folder / name, "Un chien gris.")
    (folder / "b.txt").unlink()
    stop = Event()
    with pytest.raises(Interrupted, match="0 of 3 files"):
        sync([Target(Root("r", folder))], index, on_progress=stop_at(stopped, stop), stop=stop)
    assert (index.catalogue.entries(), cats(index)) == before
    assert made(run(folder, index)) == {"added": 2, "changed": 1, "removed": 1}


def test_an_update_stops_between_the_records_of_a_file(folder: Path, index: Watched) -> None:
    write(folder / "a.jsonl", '{"text": "un chat"}\n' * 200_000)
    stop = Event()
    with pytest.raises(Interrupted):
        sync([Target(Root("r", folder))], index, on_progress=lambda _: stop.set(), stop=stop)
    assert cats(index) == []


def test_looking_stops_too(folder: Path, index: Watched) -> None:
    write(folder / "a.txt", "Un chat.")
    stop = Event()
    stop.set()
    with pytest.raises(Interrupted):
        find_changes([Target(Root("r", folder))], index.catalogue, stop=stop)


def test_records_that_moved_or_changed(folder: Path, index: Watched) -> None:
    file = write(folder / "a.jsonl", '{"text": "un chat"}\n')
    run(folder, index)
    write(file, '{"text": "un rat!"}\n', mtime=1)
    assert made(run(folder, index)) == {"changed": 1}
    assert (cats(index), cats(index, "rat")) == ([], ["r/a.jsonl#1"])
    file.rename(folder / "b.jsonl")
    assert made(run(folder, index)) == {"moved": 1}
    assert cats(index, "rat") == ["r/b.jsonl#1"]


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
def test_what_a_batch_takes(sizes: list[int], counts: list[int]) -> None:
    limits = Limits(batch_bytes=100, batch_files=3)
    assert batches([seen(str(number), size=size) for number, size in enumerate(sizes)], limits) == counts


def test_much_is_written_in_several_batches(folder: Path, index: Watched) -> None:
    for number in range(7):
        write(folder / f"{number}.txt", f"Un chat n{number}.")
    run(folder, index)
    for number in range(5):
        (folder / f"{number}.txt").rename(folder / f"sous-{number}.txt")
    (folder / "5.txt").unlink()
    write(folder / "7.txt", "Un chat tout neuf.")
    index.batches = 0
    done = run(folder, index, limits=Limits(batch_files=3))
    assert made(done) == {"added": 1, "moved": 5, "removed": 1, "unchanged": 1}
    assert index.batches == 2
    assert cats(index) == sorted(["r/6.txt", "r/7.txt", *(f"r/sous-{number}.txt" for number in range(5))])
    assert index.engine.size() == 7


def test_a_stop_leaves_the_last_batch_and_the_next_run_goes_on(folder: Path, index: Watched) -> None:
    write(folder / "ancien.txt", "Un vieux chat.")
    run(folder, index)
    (folder / "ancien.txt").unlink()
    for number in range(6):
        write(folder / f"{number}.txt", f"Un chat n{number}.")
    stop = Event()
    limits = Limits(batch_files=2)
    with pytest.raises(Interrupted, match="4 of 6 files"):
        sync([Target(Root("r", folder))], index, limits=limits, on_progress=stop_at(5, stop), stop=stop)
    assert cats(index) == [*(f"r/{number}.txt" for number in range(4)), "r/ancien.txt"]
    assert made(run(folder, index)) == {"added": 2, "removed": 1, "unchanged": 4}
    assert cats(index) == [f"r/{number}.txt" for number in range(6)]


# -- parts of a folder


def test_only_what_lies_within_is_looked_at_and_all_counts_for_the_size(folder: Path, index: Watched) -> None:
    root = Root("r", folder)
    for name in ("a.txt", "sous/b.txt", "sous/c.txt", "sous-2/d.txt"):
        write(folder / name, "Un chat.")
    run(folder, index)
    for name in ("a.txt", "sous/b.txt", "sous-2/d.txt"):
        write(folder / name, "Un chien!")
    (folder / "sous/c.txt").unlink()
    changes = find_changes([Target(root, folder / "sous")], index.catalogue)
    assert [file.path for file in changes.fresh] == ["r/sous/b.txt"]
    assert set(changes.missing) == {"r/sous/c.txt"}
    assert changes.size == 8 + 9 + 8
    gone = find_changes([Target(root, folder / "sous/c.txt"), Target(root, folder / "neuf.txt")], index.catalogue)
    assert (gone.fresh, set(gone.missing), gone.size) == ([], {"r/sous/c.txt"}, 24)


def test_what_lies_within_a_root_that_is_gone_is_not_missing(folder: Path, tmp_path: Path, index: Watched) -> None:
    write(folder / "a.txt", "Un chat.")
    run(folder, index)
    folder.rename(tmp_path / "ailleurs")
    changes = find_changes([Target(Root("r", folder), folder / "a.txt")], index.catalogue)
    assert (bool(changes), [problem.path for problem in changes.problems]) == (False, ["r"])


# -- the files of an engine


def test_the_files_of_the_engine_are_known_after_each_commit(folder: Path, index: Watched) -> None:
    for name in ("a.txt", "b.txt"):
        write(folder / name, "Un chat.")
        run(folder, index)
        index.check_parts()
        assert set(index.catalogue.parts()) == {"articles.json"}
    index.check_parts()
    assert index.engine.search(Search()).articles_total == 2
