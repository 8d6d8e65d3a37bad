"""``searcher index``: what it says of files and problems, of engines, and when it is interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from command_line import ARTICLE, SEARCHER, docs_of, environment, run

from index.directory import IndexDirectory


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
    assert {f.name for f in after if after[f] != before[f]} <= {"writing.lock"}
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
    (docs / "empty.txt").touch()  # which is no problem
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
    assert "7 problems" in summary
    for name in (
        "binary.txt",
        "large.txt",
        "records.jsonl",
        "loop",
        r"two\nlines.txt",
        "nowhere.txt",
        r"n\udce9",
    ):
        assert sum(problem.startswith(f"docs/{name}") for problem in problems) == 1, name
    assert len(problems) == 7
    assert "--max-mb" in done.stderr
    assert run(tmp_path, "query", "Rafah").returncode == 0
    again = run(tmp_path, "index", "docs", "--max-mb", "1", "--quiet")
    assert again.returncode == 1
    assert len(again.stderr.splitlines()) == 7


def test_what_is_not_read_and_what_is_not_there_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "image.png").touch()
    for path in ("image.png", "nowhere"):
        done = run(tmp_path, "index", path)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{path}: " in done.stderr


def test_without_a_path_what_the_index_covers_is_brought_up_to_date(tmp_path: Path) -> None:
    docs = docs_of(tmp_path, 100)
    assert run(tmp_path, "index", "docs").returncode == 0
    (docs / "b.txt").write_text("Paris", encoding="utf-8")
    assert run(tmp_path, "index").stderr == "1 file added, 1 unchanged.\n"


def test_a_damaged_index_is_healed_and_it_is_said_why(tmp_path: Path) -> None:
    docs_of(tmp_path, 100)
    assert run(tmp_path, "index", "docs").returncode == 0
    (catalogue,) = tmp_path.glob(".searcher/*/catalogue.sqlite")
    catalogue.unlink()
    asked = run(tmp_path, "info")
    assert (asked.returncode, asked.stdout, len(asked.stderr.splitlines())) == (2, "", 1)
    assert "catalogue.sqlite is missing" in asked.stderr
    healed = run(tmp_path, "index")
    assert healed.returncode == 0
    why = "The index was built anew: it was damaged (catalogue.sqlite is missing or empty)."
    assert healed.stderr.splitlines() == [why, "1 file added."]
    assert run(tmp_path, "index").stderr == "1 unchanged.\n"
    (tmp_path / ".searcher/index.json").write_text("{", encoding="utf-8")
    nowhere = run(tmp_path, "index")
    assert (nowhere.returncode, len(nowhere.stderr.splitlines())) == (2, 1)
    assert "searcher index FOLDER" in nowhere.stderr
    assert run(tmp_path, "index", "docs").stderr.endswith("1 file added.\n")


def test_check_says_what_differs(tmp_path: Path) -> None:
    docs = docs_of(tmp_path, 100)
    for name in ("b.txt", "c.txt"):
        (docs / name).write_text(f"Paris {name}", encoding="utf-8")
    assert run(tmp_path, "index", "docs").returncode == 0
    same = run(tmp_path, "check")
    assert (same.returncode, same.stdout, same.stderr) == (0, "", "3 articles can be found, up to date.\n")
    (docs / "a.txt").write_text("Lyon", encoding="utf-8")
    (docs / "b.txt").unlink()
    os.utime(docs / "c.txt", ns=(1, 1))
    (docs / "d.txt").write_text("Brest", encoding="utf-8")
    done = run(tmp_path, "check")
    assert (done.returncode, done.stdout.splitlines()) == (1, ["+ docs/d.txt", "~ docs/a.txt", "- docs/b.txt"])
    assert done.stderr == "3 articles can be found, not up to date; bring it there with: searcher index\n"


def test_what_cannot_be_read_leaves_an_index_up_to_date(tmp_path: Path) -> None:
    docs = docs_of(tmp_path, 100)
    (docs / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <<")
    assert run(tmp_path, "index", "docs").returncode == 1
    done = run(tmp_path, "check")
    assert (done.returncode, done.stdout[:14]) == (1, "! docs/cut.pdf")
    assert done.stderr == "1 article can be found, up to date, 1 problem.\n"


def test_what_is_forgotten_stays_where_it_is(tmp_path: Path) -> None:
    docs = docs_of(tmp_path, 100)
    assert run(tmp_path, "index", "docs").returncode == 0
    done = run(tmp_path, "forget", "docs")
    assert (done.returncode, done.stderr) == (0, "1 file forgotten; it stays where it is.\n")
    assert list(docs.iterdir())
    empty = run(tmp_path, "query", "Paris")
    assert empty.returncode == 1
    assert empty.stderr.endswith("The index holds no article yet; index a folder with: searcher index FOLDER\n")


# --- growth and interruptions


def test_an_index_that_grows_says_so_and_info_names_the_engine(tmp_path: Path) -> None:
    docs_of(tmp_path, 500)
    assert run(tmp_path, "index", "docs").stderr == "1 file added.\n"
    docs_of(tmp_path, 2_100_000)
    done = run(tmp_path, "index", "docs")
    said = "The index grew beyond 2 MB of text: it is now kept by Tantivy.\n1 file added.\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", said)
    assert json.loads(run(tmp_path, "info", "--json").stdout)["engine"] == "tantivy"
    assert run(tmp_path, "query", "Rafah").returncode == 0
    assert "the engine is now whoosh" in run(tmp_path, "index", "--engine", "whoosh", "docs").stderr
    assert run(tmp_path, "index", "docs").stderr == "1 unchanged.\n"


def test_an_engine_that_is_not_there(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "tantivy.py").write_text("raise ImportError('bad ELF')", encoding="utf-8")
    gone = {"PYTHONPATH": str(broken)}
    docs_of(tmp_path, 2_100_000)
    by_hand = run(tmp_path, "index", "--engine", "tantivy", "docs", extra=gone)
    assert by_hand.returncode == 2
    assert "cannot be loaded (bad ELF)" in by_hand.stderr
    assert len(by_hand.stderr.splitlines()) == 1
    by_itself = run(tmp_path, "index", "docs", extra=gone)
    assert by_itself.returncode == 0
    assert by_itself.stderr.splitlines()[1:] == ["1 file added."]
    assert "Whoosh goes on" in by_itself.stderr
    assert run(tmp_path, "query", "Rafah", extra=gone).returncode == 0
    assert run(tmp_path, "index", "docs").returncode == 0
    for arguments in (["query", "Rafah"], ["info"], ["suggest", "raf"], ["check"]):
        done = run(tmp_path, *arguments, extra=gone)
        assert (done.returncode, done.stdout) == (2, "")
        assert "install it again" in done.stderr
        assert "searcher index --engine whoosh" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert run(tmp_path, "index", "--engine", "whoosh", "docs", extra=gone).returncode == 0
    assert run(tmp_path, "query", "Rafah", extra=gone).returncode == 0


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def indexing(folder: Path) -> subprocess.Popen[str]:
    command: Sequence[str | Path] = (SEARCHER, "index", "docs")
    return subprocess.Popen(command, cwd=folder, env=environment(), stderr=subprocess.PIPE, text=True)


def test_ctrl_c_says_how_far_it_came_and_the_next_run_goes_on(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(900):
        (docs / f"{number:04}.txt").write_text(f"Titre\n\nRafah {number}.\n\n" + "Gaza. " * 100, encoding="utf-8")
    with indexing(tmp_path) as process:
        wait_until(lambda: list(tmp_path.glob(".searcher/*/catalogue.sqlite")))
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.splitlines() == [
        "Interrupted; the index is as it was last committed.",
        "0 of 900 files are written; the same command goes on from there.",
    ]
    assert "not complete yet" in run(tmp_path, "query", "Rafah").stderr
    assert run(tmp_path, "index", "docs").stderr == "900 files added.\n"
    assert json.loads(run(tmp_path, "info", "--json").stdout)["articles"] == 900


def test_ctrl_c_ends_the_wait_for_another_process(tmp_path: Path) -> None:
    docs_of(tmp_path, 100)
    with IndexDirectory(tmp_path / ".searcher").write_lock(), indexing(tmp_path) as process:
        time.sleep(1.5)  # it waits for ten seconds, and says so on a terminal only
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert time.monotonic() - began < 5
    assert (process.returncode, said) == (130, "Interrupted; the index is as it was last committed.\n")
