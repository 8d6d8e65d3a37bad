"""Saved searches: which articles come in for them, once each, and who is told."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from indexing import child_environment, write

from index.directory import IndexDirectory
from index.sync import update
from searcher.alerts import Alerts, AlertsError, NameTakenError, add_alert, after_update, tell, try_alerts
from searcher.alerts.store import FILE

Cleared = Callable[[], list[str]]


class House:
    """A folder of texts with its index, whose alerts are tried after each update."""

    def __init__(self, place: Path) -> None:
        self.docs = place / "docs"
        self.index = place / "index"
        self.alerts = Alerts(self.index)
        self.docs.mkdir()

    def add(self, name: str, query: str) -> None:
        with closing(IndexDirectory(self.index)) as directory:
            add_alert(directory, name, query)

    def update(self, *, engine: str = "whoosh") -> int:
        with closing(IndexDirectory(self.index)) as directory:
            update([self.docs], directory, engine=engine)
            return try_alerts(directory)

    def write(self, name: str, text: str) -> Path:
        return write(self.docs / name, f"Titre de {name}\n\n{text}\n")

    def records(self, **texts: str) -> None:
        lines = (json.dumps({"id": name, "text": text}) for name, text in texts.items())
        (self.docs / "r.jsonl").write_text("\n".join(lines), encoding="utf-8")

    def found(self, name: str = "eau") -> list[str]:
        """The ids that came in for an alert, the newest first."""
        return [hit.text("id").removeprefix("docs/") for hit in self.alerts.hits(name)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.write("old.txt", "L’eau est froide.")
    house.update()
    house.add("eau", "eau froide")
    return house


def test_what_was_there_before_is_no_hit(house: House) -> None:
    assert house.update() == 0
    assert house.found() == []


def test_a_new_article_that_matches_is_a_hit_once(house: House) -> None:
    house.write("new.txt", "De l’eau bien froide.")
    house.write("other.txt", "De l’eau chaude.")
    assert house.update() == 1
    assert house.update() == 0
    assert house.found() == ["new.txt"]
    (hit,) = house.alerts.hits("eau")
    assert (hit.title, hit.passage) == ("Titre de new.txt", "De l’eau bien froide.")


def test_a_changed_article_is_a_hit_again(house: House) -> None:
    house.write("old.txt", "L’eau est encore froide.")
    assert house.update() == 1
    house.write("old.txt", "L’eau est redevenue froide.")
    assert house.update() == 1
    assert house.found() == ["old.txt", "old.txt"]


def test_an_article_that_only_moved_is_no_hit(house: House) -> None:
    (house.docs / "old.txt").rename(house.docs / "moved.txt")
    assert house.update() == 0
    (house.docs / "copy.txt").write_bytes((house.docs / "moved.txt").read_bytes())
    assert house.update() == 1
    assert house.found() == ["copy.txt"]


def test_of_a_file_of_records_only_new_ones_count(house: House) -> None:
    house.records(a="L’eau froide.", b="Rien.")
    assert house.update() == 1
    house.records(a="L’eau froide.", b="Rien.", c="Encore de l’eau, froide.")
    assert house.update() == 1
    assert house.found() == ["r.jsonl#c", "r.jsonl#a"]


def test_records_that_were_there_before_the_alert_are_none(house: House) -> None:
    house.records(a="Un pont.")
    house.update()
    house.add("pont", "pont")
    house.records(a="Un pont.", b="Un autre pont.")
    house.update()
    assert house.found("pont") == ["r.jsonl#b"]


def test_a_file_of_records_that_moved_brings_only_new_ones(house: House) -> None:
    house.records(a="L’eau froide.")
    assert house.update() == 1
    (house.docs / "r.jsonl").rename(house.docs / "s.jsonl")
    assert house.update() == 0
    lines = [json.dumps({"id": name, "text": f"L’eau froide, {name}."}) for name in "ab"]
    (house.docs / "s.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert house.update() == 1
    assert house.found() == ["s.jsonl#b", "r.jsonl#a"]


def test_an_index_that_is_built_anew_brings_nothing_new(house: House) -> None:
    with closing(IndexDirectory(house.index)) as directory:
        state = directory.current_state()
        directory.switch(replace(state, versions=state.versions._replace(analysis=0)))
    house.write("new.txt", "De l’eau froide.")
    assert house.update() == 1
    assert house.update(engine="tantivy") == 0
    assert house.found() == ["new.txt"]


def test_a_file_left_half_written_waits_until_it_is_read_again(house: House) -> None:
    with closing(IndexDirectory(house.index)) as directory:
        directory.generation().catalogue.mark({"docs/old.txt": str(house.docs)})
        assert try_alerts(directory) == 0
    assert house.update() == 0
    assert house.found() == []


def test_an_alert_saved_later_does_not_look_back(house: House) -> None:
    house.write("new.txt", "De l’eau froide.")
    with closing(IndexDirectory(house.index)) as directory:
        update([house.docs], directory, engine="whoosh")
    house.add("froid", "froide")
    assert (house.found("eau"), house.found("froid")) == (["new.txt"], [])


def test_updates_that_nobody_tried_are_made_up_for(house: House) -> None:
    for name in ("a.txt", "b.txt"):
        house.write(name, "De l’eau froide.")
        with closing(IndexDirectory(house.index)) as directory:
            update([house.docs], directory, engine="whoosh")
    assert house.update() == 2


def test_more_files_than_are_asked_about_at_once_and_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searcher.alerts.trying.PATHS_AT_ONCE", 2)
    monkeypatch.setattr("searcher.alerts.trying.MOST_HITS", 4)
    for number in range(5):
        house.write(f"n{number}.txt", f"De l’eau froide, {number}.")
    assert house.update() == 5
    assert len(set(house.found())) == 4
    house.write("last.txt", "De l’eau toute froide.")
    assert house.update() == 1
    assert len(house.found()) == 4
    assert house.found()[0] == "last.txt"


def test_names(house: House) -> None:
    with pytest.raises(NameTakenError, match="eau"):
        house.add("eau", "autre")
    for wrong in ("", "a/b", "../x", "a b", "é" * 65, "<b>"):
        with pytest.raises(ValueError, match="cannot name an alert"):
            house.add(wrong, "eau")
    house.add("été-2", "-mot \x00 (")
    assert [alert.name for alert in house.alerts.all()] == ["eau", "été-2"]


def test_a_removed_alert_leaves_nothing(house: House) -> None:
    house.records(a="L’eau froide.")
    house.update()
    assert house.alerts.remove("eau")
    assert not house.alerts.remove("eau")
    assert (house.alerts.all(), house.found(), house.alerts.untold()) == ([], [], [])
    house.add("eau", "pont")
    house.records(a="Un pont.")
    assert house.update() == 1


def test_without_alerts_nothing_is_written(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("a.txt", "Un mot.")
    assert house.update() == 0
    assert not (house.index / FILE).exists()
    assert house.alerts.all() == []


@pytest.mark.parametrize(
    "damage", [b"no database at all, but long enough to be one" * 50, b"SQLite format 3\0" + b"\xff" * 4000]
)
def test_a_damaged_file_is_said_and_stops_no_update(house: House, damage: bytes) -> None:
    (house.index / FILE).write_bytes(damage)
    with pytest.raises(AlertsError, match=FILE):
        house.alerts.all()
    said = list[str]()
    after_update(house.index, said.append, said.append)
    assert len(said) == 1
    assert FILE in said[0]


def test_half_a_try_is_none(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.write("new.txt", "De l’eau froide.")

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("searcher.alerts.trying._remember", fail)
        with pytest.raises(AlertsError, match="disk full"):
            house.update()
    assert house.found() == []
    assert house.update() == 1


def test_only_one_process_tries_at_a_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searcher.alerts.store.BUSY_SECONDS", 0.1)
    with house.alerts.writing(), pytest.raises(AlertsError, match="locked"):
        house.update()


HALF_WRITTEN = """
import os, pathlib, sys
from searcher.alerts import Alerts
with Alerts(pathlib.Path(sys.argv[1])).writing() as connection:
    connection.execute("PRAGMA cache_size = 1")  # what does not fit into memory is written before the end
    connection.executemany("INSERT INTO records VALUES ('eau', ?)", [(f"{n:0100}",) for n in range(2000)])
    os._exit(0)
