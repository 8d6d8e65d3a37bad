"""Watching: real changes of real files, waited for with a deadline and never with a sleep."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from waiting import Following, following

from index.sync import watch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "textes"
    (place / "sub").mkdir(parents=True)
    return place.resolve()


@contextmanager
def watching(*places: Path) -> Iterator[Following[frozenset[Path]]]:
    """Watch, and begin once watching has begun, which is told by a step without a change."""
    with following(lambda stop: watch(places, stop)) as followed:
        assert followed.next() == frozenset()
        yield followed


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl", "A.TXT", "sub/a.txt", "été l'eau.txt"])
def test_an_added_file_is_told(folder: Path, name: str) -> None:
    with watching(folder) as steps:
        (folder / name).write_text("mot", encoding="utf-8")
        assert folder / name in steps.until(bool)


def test_a_changed_a_moved_and_a_deleted_file_are_told(folder: Path) -> None:
    file, moved = folder / "a.txt", folder / "b.txt"
    file.write_text("mot", encoding="utf-8")
    with watching(folder) as steps:
        file.write_text("autre", encoding="utf-8")
        steps.until(lambda step: file in step)
        file.rename(moved)
        steps.until(lambda step: moved in step)
        moved.unlink()
        steps.until(lambda step: moved in step)


@pytest.mark.parametrize("name", [".hidden.txt", ".git/a.txt", "image.png", "a.txt~", ".a.txt.swp"])
def test_what_is_not_indexed_is_not_told(folder: Path, name: str) -> None:
    """The file that follows is told, and told alone."""
    (folder / ".git").mkdir()
    with watching(folder) as steps:
        (folder / name).write_text("mot", encoding="utf-8")
        (folder / "a.txt").write_text("mot", encoding="utf-8")
        assert steps.until(bool) == {folder / "a.txt"}


def test_a_folder_that_appears_or_goes_is_told(folder: Path, tmp_path: Path) -> None:
    neuf = tmp_path / "neuf"
    neuf.mkdir()
    (neuf / "a.txt").write_text("mot", encoding="utf-8")
    with watching(folder) as steps:
        neuf.rename(folder / "neuf")
        steps.until(lambda step: folder / "neuf" in step)
        (folder / "neuf").rename(tmp_path / "ailleurs")
        steps.until(lambda step: folder / "neuf" in step)


def test_several_places_are_watched(folder: Path, tmp_path: Path) -> None:
    other = tmp_path.resolve() / "autre"
    other.mkdir()
    with watching(folder, other) as steps:
        (other / "a.txt").write_text("mot", encoding="utf-8")
        steps.until(lambda step: other / "a.txt" in step)
        (folder / "b.txt").write_text("mot", encoding="utf-8")
        steps.until(lambda step: folder / "b.txt" in step)


def test_a_place_under_a_hidden_folder_is_watched(tmp_path: Path) -> None:
    place = tmp_path.resolve() / ".caché" / "textes"
    place.mkdir(parents=True)
    with watching(place) as steps:
        (place / "a.txt").write_text("mot", encoding="utf-8")
        assert steps.until(bool) == {place / "a.txt"}


def test_a_linked_place_is_watched(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "lien").symlink_to(folder)
    with watching(tmp_path / "lien") as steps:
        (folder / "a.txt").write_text("mot", encoding="utf-8")
        assert steps.until(bool) == {folder / "a.txt"}


@pytest.mark.parametrize(
    "name", ["~$a.docx", ".~lock.a.odt#", "a.txt~", "a.swp", "a.pdf.part", "a.crdownload", "#a.md#"]
)
def test_what_programs_keep_for_themselves_is_not_told(folder: Path, name: str) -> None:
    with watching(folder) as steps:
        (folder / name).write_text("mot", encoding="utf-8")
        (folder / name).unlink()
        (folder / "a.txt").write_text("mot", encoding="utf-8")
        assert steps.until(bool) == {folder / "a.txt"}


def test_a_folder_with_a_dot_in_its_name_is_told_when_it_goes(folder: Path, tmp_path: Path) -> None:
    (folder / "v1.2").mkdir()
    with watching(folder) as steps:
        (folder / "v1.2").rename(tmp_path / "ailleurs")
        steps.until(lambda step: folder / "v1.2" in step)


def test_rules_stand_for_their_folder(folder: Path) -> None:
    with watching(folder) as steps:
        (folder / "sub" / ".searcherignore").write_text("*.md", encoding="utf-8")
        assert steps.until(bool) == {folder / "sub"}


def test_a_place_that_goes_and_comes_back_is_watched_again(folder: Path, tmp_path: Path) -> None:
    """As a share that is mounted again: it is another folder of the same name."""
    with watching(folder, tmp_path / "pas-encore") as steps:
        folder.rename(tmp_path / "ailleurs")
        steps.until(lambda step: folder in step)
        folder.mkdir()
        steps.until(lambda step: folder in step)
        (folder / "a.txt").write_text("mot", encoding="utf-8")
        steps.until(lambda step: folder / "a.txt" in step)
        (tmp_path / "pas-encore").mkdir()
        steps.until(lambda step: tmp_path.resolve() / "pas-encore" in step)


def test_a_stop_that_is_set_before_ends_it_at_once(folder: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert [step for step in watch([folder], stop) if step] == []
