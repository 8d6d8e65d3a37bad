"""The command line as it is typed: what goes to standard output, what to standard error, and the exit codes."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from index.outcome import Progress
from searcher.commands.batch import queries
from searcher.main import COMMANDS, group
from searcher.progress import seldom

SEARCHER = Path(sys.executable).with_name("searcher")
ESCAPE = "\x1b"
ARTICLE = """---
date: 2024-03-26
---
# Gaza : la trêve

Le premier paragraphe parle de Rafah et de la sécurité.

Le second parle de Rafah.
"""


def environment(**extra: str) -> dict[str, str]:
    ours = ("SEARCHER_", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **extra}


def run(
    folder: Path, *arguments: str | bytes | Path, typed: str | None = None, extra: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the installed command in ``folder``."""
    return subprocess.run(
        [SEARCHER, *arguments],
        cwd=folder,
        env=environment(**(extra or {})),
        input=typed or "",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of ``docs``; tests here only read it."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "docs").mkdir()
    (folder / "docs/a.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "docs/b.txt").write_text("Sécurité\n\nGaza, un autre jour, à Rafah.", encoding="utf-8")
    (folder / "docs/évil name.txt").write_text(
        "Titre \x1b[31mrouge\n\nDes \x1b]0;perdu\x07 commandes\x9b2J \x7f et Lyon." + "\n\nEn français, des mots." * 30,
        encoding="utf-8",
    )
    done = run(folder, "index", "docs")
    assert done.returncode == 0, done.stderr
    return folder


# --- help


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_teaches_by_an_example(name: str) -> None:
    shown = CliRunner().invoke(group, [name, "--help"])
    assert shown.exit_code == 0, shown.output
    assert f"searcher {name}" in shown.output.replace(f"Usage: group {name}", "")
    assert CliRunner().invoke(group, [name, "-h"]).output == shown.output


def test_the_group_names_every_command(tmp_path: Path) -> None:
    shown = run(tmp_path, "--help")
    assert shown.returncode == 0, shown.stderr
    for name in COMMANDS:
        assert re.search(rf"^  {name} ", shown.stdout, re.MULTILINE)
    assert "searcher query cessez le feu" in shown.stdout
    assert run(tmp_path, "--version").stdout.startswith("searcher")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["index", "--nonsense"],
        ["info", "--nonsense"],
        ["batch", "nowhere.jsonl"],
        ["query"],
        ["terms"],
        ["query", "Rafah", "--limit", "0"],
        ["query", "Rafah", "--page", "many"],
        ["index", "--engine", "nonsense", "docs"],
        ["index", "nowhere"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_exits_with_2_and_says_why(arguments: list[str], home: Path) -> None:
    done = run(home, *arguments)
    assert done.returncode == 2
    assert not done.stdout
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["query", "Rafah"], ["info"], ["batch", "-"]], ids=" ".join)
def test_a_missing_index_is_said_with_what_to_do(arguments: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, *arguments, typed="1\tRafah\n")
    assert done.returncode == 2
    assert not done.stdout
    assert "searcher index" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_damaged_index_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / ".searcher").mkdir()
    (tmp_path / ".searcher/index.json").write_text("{", encoding="utf-8")
    done = run(tmp_path, "query", "Rafah")
    assert done.returncode == 2
    assert "index again" in done.stderr
    assert "Traceback" not in done.stderr


# --- index


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


# --- index: growth, interruptions, other processes

