"""The drivers of benchmarks/reliability in their short form: what they try has to go well, and they have to notice."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from indexing import ROOT, write

from benchmarks.reliability.comparing import differences, held, impossible, state_of, unequal
from benchmarks.reliability.folders import Folder, text_of
from index.directory import IndexDirectory
from index.sync import update


def tried(*arguments: str) -> dict[str, dict[str, str]]:
    """The figures of a driver by the names of its rows and columns; what failed of it is an error."""
    command = [sys.executable, "-m", "benchmarks.reliability", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines() if "|" in line]
    header, _, *rows = lines
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


def total(figures: dict[str, dict[str, str]], name: str) -> int:
    return sum(int(row[name]) for row in figures.values() if row.get(name, "–") != "–")


needs_forks = pytest.mark.skipif(sys.platform == "win32", reason="children are forked")


@pytest.mark.slow
@needs_forks
@pytest.mark.parametrize("mode", ["index", "watch"])
def test_killed_again_and_again(mode: str) -> None:
    figures = tried("kill", "--mode", mode, "--count", "4")
    assert len(figures) == 2
    assert total(figures, "kills") == 8
    assert total(figures, "failed") == 0


@pytest.mark.slow
@needs_forks
@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("gcc"), reason="faults need Linux and a C compiler")
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_calls_of_the_system_fail(engine: str) -> None:
    figures = tried("faults", "--engine", engine, "--count", "16", "--seed", "4")
    assert total(figures, "points") == 16
    assert total(figures, "killed")
    assert total(figures, "said")
    assert any(re.match(r"ENOSPC|EIO", name) for name in figures)


@needs_forks
def test_files_are_damaged() -> None:
    figures = tried("damage", "--count", "6")
    assert total(figures, "files") == 12
    assert total(figures, "says so")
    assert total(figures, "unsaid") == 0


@needs_forks
def test_readers_meet_no_half_commit() -> None:
    figures = tried("readers", "--count", "4", "--readers", "3")
    assert len(figures) == 2
    assert all(int(row["commits"]) for row in figures.values())
    assert total(figures, "reads") > 20


def test_fast_motion() -> None:
    figures = tried("churn", "--count", "60")
    assert total(figures, "operations") == 120
    assert total(figures, "comparisons") >= 2
    assert all(float(row["largest, × fresh"]) <= 1.2 for row in figures.values())


# -- what the drivers notice


@pytest.fixture(params=["whoosh", "tantivy"])
def indexed(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Folder, Path, str]:
    """A folder, its index and the engine of it."""
    folder = Folder(tmp_path / "folder", Random(1))  # noqa: S311
    for _ in range(6):
        folder.change("add")
    folder.settle({})
    with closing(IndexDirectory(tmp_path / "index")) as directory:
        update([folder.place], directory, engine=request.param)
    return folder, tmp_path / "index", request.param


def test_an_index_that_lags_is_noticed(indexed: tuple[Folder, Path, str], tmp_path: Path) -> None:
    folder, index, engine = indexed
    with closing(IndexDirectory(index)) as directory:
        assert list(differences(directory, folder.place, engine, tmp_path / "same")) == []
        before = state_of(directory)
        folder.change("edit")
        assert list(differences(directory, folder.place, engine, tmp_path / "other"))
        update([folder.place], directory)
        assert [line.split(":")[0] for line in unequal(state_of(directory), before)] == ["catalogue"]


def test_what_is_torn_or_there_twice_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write(folder / "torn.md", text_of(1, 1).replace("version1z", "version2z", 1))
    write(folder / "short.md", text_of(2, 1).rpartition("\n\n")[0])
    write(folder / "twice.jsonl", "\n".join(json.dumps({"id": name, "text": text_of(3, 1)}) for name in "ab"))
    with closing(IndexDirectory(tmp_path / "index")) as directory:
        update([folder], directory, engine="whoosh")
        found, wrong = held(directory.engine())
    assert found == {"twice.jsonl": (3, 1)}
    assert sorted(line.split(":")[0] for line in wrong) == [
        "short.md is torn",
        "torn.md is torn",
        "twice.jsonl is there twice",
    ]


def test_what_is_lost_or_old_is_noticed(indexed: tuple[Folder, Path, str]) -> None:
    folder, index, _ = indexed
    with closing(IndexDirectory(index)) as directory:
        found, wrong = held(directory.engine())
    assert (found, wrong) == (folder.held, [])
    assert impossible(found, folder.past) == []
    name = next(iter(found))
    number, version = found[name]
    assert impossible({**found, name: (number, version + 1)}, folder.past)
    folder.settle(found)
    assert impossible({other: content for other, content in found.items() if other != name}, folder.past)
