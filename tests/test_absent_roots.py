"""Folders that are gone or empty though they held files: a share that is not mounted is no deletion."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from command_line import run
from indexing import edit_state, go, holding, made, opened, write

from index.directory import IndexDirectory
from index.engines.protocol import StoreError
from index.sync import find_changes, forget, update
from index.sync.plan import Target


@pytest.fixture
def share(tmp_path: Path, directory: IndexDirectory) -> Path:
    """A folder that was indexed, beside another one."""
    for name in ("partage/a.txt", "partage/sub/b.txt", "local/a.txt"):
        write(tmp_path / name, f"Un chat {name}.")
    go(directory, tmp_path / "partage", tmp_path / "local")
    return tmp_path / "partage"


ALL = ["local/a.txt", "partage/a.txt", "partage/sub/b.txt"]


def unmount(share: Path) -> Path:
    """The folder without what was mounted there, which lies elsewhere now."""
    elsewhere = share.rename(share.with_name("ailleurs"))
    share.mkdir()
    return elsewhere


@pytest.mark.parametrize("left", [(), (".DS_Store",), (".Trash/x.txt",)])
def test_an_empty_root_is_a_problem_and_keeps_its_articles(
    share: Path, directory: IndexDirectory, left: tuple[str, ...]
) -> None:
    elsewhere = unmount(share)
    for name in left:
        write(share / name)
    for paths in ((share,), (), (share.with_name("local"), share)):
        done = go(directory, *paths).summary
        assert [(problem.path, problem.fault.code) for problem in done.problems] == [("partage", "root_empty")]
        assert (done.removed, holding(directory.engine(), "chat")) == (0, ALL)
    for place in sorted(share.rglob("*"), reverse=True):
        place.unlink() if place.is_file() else place.rmdir()
    share.rmdir()
    elsewhere.rename(share)
    assert made(go(directory).summary) == {"unchanged": 3}


def test_a_part_of_an_empty_root_is_not_missing_either(share: Path, directory: IndexDirectory) -> None:
    unmount(share)
    state, generation = directory.current_state(), directory.generation()
    (root,) = (root for root in state.roots if root.path == share)
    targets = [Target(root, share / "a.txt"), Target(root, share / "sub")]
    changes = find_changes(targets, generation.catalogue, roots=state.roots)
    assert (changes.missing, [problem.path for problem in changes.problems]) == ({}, ["partage"])


def test_what_was_meant_is_pruned(share: Path, directory: IndexDirectory) -> None:
    unmount(share)
    assert made(update([share], directory, prune=True).summary) == {"removed": 2}
    assert holding(directory.engine(), "chat") == ["local/a.txt"]
    share.rmdir()
    share.with_name("local").rename(share.with_name("plus-là"))
    done = update([], directory, prune=True).summary
    assert (made(done), done.problems) == ({"removed": 1}, ())


def test_a_folder_whose_files_are_deleted_is_no_empty_root(share: Path, directory: IndexDirectory) -> None:
    """An empty folder in it, or a file of another format, shows that it is there."""
    (share / "a.txt").unlink()
    (share / "sub" / "b.txt").unlink()
    assert made(go(directory, share).summary) == {"removed": 2}


def test_a_folder_that_holds_rules_is_no_empty_root(share: Path, directory: IndexDirectory) -> None:
    """Nothing that is not mounted has a file of rules."""
    shutil.rmtree(share)
    write(share / ".searcherignore", "*")
    assert made(go(directory, share).summary) == {"removed": 2}


def test_an_empty_folder_around_roots_that_were_in_it_keeps_their_articles(tmp_path: Path) -> None:
    """It takes them over; what was mounted on it held them."""
    write(tmp_path / "haut" / "partage" / "a.txt", "Un chat.")
    with closing(opened(tmp_path / "index")) as directory:
        go(directory, tmp_path / "haut" / "partage")
        unmount(tmp_path / "haut")
        done = go(directory, tmp_path / "haut").summary
        assert (made(done), [problem.fault.code for problem in done.problems]) == ({}, ["root_empty"])
        assert holding(directory.engine(), "chat") == ["partage/a.txt"]


def test_an_empty_root_that_held_nothing_is_in_nobodys_way(share: Path, directory: IndexDirectory) -> None:
    (share.with_name("vide")).mkdir()
    go(directory, share.with_name("vide"))
    edit_state(directory, analysis=0)
    assert go(directory).rebuilt
    assert holding(directory.engine(), "chat") == ALL


def test_an_index_is_not_built_anew_without_what_is_absent(share: Path, directory: IndexDirectory) -> None:
    elsewhere = unmount(share)
    edit_state(directory, analysis=0)
    with pytest.raises(StoreError, match="partage"):
        go(directory)
    share.rmdir()
    with pytest.raises(StoreError, match="partage"):
        go(directory, share.with_name("local"))
    elsewhere.rename(share)
    assert go(directory).rebuilt
    assert holding(directory.engine(), "chat") == ALL
    edit_state(directory, analysis=0)
    share.rename(elsewhere)
    assert update([], directory, prune=True).rebuilt
    assert holding(directory.engine(), "chat") == ["local/a.txt"]


def test_an_empty_folder_around_a_root_does_not_empty_an_index_that_is_built_anew(tmp_path: Path) -> None:
    write(tmp_path / "media" / "partage" / "a.txt", "Un chat.")
    with closing(IndexDirectory(tmp_path / "index")) as directory:
        go(directory, tmp_path / "media" / "partage")
        shutil.rmtree(tmp_path / "media" / "partage")
        edit_state(directory, analysis=0)
        with pytest.raises(StoreError, match="media"):
            go(directory, tmp_path / "media")


def test_what_is_absent_and_forgotten_is_in_nobodys_way(share: Path, directory: IndexDirectory) -> None:
    unmount(share)
    forget([share], directory)
    edit_state(directory, analysis=0)
    assert go(directory).rebuilt


def test_the_command(tmp_path: Path) -> None:
    write(tmp_path / "docs" / "a.txt")
    assert run(tmp_path, "index", "docs").returncode == 0
    (tmp_path / "docs" / "a.txt").unlink()
    said = "docs: it is empty now; what the index holds of it (1 in all) stays, until: searcher index --prune"
    for words in (("index",), ("index", "docs")):
        done = run(tmp_path, *words)
        assert (done.returncode, done.stderr.splitlines()) == (1, [said, "1 problem."])
    assert f"! {said}" in run(tmp_path, "check").stdout
    assert run(tmp_path, "index", "--prune").stderr == "1 removed.\n"
    (tmp_path / "docs").rmdir()
    gone = run(tmp_path, "index")
    assert gone.returncode == 1
    assert f"searcher forget {tmp_path / 'docs'}" in gone.stderr
    assert run(tmp_path, "forget", "docs").returncode == 0
