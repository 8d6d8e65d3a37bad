"""Bringing an index up to date with one folder: what is added, changed, moved, removed and left."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from indexing import made, write
from syncing import Watched, cats, run

from index.model import FileEntry, Root
from index.sync import (
    Limits,
    Target,
    digest_of,
    find_changes,
)


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


def test_records_that_moved_or_changed(folder: Path, index: Watched) -> None:
    file = write(folder / "a.jsonl", '{"text": "un chat"}\n')
    run(folder, index)
    write(file, '{"text": "un rat!"}\n', mtime=1)
    assert made(run(folder, index)) == {"changed": 1}
    assert (cats(index), cats(index, "rat")) == ([], ["r/a.jsonl#1"])
    file.rename(folder / "b.jsonl")
    assert made(run(folder, index)) == {"moved": 1}
    assert cats(index, "rat") == ["r/b.jsonl#1"]


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
