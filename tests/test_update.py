"""Updating an index: the paths that are given, the roots they become, and what becomes of the other roots."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from indexing import go, holding, made, write

from index.directory import IndexDirectory, NoIndexError
from index.model import Root
from index.sync import PathError, Target, forget
from index.sync.plan import plan


def test_an_index_is_made_where_there_is_none(folder: Path, directory: IndexDirectory) -> None:
    with pytest.raises(NoIndexError):
        directory.engine()
    write(folder / "a.txt", "Un chat.")
    updated = go(directory, folder)
    assert (made(updated.summary), updated.rebuilt) == ({"added": 1}, "")
    state = directory.state()
    assert state is not None
    assert state.roots == (Root("textes", folder),)
    assert not state.outdated
    assert holding(directory.engine(), "chat") == ["textes/a.txt"]


def test_a_path_that_is_not_there(tmp_path: Path, directory: IndexDirectory) -> None:
    with pytest.raises(PathError, match="nulle-part"):
        go(directory, tmp_path / "nulle-part")
    assert directory.state() is None


def test_other_roots_are_left_alone(tmp_path: Path, directory: IndexDirectory) -> None:
    write(tmp_path / "un" / "b.txt", "Un chien.")
    write(tmp_path / "un" / "a.txt", "Un chat.")
    write(tmp_path / "deux" / "a.txt", "Un chat.")
    go(directory, tmp_path / "un", tmp_path / "deux")
    (tmp_path / "un" / "a.txt").unlink()
    (tmp_path / "deux" / "a.txt").unlink()
    assert made(go(directory, tmp_path / "un").summary) == {"removed": 1, "unchanged": 1}
    assert holding(directory.engine(), "chat") == ["deux/a.txt"]


def test_two_roots_of_one_name(tmp_path: Path, directory: IndexDirectory) -> None:
    write(tmp_path / "x" / "textes" / "a.txt", "Un chat.")
    write(tmp_path / "y" / "textes" / "a.txt", "Un chat.")
    go(directory, tmp_path / "x" / "textes")
    assert made(go(directory, tmp_path / "y" / "textes").summary) == {"added": 1}
    assert holding(directory.engine(), "chat") == ["textes/a.txt", "y/textes/a.txt"]
    assert made(go(directory, tmp_path / "x" / "textes", tmp_path / "y" / "textes").summary) == {"unchanged": 2}


def test_a_folder_inside_a_root_is_part_of_it(folder: Path, directory: IndexDirectory) -> None:
    for name in ("a.txt", "sub/b.txt"):
        write(folder / name, "Un chat.")
    go(directory, folder)
    write(folder / "a.txt", "Un grand chien.")
    write(folder / "sub" / "b.txt", "Un grand chien.")
    assert made(go(directory, folder / "sub").summary) == {"changed": 1}
    assert holding(directory.engine(), "chien") == ["textes/sub/b.txt"]
    (folder / "sub" / "b.txt").unlink()
    assert made(go(directory, folder / "sub").summary) == {"removed": 1}
    assert holding(directory.engine(), "chat") == ["textes/a.txt"]


def test_a_root_takes_over_the_roots_inside_it(folder: Path, directory: IndexDirectory) -> None:
    for name in ("a.txt", "sub/b.txt"):
        write(folder / name, f"Un chat {name}.")
    go(directory, folder / "sub")
    assert holding(directory.engine(), "chat") == ["sub/b.txt"]
    go(directory, folder)
    assert holding(directory.engine(), "chat") == ["textes/a.txt", "textes/sub/b.txt"]
    assert set(directory.generation().catalogue.entries()) == {"textes/a.txt", "textes/sub/b.txt"}
    state = directory.state()
    assert state is not None
    assert state.roots == (Root("textes", folder),)
    assert made(go(directory, folder).summary) == {"unchanged": 2}


def test_a_file_and_a_linked_folder_as_roots(tmp_path: Path, folder: Path, directory: IndexDirectory) -> None:
    write(folder / "a.txt", "Un chat.")
    (tmp_path / "lien").symlink_to(folder)
    go(directory, tmp_path / "lien" / "a.txt")
    assert holding(directory.engine(), "chat") == ["a.txt"]
    go(directory, tmp_path / "lien")
    assert holding(directory.engine(), "chat") == ["textes/a.txt"]


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
def test_paths_given_together_are_each_indexed_once(
    tmp_path: Path, directory: IndexDirectory, order: Sequence[str]
) -> None:
    write(tmp_path / "textes" / "a.txt", "Un chat.")
    write(tmp_path / "textes" / "sub" / "b.txt", "Un chat.")
    go(directory, *(tmp_path / name for name in order))
    files = {"textes/a.txt", "textes/sub/b.txt"}
    assert set(directory.generation().catalogue.entries()) == set(holding(directory.engine(), "chat")) == files
    assert made(go(directory, *(tmp_path / name for name in order)).summary) == {"unchanged": 2}
    assert set(holding(directory.engine(), "chat")) == files


def test_a_root_that_has_become_a_link_is_the_same_root(
    folder: Path, tmp_path: Path, directory: IndexDirectory
) -> None:
    """As a folder does that moves to a larger disk."""
    write(folder / "a.txt", "Un chat.")
    write(folder / "sub" / "b.txt", "Un chat.")
    (folder / "lien.txt").symlink_to("a.txt")
    go(directory, folder)
    folder.rename(tmp_path / "disque")
    folder.symlink_to(tmp_path / "disque")
    write(folder / "sub" / "c.txt", "Un chat.")
    assert made(go(directory, folder / "sub").summary) == {"added": 1, "unchanged": 1}
    done = go(directory, folder).summary
    assert (made(done), done.problems) == ({"unchanged": 3}, ())
    assert directory.current_state().roots == (Root("textes", folder),)


def test_without_a_path_all_that_the_index_covers_is_brought_up_to_date(
    tmp_path: Path, directory: IndexDirectory
) -> None:
    with pytest.raises(NoIndexError):
        go(directory)
    for name in ("un", "deux"):
        write(tmp_path / name / "a.txt", "Un chat.")
        go(directory, tmp_path / name)
        write(tmp_path / name / "b.txt", "Un chien.")
    assert made(go(directory).summary) == {"added": 2, "unchanged": 2}


def test_a_folder_that_is_gone_is_a_problem_and_keeps_its_articles(tmp_path: Path, directory: IndexDirectory) -> None:
    for name in ("un", "deux"):
        write(tmp_path / name / "a.txt", "Un chat.")
    go(directory, tmp_path / "un", tmp_path / "deux")
    (tmp_path / "un").rename(tmp_path / "ailleurs")
    done = go(directory).summary
    assert ([problem.path for problem in done.problems], made(done)) == (["un"], {"unchanged": 1})
    assert holding(directory.engine(), "chat") == ["deux/a.txt", "un/a.txt"]


def test_a_file_of_another_kind_is_refused_and_what_is_read_is_named(tmp_path: Path, directory: IndexDirectory) -> None:
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    with pytest.raises(PathError, match=r"image\.png.*\.txt, .*\.md, "):
        go(directory, tmp_path / "image.png")


# -- forgetting


def test_a_folder_is_forgotten_though_it_is_gone(tmp_path: Path, directory: IndexDirectory) -> None:
    for name in ("un", "deux"):
        write(tmp_path / name / "a.txt", "Un chat.")
    go(directory, tmp_path / "un", tmp_path / "deux")
    (tmp_path / "un").rename(tmp_path / "ailleurs")
    assert made(forget([tmp_path / "un"], directory)) == {"removed": 1}
    assert holding(directory.engine(), "chat") == ["deux/a.txt"]
    assert directory.current_state().roots == (Root("deux", tmp_path / "deux"),)
    assert made(go(directory).summary) == {"unchanged": 1}


def test_what_is_not_covered_cannot_be_forgotten(tmp_path: Path, folder: Path, directory: IndexDirectory) -> None:
    write(folder / "sub" / "a.txt", "Un chat.")
    go(directory, folder)
    for path in (folder / "sub", tmp_path / "autre"):
        with pytest.raises(PathError, match="textes"):
            forget([path], directory)
    assert holding(directory.engine(), "chat") == ["textes/sub/a.txt"]
