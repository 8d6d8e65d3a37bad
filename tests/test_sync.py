"""Bringing an index up to date with one folder: what is added, changed, moved, removed and left, batch by batch."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from indexing import holding, made, seen, state_of, write

from index.engines.protocol import Engine, Search
from index.engines.query import Form, Term
from index.engines.registry import open_engine
from index.model import FileEntry, Root
from index.sync import look as syncing
from index.sync import writing
from index.sync.changes import digest_of
from index.sync.look import LARGEST, Target
from index.sync.report import Interrupted, Progress, Summary
from index.sync.writing import MOST_FAULTS, batches


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    (tmp_path / "data").mkdir()
    with closing(open_engine("whoosh", tmp_path / "data")) as opened:
        yield opened


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
