"""Updating an index: the paths that are given, the roots they become, and what becomes of the other roots."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from indexing import go, holding, made, write

from index.directory.store import NoIndexError, Store
from index.engines.protocol import Search
from index.engines.query import Form, Key, Term, Where
from index.model import Root
from index.sync.look import Target
from index.sync.update import PathError, plan


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


def test_an_article_is_found_by_its_path_after_all(folder: Path, store: Store) -> None:
    write(folder / "a [1].txt", "Un chat.\n\nUn chien.\n")
    go(store, folder)
    (hit,) = store.engine().search(Search(Where(Key.ARTICLE, "textes/a [1].txt"), passages=None)).articles
    assert [(passage.number, passage.text) for passage in hit.passages] == [(0, "Un chat."), (1, "Un chien.")]