"""


def test_what_a_killed_process_left_half_written_is_undone(house: House) -> None:
    subprocess.run([sys.executable, "-c", HALF_WRITTEN, str(house.index)], env=child_environment(), check=True)
    assert (house.index / f"{FILE}-journal").exists()
    house.write("new.txt", "De l’eau froide.")
    assert house.update() == 1
    assert house.found() == ["new.txt"]


def program(place: Path, code: str) -> Sequence[str]:
    (place / "told.py").write_text(f"import sys, pathlib\n{code}\n", encoding="utf-8")
    return [sys.executable, str(place / "told.py")]


def test_a_command_gets_each_hit_once_as_a_line_of_json(house: House, tmp_path: Path) -> None:
    command = program(tmp_path, "pathlib.Path(sys.argv[0] + '.out').open('ab').write(sys.stdin.buffer.read())")
    said = list[str]()
    for name in ("a.txt", "b.txt"):
        house.write(name, "De l’eau « froide ».")
        house.update()
        for _ in range(2):
            after_update(house.index, said.append, said.append, command)
    lines = (tmp_path / "told.py.out").read_text("utf-8").splitlines()
    assert [(line["alert"], line["id"]) for line in map(json.loads, lines)] == [
        ("eau", "docs/a.txt"),
        ("eau", "docs/b.txt"),
    ]
    assert said == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("sys.exit(3)", "exit code 3"),
        ("raise OSError", "exit code 1"),
        ("sys.stdin.close(); sys.exit(4)", "exit code 4"),
    ],
)
def test_a_command_that_fails_is_one_line_and_gets_the_hits_again(
    house: House, tmp_path: Path, code: str, reason: str
) -> None:
    house.write("a.txt", "De l’eau froide. " * 5000)
    house.update()
    said = list[str]()
    assert not tell(house.alerts, program(tmp_path, code), said.append)
    assert len(said) == 1
    assert reason in said[0]
    assert len(house.alerts.untold()) == 1
    assert tell(house.alerts, program(tmp_path, "sys.stdin.read()"), said.append)
    assert house.alerts.untold() == []


def test_a_command_that_is_not_there_or_hangs(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searcher.alerts.telling.SECONDS", 0.5)
    house.write("a.txt", "De l’eau froide.")
    house.update()
    said = list[str]()
    assert not tell(house.alerts, [str(tmp_path / "absent")], said.append)
    assert not tell(house.alerts, program(tmp_path, "import time; time.sleep(20)"), said.append)
    assert ["No such file" in said[0], "longer than" in said[1]] == [True, True]


def known_records(house: House) -> list[str]:
    with closing(sqlite3.connect(house.index / FILE)) as connection:
        rows = connection.execute("SELECT id FROM records ORDER BY id").fetchall()
    return [row[0].removeprefix("docs/") for row in rows]


def test_records_that_vanish_are_forgotten(house: House) -> None:
    house.records(a="L’eau froide.", b="Une eau froide.")
    (house.docs / "r.jsonl").rename(house.docs / "s.jsonl")
    house.records(c="L’eau froide, encore.")
    house.update()
    assert known_records(house) == ["r.jsonl#c", "s.jsonl#a", "s.jsonl#b"]
    house.records(d="Rien.")
    (house.docs / "s.jsonl").unlink()
    house.update()
    assert known_records(house) == []
    house.records(c="L’eau froide, encore.")
    assert house.update() == 1


def test_a_record_that_matches_no_more_is_still_known(house: House) -> None:
    house.records(a="L’eau froide.")
    assert house.update() == 1
    house.records(a="Rien.")
    house.update()
    house.records(a="L’eau froide.")
    assert house.update() == 0
