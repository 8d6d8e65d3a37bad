"""The time of a file dates its articles where nothing else does: shown, and never filtered, ordered or counted by."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

import pytest
from engine_contract import counted
from indexing import opened, write

from index.directory import IndexDirectory
from index.engines.protocol import Search, Sort
from index.engines.query import Dated, Facet
from index.engines.registry import ENGINES
from index.model import Article
from index.sync import update
from searcher import as_json, search

DAY = 86_400 * 10**9
MAY = 1_714_996_800 * 10**9  # 6 May 2024, noon


def fill(folder: Path) -> None:
    write(folder / "PV-AG-2023.TXT", "Procès\n\nLe quorum est atteint.", mtime=MAY)
    write(folder / "lettre.txt", "Lettre\n\nRennes, le 3 mai 2021\n\nMadame, le quorum.", mtime=MAY)
    write(folder / "note.md", "---\ndate: 6 mai 2022\nrole: Greffière\n---\nLe quorum.", mtime=MAY)
    write(folder / "sans.txt", "Sans\n\nLe quorum.", mtime=MAY)


@pytest.fixture(params=ENGINES)
def index(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> IndexDirectory:
    fill(folder)
    directory = IndexDirectory(tmp_path / "index")
    update([folder], directory, engine=request.param)
    return directory


def read(directory: IndexDirectory, name: str) -> Article:
    found = directory.generation().engine.read(f"textes/{name}")
    assert found
    return found


def test_each_engine_keeps_where_a_date_comes_from(index: IndexDirectory) -> None:
    names = ("PV-AG-2023.TXT", "lettre.txt", "note.md", "sans.txt")
    dates = {name: (read(index, name).date, read(index, name).date_from) for name in names}
    assert dates == {
        "PV-AG-2023.TXT": ("2023", "name"),
        "lettre.txt": ("2021-05-03", "text"),
        "note.md": ("2022-05-06", "metadata"),
        "sans.txt": ("2024-05-06", "file"),
    }
    [passage] = [passage for passage in read(index, "note.md").passages if passage.aside]
    assert passage.text == "Greffière"
    shown = json.dumps(as_json(search("sans", index.generation().engine)))
    assert '"date": "2024-05-06", "date_from": "file"' in shown


def test_the_time_of_a_file_is_no_date_to_ask_for(index: IndexDirectory) -> None:
    engine = index.generation().engine
    assert engine.search(Search(required=Dated("2024", "2024-12-31"))).articles_total == 0
    assert engine.search(Search(required=Dated("2021", "2023-12-31"))).articles_total == 3
    assert sorted(counted(engine, Search(), Facet.YEAR)) == [("2021", 1), ("2022", 1), ("2023", 1)]
    by_date = [hit.article.id for hit in engine.search(Search(sort=Sort.DATE)).articles]
    assert by_date[-1] == "textes/sans.txt"


def test_a_file_is_found_by_its_name_and_by_all_that_it_says_of_itself(index: IndexDirectory) -> None:
    engine = index.generation().engine
    assert [hit.article.path for hit in search("PV", engine).articles] == ["textes/PV-AG-2023.TXT"]
    assert [hit.article.path for hit in search("greffière", engine).articles] == ["textes/note.md"]


@pytest.mark.parametrize("days", [0, 1, 30])
def test_a_touched_file_is_dated_as_in_a_fresh_index(folder: Path, tmp_path: Path, days: int) -> None:
    fill(folder)
    with closing(opened(tmp_path / "one")) as one, closing(opened(tmp_path / "other")) as other:
        update([folder], one, engine="whoosh")
        for file in folder.iterdir():
            os.utime(file, ns=(MAY + days * DAY + 1, MAY + days * DAY + 1))
        update([folder], one, engine="whoosh")
        update([folder], other, engine="whoosh")
        for name in ("PV-AG-2023.TXT", "lettre.txt", "note.md", "sans.txt"):
            assert read(one, name) == read(other, name)
