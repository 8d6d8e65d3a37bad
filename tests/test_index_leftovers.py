"""Small files of the index directory that cannot be deleted: nothing depends on it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from engine_contract import ids
from indexing import go, holding, write
from tantivy_batches import ANIMALS, FOX, assert_clean, change, fill, numbers

from index.directory import IndexDirectory
from index.directory.locks import HOLDER, write_lock
from index.directory.parts import parts_of
from index.directory.store import Role
from index.engines.protocol import Search
from index.engines.tantivy import TantivyEngine
from index.engines.tantivy.batch import TantivyBatch
from index.engines.tantivy.schema import ARTICLES, MARKER, PASSAGES
from index.sync import Summary


def test_a_lock_ends_though_the_name_of_its_holder_stays(tmp_path: Path) -> None:
    with write_lock(tmp_path, wait=0.0, on_wait=print):
        (tmp_path / HOLDER).unlink()
        (tmp_path / HOLDER).mkdir()  # which cannot be deleted as a file
    (tmp_path / HOLDER).rmdir()
    with write_lock(tmp_path, wait=0.0, on_wait=print):
        assert (tmp_path / HOLDER).is_file()


def test_a_note_of_a_build_that_stays_stops_no_update(folder: Path, directory: IndexDirectory) -> None:
    write(folder / "a.txt", "Un chat.")
    go(directory, folder)
    (directory.folder / Role.BUILDING).mkdir()
    write(folder / "b.txt", "Un chat.")
    go(directory, folder)
    assert holding(directory.engine(), "chat") == ["textes/a.txt", "textes/b.txt"]


def test_old_passages_whose_deletion_failed_go_when_the_batch_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are not found, and would count in how passages are ranked."""
    delete = TantivyBatch._delete_passages

    def fail_once(*_: object) -> None:
        monkeypatch.setattr(TantivyBatch, "_delete_passages", delete)
        raise OSError(12, "Cannot allocate memory")

    with closing(TantivyEngine(tmp_path, create=True)) as engine:
        fill(engine, *ANIMALS)
        monkeypatch.setattr(TantivyBatch, "_delete_passages", fail_once)
        change(engine)
        assert FOX.id in ids(engine.search(Search()))
        assert_clean(tmp_path)


def test_old_passages_go_with_the_next_update_that_has_nothing_to_write(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails for a while after the articles' commit, and then no more."""

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    write(folder / "a.txt", "Titre\n\nUn chat.")
    with closing(IndexDirectory(tmp_path / "index")) as directory:
        go(directory, folder, engine="tantivy")
        data = directory.folder / directory.current_state().data
        with monkeypatch.context() as failing:
            failing.setattr(TantivyBatch, "_delete_passages", fail)
            write(folder / "a.txt", "Titre\n\nUn chien aboie.")
            go(directory, folder, engine="tantivy")
            assert go(directory, folder, engine="tantivy").summary == Summary(unchanged=1)
        assert (data / MARKER).exists()
        assert numbers(data, PASSAGES) != numbers(data, ARTICLES)
        assert go(directory, folder, engine="tantivy").summary == Summary(unchanged=1)
        assert not (data / MARKER).exists()
        assert numbers(data, PASSAGES) == numbers(data, ARTICLES)
        assert directory.generation().catalogue.parts() == parts_of(data, {})
        assert holding(directory.engine(), "chien") == ["textes/a.txt"]
