"""``searcher query --collection``: the indexes that ``searcher.toml`` gives names to."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import run

from index.directory import IndexDirectory
from index.sync import update


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Two collections, and no other index."""
    for name in ("lettres", "actes"):
        (tmp_path / f"{name}.txt").write_text(f"Titre\n\nUn mot des {name}.\n", encoding="utf-8")
        directory = IndexDirectory(tmp_path / "indexes" / name)
        update([tmp_path / f"{name}.txt"], directory, engine="whoosh")
        directory.close()
    settings = '[collections]\nlettres = "indexes/lettres"\nactes = "indexes/actes"\n'
    (tmp_path / "searcher.toml").write_text(settings, encoding="utf-8")
    return tmp_path


def test_each_is_asked_by_its_name(place: Path) -> None:
    for name in ("lettres", "actes"):
        done = run(place, "query", "--collection", name, "mot")
        assert (done.returncode, f"des {name}." in done.stdout) == (0, True)
    assert run(place, "query", "mot", extra={"SEARCHER_COLLECTION": "actes"}).returncode == 0
    assert run(place, "query", "mot").returncode == 2


def test_one_that_there_is_none_of(place: Path) -> None:
    done = run(place, "query", "--collection", "autres", "mot")
    assert done.returncode == 2
    assert "searcher.toml names no collection autres; it has: lettres, actes" in done.stderr
    (place / "searcher.toml").unlink()
    assert run(place, "query", "--collection", "lettres", "mot").returncode == 2


def test_two_indexes_are_not_asked_at_once(place: Path) -> None:
    done = run(place, "query", "--collection", "actes", "--index-dir", "indexes/lettres", "mot")
    assert done.returncode == 2
    assert "give one of them" in done.stderr


def test_a_cluster_has_no_collections(place: Path) -> None:
    """All of them would be the cluster."""
    done = run(place, "query", "--collection", "actes", "mot", extra={"SEARCHER_OPENSEARCH_URL": "http://127.0.0.1:1"})
    assert done.returncode == 2
    assert "unset SEARCHER_OPENSEARCH_URL" in done.stderr
