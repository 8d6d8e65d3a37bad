"""``searcher index``: what it says of files and problems, of engines, and when it is interrupted."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from command_line import ARTICLE, docs_of, environment, run


def test_index_says_what_it_did_and_does_nothing_the_second_time(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text(ARTICLE, encoding="utf-8")
    first = run(tmp_path, "index", "docs")
    assert (first.returncode, first.stdout, first.stderr) == (0, "", "1 file added.\n")
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / ".searcher").rglob("*") if file.is_file()}
    second = run(tmp_path, "index", "docs")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "1 unchanged.\n")
    after = {file: file.stat().st_mtime_ns for file in (tmp_path / ".searcher").rglob("*") if file.is_file()}
    assert after.keys() == before.keys()
    assert {f.name for f in after if after[f] != before[f]} <= {"writing.lock", "words.sqlite", "words.sqlite-shm"}
    (tmp_path / "docs/a.md").write_text(ARTICLE + "\nLyon.\n", encoding="utf-8")
    (tmp_path / "docs/b.txt").write_text("Paris", encoding="utf-8")
    assert run(tmp_path, "index", "docs").stderr == "1 file added, 1 changed.\n"
    (tmp_path / "docs/b.txt").unlink()
    assert run(tmp_path, "index", "docs").stderr == "1 removed, 1 unchanged.\n"
    assert run(tmp_path, "index", "docs", "--quiet").stderr == ""


def test_an_empty_folder_is_indexed_and_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    done = run(tmp_path, "index", "docs")
    assert done.returncode == 0
    assert "nothing to index" in done.stderr
    assert run(tmp_path, "query", "Rafah").returncode == 1


def test_seeds_is_what_is_indexed_when_nothing_is_said(tmp_path: Path) -> None:
    assert "seeds" in run(tmp_path, "index").stderr
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.md").write_text(ARTICLE, encoding="utf-8")
    assert run(tmp_path, "index").returncode == 0


def test_each_file_that_cannot_be_read_is_a_line_and_the_others_are_indexed(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "good.md").write_text(ARTICLE, encoding="utf-8")
    (docs / "empty.txt").touch()
    (docs / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (docs / "large.txt").write_text("mot " * 500_000, encoding="utf-8")
    (docs / "records.jsonl").write_text('{"id": 1, "text": "Un texte."}\nnonsense\n', encoding="utf-8")
    (docs / "loop").symlink_to(docs, target_is_directory=True)
    (docs / "two\nlines.txt").write_text("Un texte.", encoding="utf-8")
    (docs / "nowhere.txt").symlink_to(docs / "gone.txt")
    with Path(os.fsdecode(os.fsencode(docs) + b"/n\xe9.txt")).open("w", encoding="utf-8") as stream:
        stream.write("Un texte.")
    done = run(tmp_path, "index", "docs", "--max-mb", "1")
    assert done.returncode == 1
    assert not done.stdout
    *problems, summary = done.stderr.splitlines()
    assert "2 files added" in summary or "4 files added" in summary
    assert "8 problems" in summary
    for name in (
        "empty.txt",
        "binary.txt",
        "large.txt",
        "records.jsonl",
        "loop",
        r"two\nlines.txt",
        "nowhere.txt",
        r"n\udce9",
    ):
        assert sum(problem.startswith(f"docs/{name}") for problem in problems) == 1, name
    assert len(problems) == 8
    assert "--max-mb" in done.stderr
    assert run(tmp_path, "query", "Rafah").returncode == 0
    again = run(tmp_path, "index", "docs", "--max-mb", "1", "--quiet")
    assert again.returncode == 1
    assert len(again.stderr.splitlines()) == 8


# --- growth and interruptions

GROWING = """
import sys
from index.directory import growth
from index.sync import writing
from index.engines import registry
registry.ENGINES["tantivy"] = sys.argv.pop(1)
growth.GROWN, growth.SHRUNK, writing.BATCH_FILES = 1_000, 250, 50
from searcher.main import main
main()
"""
WHOOSH = "index.engines.whoosh.engine:WhooshEngine"


def grown(folder: Path, *arguments: str, tantivy: str = WHOOSH) -> subprocess.CompletedProcess[str]:
    """Run the command where a kilobyte is much, with ``tantivy`` for the engine of that name."""
    command = [sys.executable, "-c", GROWING, tantivy, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False, timeout=60
    )


def test_an_index_that_grows_says_so_and_info_names_the_engine(tmp_path: Path) -> None:
    docs_of(tmp_path, 500)
    assert grown(tmp_path, "index", "docs").stderr == "1 file added.\n"
    docs_of(tmp_path, 5_000)
    done = grown(tmp_path, "index", "docs")
    said = "The index grew beyond 0 MB of text: it is now kept by Tantivy.\n1 file added.\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", said)
    assert json.loads(grown(tmp_path, "info", "--json").stdout)["engine"] == "tantivy"
    assert grown(tmp_path, "query", "Rafah").returncode == 0
    assert "the engine is now whoosh" in grown(tmp_path, "index", "--engine", "whoosh", "docs").stderr
    assert grown(tmp_path, "index", "docs").stderr == "1 unchanged.\n"
    assert "kept by Tantivy" in grown(tmp_path, "index", "--engine", "auto", "docs").stderr


def test_an_engine_that_is_not_there(tmp_path: Path) -> None:
    gone = "nowhere.engine:Engine"
    docs_of(tmp_path, 5_000)
    by_hand = grown(tmp_path, "index", "--engine", "tantivy", "docs", tantivy=gone)
    assert by_hand.returncode == 2
    assert "cannot be loaded (No module named 'nowhere')" in by_hand.stderr
    assert len(by_hand.stderr.splitlines()) == 1
    by_itself = grown(tmp_path, "index", "docs", tantivy=gone)
    assert by_itself.returncode == 0
    assert by_itself.stderr.splitlines()[1:] == ["1 file added."]
    assert "Whoosh goes on" in by_itself.stderr
    assert grown(tmp_path, "query", "Rafah", tantivy=gone).returncode == 0
    assert grown(tmp_path, "index", "docs").returncode == 0
    for arguments in (["query", "Rafah"], ["info"], ["suggest", "raf"], ["check"]):
        done = grown(tmp_path, *arguments, tantivy=gone)
        assert (done.returncode, done.stdout) == (2, "")
        assert "install it again" in done.stderr
        assert "searcher index --engine whoosh" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert grown(tmp_path, "index", "--engine", "whoosh", "docs", tantivy=gone).returncode == 0
    assert grown(tmp_path, "query", "Rafah", tantivy=gone).returncode == 0


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_ctrl_c_says_how_far_it_came_and_the_next_run_goes_on(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(900):
        (docs / f"{number:04}.txt").write_text(f"Titre\n\nRafah {number}.", encoding="utf-8")
    index = [sys.executable, "-c", GROWING, WHOOSH, "index", "docs"]
    with subprocess.Popen(index, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True) as process:
        wait_until(lambda: list(tmp_path.glob(".searcher/*/_MAIN_2.toc")))
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    *_, first, second = said.splitlines()
    assert first == "Interrupted; the index is as it was last committed."
    files, of_files = map(int, re.findall(r"\d+", second))
    assert (files % 50, of_files) == (0, 900)
    assert 0 < files < 900
    assert "not complete yet" in run(tmp_path, "query", "Rafah").stderr
    done = grown(tmp_path, "index", "docs")
    added, unchanged = map(int, re.findall(r"\d+", done.stderr))
    assert (added + unchanged, unchanged - files) in {(900, 0), (900, 50)}  # it may come while a commit is under way
    assert json.loads(grown(tmp_path, "info", "--json").stdout)["articles"] == 900