GROWING = """
import sys
from index import growth, writing
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


def docs_of(folder: Path, size: int) -> Path:
    docs = folder / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "a.txt").write_text("Titre\n\n" + "Rafah. " * (size // 7), encoding="utf-8")
    return docs


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


# --- index: what a terminal sees


def errors_on_terminal(
    folder: Path, *command: str | Path, meanwhile: Callable[[str], None] = lambda _: None
) -> tuple[int, str]:
    """The exit code of a command, and what it writes to standard error where that is a terminal of 100 columns."""
    leader, follower = pty.openpty()
    extra = environment(COLUMNS="100")
    with subprocess.Popen(command, cwd=folder, env=extra, stdin=subprocess.DEVNULL, stderr=follower) as process:
        os.close(follower)
        written = b""
        try:
            while part := os.read(leader, 65536):
                written += part
                meanwhile(written.decode(errors="replace"))
        except OSError:  # how a terminal ends
            pass
        os.close(leader)
    return process.returncode, plain(written.decode())


def test_a_terminal_sees_files_sizes_rate_and_time_left_within_one_large_file(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    words = ["Rafah", "sécurité", "conseil", "eau"]
    with (tmp_path / "docs/a.jsonl").open("w", encoding="utf-8") as stream:
        for number in range(4_000):
            stream.write(json.dumps({"id": number, "text": " ".join(words * 30)}) + "\n")
    code, shown = errors_on_terminal(tmp_path, SEARCHER, "index", "docs")
    assert code == 0
    assert "Indexing 0/1" in shown
    assert re.search(r"[1-3]\.\d/\d\.\d MB", shown)
    assert re.search(r"[MkB]B/s", shown)
    assert re.search(r"0:00:\d\d", shown)
    assert shown.splitlines()[-1].endswith("1 file added.")
    assert len(shown.splitlines()) < 400
    assert run(tmp_path, "index", "docs").stderr == "1 unchanged.\n"


def test_progress_is_shown_ten_times_a_second_at_most() -> None:
    shown: list[int] = []
    show = seldom(lambda step: shown.append(step.size))
    began = time.monotonic()
    size = 0
    while time.monotonic() - began < 0.5:
        size += 1
        show(Progress("a", 0, 1, size, 10))
    show(Progress("a", 1, 1, -1, 10))
    assert shown[0] == 1
    assert shown[-1] == -1
    assert 3 <= len(shown) <= 7
    assert size > 1_000


HOLD = """
import sys
from pathlib import Path
from index.store import Store
with Store(Path(".searcher")).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_who_waits_is_told_for_whom(tmp_path: Path) -> None:
    docs_of(tmp_path, 100)
    hold = [sys.executable, "-c", HOLD]
    with subprocess.Popen(
        hold, cwd=tmp_path, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        asked = holder.stdin

        def release(shown: str) -> None:
            if f"waiting: process {holder.pid} is writing to" in plain(shown) and not asked.closed:
                asked.close()

        code, shown = errors_on_terminal(tmp_path, SEARCHER, "index", "docs", meanwhile=release)
    assert code == 0
    assert shown.count("waiting: ") == 1
    assert shown.splitlines()[-1].endswith("1 file added.")


# --- index: a full disk

FULL = """
import resource, sys
most = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from searcher.main import main
main()
"""


def with_full_disk(folder: Path, most: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command where no file can grow beyond ``most`` bytes, which fails as a full disk does."""
    command = [sys.executable, "-c", FULL, str(most), *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False, timeout=60
    )


@pytest.mark.parametrize("most", [0, 100, 5_000, 40_000])
def test_a_full_disk_leaves_the_old_index(tmp_path: Path, most: int) -> None:
    docs = docs_of(tmp_path, 100)
    assert run(tmp_path, "index", "docs").returncode == 0
    (docs / "b.txt").write_text("Titre\n\n" + " ".join(f"mot{n} Gaza" for n in range(2_000)), encoding="utf-8")
    done = with_full_disk(tmp_path, most, "index", "docs")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "cannot write" in done.stderr
    assert run(tmp_path, "query", "Rafah").returncode == 0
    assert run(tmp_path, "query", "Gaza").returncode == 1
    assert run(tmp_path, "index", "docs").stderr == "1 file added, 1 unchanged.\n"
    assert run(tmp_path, "query", "Gaza").returncode == 0


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_index_on_a_full_disk_can_be_searched(tmp_path: Path, engine: str) -> None:
    docs_of(tmp_path, 100)
    assert run(tmp_path, "index", "--engine", engine, "docs").returncode == 0
    found = run(tmp_path, "query", "Rafah")
    assert "Rafah" in found.stdout
    done = with_full_disk(tmp_path, 0, "query", "Rafah")
    assert (done.returncode, done.stdout) == (0, found.stdout)


def test_a_full_disk_breaks_off_a_first_build_that_goes_on(tmp_path: Path) -> None:
    docs = docs_of(tmp_path, 100)
    (docs / "b.txt").write_text("Titre\n\n" + " ".join(f"mot{n} Gaza" for n in range(2_000)), encoding="utf-8")
    done = with_full_disk(tmp_path, 40_000, "index", "docs")
    assert done.returncode == 2
    assert "cannot write" in done.stderr
    assert run(tmp_path, "query", "Rafah").returncode == 2
    assert run(tmp_path, "index", "docs").returncode == 0
    assert run(tmp_path, "query", "Gaza").returncode == 0


# --- query


def test_query_shows_articles_on_stdout_and_talks_on_stderr(home: Path) -> None:
    done = run(home, "query", "sécurité", "rafah")
    assert done.returncode == 0
    assert ESCAPE not in done.stdout
    assert done.stdout.splitlines() == [
        "1. Gaza : la trêve (2024-03-26)",
        "   docs/a.md",
        "   Le premier paragraphe parle de Rafah et de la sécurité.",
        "",
    ]
    assert done.stderr == "1 article, 1 paragraph\n"


def test_query_that_finds_nothing_exits_with_1_and_gives_advice(home: Path) -> None:
    done = run(home, "query", "Tombouctouville")
    assert done.returncode == 1
    assert not done.stdout
    assert "Tombouctouville" in done.stderr
    assert len(done.stderr.splitlines()) >= 2


def test_query_says_when_it_shows_partial_matches(home: Path) -> None:
    done = run(home, "query", "Rafah Tombouctouville")
    assert done.returncode == 0
    assert "Rafah" in done.stdout
    assert len(done.stderr.splitlines()) == 2
    assert run(home, "query", "Rafah").stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["Rafah", "-sécurité"], {"docs/a.md", "docs/b.txt"}),
        (["Rafah", "-hier"], {"docs/a.md", "docs/b.txt"}),
        (["Rafah", "-quiet"], {"docs/a.md", "docs/b.txt"}),
        (['"de Rafah"', "-second"], {"docs/a.md"}),
        (["Rafah", "OU", "Lyon"], {"docs/a.md", "docs/b.txt", "docs/évil name.txt"}),
        (["Rafah", "type:md"], {"docs/a.md"}),
        (["--", "--json", "Lyon"], set()),
        (["génér*", "OU", "mot~"], {"docs/évil name.txt"}),
    ],
)
def test_words_that_begin_with_a_hyphen_are_words(words: list[str], found: set[str], home: Path) -> None:
    done = run(home, "query", "--json", *words)
    articles = json.loads(done.stdout)["articles"]
    assert {article["id"] for article in articles} == found or (not found and done.returncode in {0, 1})
    assert "Usage" not in done.stdout


def test_query_json_has_the_keys_of_the_design(home: Path) -> None:
    done = run(home, "query", "--json", "« de   Rafah »", "type:md", "--limit", "1", "--passages", "1")
    assert done.returncode == 0
    assert not done.stderr
    [line] = done.stdout.splitlines()
    whole = json.loads(line)
    assert list(whole) == ["query", "read_as", "articles_total", "passages_total", "relaxed", "suggestion", "articles"]
    assert (whole["query"], whole["read_as"]) == ("« de   Rafah » type:md", '"de Rafah" type:md')
    assert (whole["articles_total"], whole["passages_total"], whole["relaxed"]) == (1, 2, False)
    [article] = whole["articles"]
    assert list(article) == ["id", "path", "title", "date", "score", "passages"]
    [passage] = article["passages"]
    assert list(passage) == ["number", "score", "text", "marks"]
    [(start, end)] = passage["marks"]
    assert passage["text"][start:end] == "de Rafah"
    assert "é" in line or "Rafah" in line
    assert "\\u" not in line


def test_query_json_is_printed_when_nothing_is_found(home: Path) -> None:
    done = run(home, "query", "--json", "Tombouctouville")
    assert done.returncode == 1
    assert json.loads(done.stdout)["articles"] == []


def test_query_explains_its_scores(home: Path) -> None:
    shown = run(home, "query", "Rafah", "--explain").stdout
    for line in re.findall(r"^ +\d+\.\d+ = .+$", shown, re.MULTILINE):
        score, _, parts = line.partition(" = ")
        assert float(score) == pytest.approx(sum(map(float, re.findall(r"\d+\.\d+", parts))), abs=0.01)
    assert shown.count(" = ") == 2
    [first, _] = json.loads(run(home, "query", "--json", "Rafah", "--explain").stdout)["articles"]
    assert sum(first["explain"].values()) == pytest.approx(first["score"], abs=1e-4)


def test_pages_are_numbered_on(home: Path) -> None:
    pages = [run(home, "query", "Rafah", "--limit", "1", "--page", page).stdout for page in ("1", "2")]
    assert [page[:3] for page in pages] == ["1. ", "2. "]
    assert pages[0][3:] != pages[1][3:]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("Rafah", ""),
        ("  Rafah ", ""),
        ("date:13/45/2024 Rafah", "Read as: date 13/45/2024 Rafah"),
        ("(Rafah", "Read as: Rafah"),
    ],
)
def test_it_is_said_how_a_query_was_read(query: str, said: str, home: Path) -> None:
    lines = run(home, "query", query).stderr.splitlines()
    assert [line for line in lines if line.startswith("Read as:")] == ([said] if said else [])


def test_bytes_that_are_no_text_are_read_as_something(home: Path) -> None:
    done = run(home, "query", b"Rafah \xff", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["articles_total"] == 2


# --- colour


def on_terminal(folder: Path, *arguments: str, **extra: str) -> str:
    """What the command writes to a terminal of 100 columns."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [SEARCHER, *arguments],
        cwd=folder,
        env=environment(COLUMNS="100", **extra),
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(follower)
        written = b""
        try:
            while part := os.read(leader, 65536):
                written += part
        except OSError:  # how a terminal ends
            pass
        os.close(leader)
        assert process.stderr
        assert b"Traceback" not in process.stderr.read()
    return written.decode()


def plain(shown: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)


def test_marks_are_coloured_on_a_terminal(home: Path) -> None:
    shown = on_terminal(home, "query", "sécurité", "rafah")
    coloured = re.findall(r"\x1b\[1;33m(.*?)\x1b\[0m", shown)
    assert coloured == ["Rafah", "sécurité"]
    assert "1. Gaza : la trêve  2024-03-26" in plain(shown)
    assert "docs/a.md" in plain(shown)


def test_no_color_is_heeded(home: Path) -> None:
    shown = on_terminal(home, "query", "sécurité", "rafah", NO_COLOR="1")
    assert "sécurité" in plain(shown)
    assert not re.search(r"\x1b\[[0-9;]*(?:3|4|9|10)[0-7][;m]", shown)


def test_a_terminal_sees_the_talk_and_the_table_of_terms(home: Path) -> None:
    shown = plain(on_terminal(home, "terms", "L’O.N.U."))
    assert re.search(r"O\.N\.U\. +2 +8 +onu +onu +onu", shown)


@pytest.mark.parametrize("terminal", [False, True])
def test_no_control_character_of_a_document_reaches_the_terminal(terminal: bool, home: Path) -> None:
    shown = plain(on_terminal(home, "query", "Lyon")) if terminal else run(home, "query", "Lyon").stdout
    assert "Lyon" in shown
    assert not re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", shown)
    assert "␛" in shown


def test_nor_one_of_the_query(home: Path) -> None:
    done = run(home, "query", "Tombouctouville\x1b[31m\x9b")
    assert done.returncode == 1
    assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.stdout + done.stderr)
    assert ESCAPE not in run(home, "terms", "mot\x1b[31m").stdout


# --- pipes


@pytest.mark.parametrize("arguments", [("query", "Rafah"), ("query", "--json", "Rafah"), ("info",), ("terms", "Rafah")])
def test_a_reader_that_is_gone_is_no_error(arguments: tuple[str, ...], home: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [SEARCHER, *arguments], cwd=home, env=environment(), stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert b"Traceback" not in done.stderr
    assert b"roken" not in done.stderr
    assert done.returncode == 0


def test_a_full_disk_is_an_error_and_no_traceback(home: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    with full.open("w", encoding="utf-8") as stream:
        done = subprocess.run(
            [SEARCHER, "query", "Rafah"],
            cwd=home,
            env=environment(),
            stdout=stream,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


# --- batch


def test_batch_answers_each_query_as_query_does(home: Path) -> None:
    typed = '{"id": 7, "text": "Rafah type:md"}\n\n deux mots\tRafah Lyon\r\n3\t\n'
    done = run(home, "batch", "-", "--limit", "5", typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["7", " deux mots", "3"]
    alone = json.loads(run(home, "query", "--json", "Rafah type:md").stdout)
    assert answers[0] == {"id": "7", **alone}
    assert next(iter(answers[0])) == "id"
    assert [answer["articles_total"] for answer in answers] == [1, 3, 0]


def test_batch_reads_a_file_of_either_form(home: Path, tmp_path: Path) -> None:
    (tmp_path / "q.tsv").write_text("1\tRafah\n", encoding="utf-8")
    (tmp_path / "q.jsonl").write_text('{"id": "1", "text": "Rafah"}\n', encoding="utf-8")
    shown = {run(home, "batch", tmp_path / name).stdout for name in ("q.tsv", "q.jsonl")}
    assert len(shown) == 1
    assert json.loads(shown.pop())["articles_total"] == 2


@pytest.mark.parametrize("line", ["nonsense", "{", '{"id": 1}', "[1, 2]", '{"text": "a"}', "5"])
def test_a_line_that_is_no_query_is_named(line: str, home: Path) -> None:
    done = run(home, "batch", "-", typed=f"1\tRafah\n{line}\n")
    assert done.returncode == 2
    assert "line 2" in done.stderr
    with pytest.raises(click.UsageError):
        list(queries(iter([line])))


def test_batch_prints_a_trec_run_of_six_fields(home: Path) -> None:
    typed = "q 1\tRafah Lyon\nq%2\tRafah\nq\u00a03\tRafah\n4\tTombouctouville\n"
    done = run(home, "batch", "--format", "trec", "--depth", "2", "-", typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert {len(row) for row in rows} == {6}
    assert [row[0] for row in rows] == ["q%201", "q%201", "q%2", "q%2", "q%C2%A03", "q%C2%A03"]
    assert [row[3] for row in rows] == ["1", "2"] * 3
    assert {(row[1], row[5]) for row in rows} == {("Q0", "searcher")}
    for first, second in zip(rows[::2], rows[1::2], strict=True):
        assert float(first[4]) >= float(second[4])
    whole = run(home, "batch", "--format", "trec", "-", typed="1\tLyon\n").stdout
    assert whole.split()[2] == "docs/évil%20name.txt"


# --- terms, info


def test_terms_shows_a_line_a_word_and_its_keys_as_json(home: Path) -> None:
    done = run(home, "terms", "Les", "étudiant·e·s", "32\u202f000", "-dis")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(line.count("\t") == 6 for line in done.stdout.splitlines())
    whole = json.loads(run(home, "terms", "--json", "Les étudiant·e·s").stdout)
    assert list(whole) == ["tokens"]
    for token in whole["tokens"]:
        assert list(token) == ["text", "start", "end", "exact", "folded", "lemmas", "family"]
        assert "Les étudiant·e·s"[token["start"] : token["end"]] == token["text"]
    assert [token["exact"] for token in whole["tokens"]] == ["les", "étudiant", "étudiante", "étudiants", "étudiantes"]
    assert {token["folded"] for token in whole["tokens"][1:]} == {"etudiant", "etudiante", "etudiants", "etudiantes"}
    assert all("étudiant" in token["lemmas"] for token in whole["tokens"][1:])
    assert json.loads(run(home, "terms", "--json", "?!").stdout) == {"tokens": []}


def test_info_counts_what_the_index_holds(home: Path) -> None:
    shown = run(home, "info")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert str(home / "docs") in shown.stdout
    facts = json.loads(run(home, "info", "--json").stdout)
    assert (facts["files"], facts["articles"], facts["faulty_files"], facts["outdated"]) == (3, 3, 0, False)
    assert facts["roots"] == [str(home / "docs")]
    assert facts["text_bytes"] == sum(file.stat().st_size for file in (home / "docs").iterdir())


# --- settings


@pytest.mark.parametrize(
    ("toml", "variable", "option", "limit"),
    [
        ("", "", "", 2),
        ("limit = 1", "", "", 1),
        ('limit = "1"', "", "", 1),
        ("limit = 5", "1", "", 1),
        ("", "1", "", 1),
        ("limit = 5", "5", "1", 1),
        ("limit = 1", "", "5", 2),
        ("limit = 1", "5", "", 2),
    ],
)
def test_options_come_before_the_environment_and_that_before_the_file(
    toml: str, variable: str, option: str, limit: int, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "searcher.toml").write_text(f'{toml}\nindex-dir = "{home / ".searcher"}"\n', encoding="utf-8")
    extra = {"SEARCHER_LIMIT": variable} if variable else {}
    options = ["--limit", option] if option else []
    done = run(tmp_path, "query", "Rafah", "--json", *options, extra=extra)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["articles"]) == limit


def test_the_index_is_where_the_environment_says(home: Path, tmp_path: Path) -> None:
    extra = {"SEARCHER_INDEX_DIR": str(home / ".searcher")}
    assert run(tmp_path, "query", "Rafah", extra=extra).returncode == 0
    assert run(tmp_path, "query", "Rafah").returncode == 2
    assert run(tmp_path, "query", "Rafah", "--index-dir", str(home / ".searcher")).returncode == 0
    assert run(tmp_path, "query", "Rafah", extra={**extra, "SEARCHER_LIMIT": "many"}).returncode == 2


@pytest.mark.parametrize("toml", [b"limit = ", b"\xe9 = 1", b"limit = 'many'", b"limit = [1]", b"index_dir = 5"])
def test_a_file_of_settings_that_cannot_be_read_is_named(toml: bytes, tmp_path: Path) -> None:
    (tmp_path / "searcher.toml").write_bytes(toml)
    done = run(tmp_path, "query", "Rafah")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


# --- what is loaded


def loaded(folder: Path, code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('MODULES', *sys.modules)"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stdout.rpartition("MODULES ")[2].split())


def test_a_query_loads_only_what_it_needs(home: Path) -> None:
    modules = loaded(home, "from searcher.main import group\ngroup.main(['query', 'Rafah'], standalone_mode=False)")
    assert "searcher.search" in modules
    heavy = {"flask", "rich", "simplemma", "watchfiles", "filelock", "yaml", "waitress", "web"}
    assert not modules & heavy


def test_importing_the_command_loads_no_command_and_no_engine(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "import searcher.main")
    assert not [
        name for name in modules if name.startswith(("searcher.commands", "web", "whoosh", "index.engines.whoosh"))
    ]
    assert not modules & {"sqlite3", "rich", "flask", "simplemma", "Stemmer"}
    assert not list(tmp_path.iterdir())
