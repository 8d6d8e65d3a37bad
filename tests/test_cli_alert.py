"""The command ``alert``, and what the others tell of alerts."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import SEARCHER, environment, run
from indexing import write
from waiting import DEADLINE

KEEPER = "import sys, pathlib; pathlib.Path('told.jsonl').open('ab').write(sys.stdin.buffer.read())"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with an index of ``docs`` and an alert for « budget »."""
    write(tmp_path / "docs" / "old.txt", "Un budget\n\nLe budget d’hier.\n")
    assert run(tmp_path, "index", "docs").returncode == 0
    added = run(tmp_path, "alert", "add", "veille", "budget", "-hier")
    assert (added.returncode, added.stdout) == (0, "")
    return tmp_path


def bring(house: Path, name: str = "new.txt") -> None:
    write(house / "docs" / name, f"Le budget\n\nLe budget de demain, dans {name}.\n")


def test_what_came_in_is_written_once_as_json(house: Path) -> None:
    bring(house)
    said = run(house, "index").stderr.splitlines()
    assert said[-1] == "1 new article for the alerts."
    first, second = (run(house, "alert", "run") for _ in range(2))
    (line,) = first.stdout.splitlines()
    assert (json.loads(line)["alert"], json.loads(line)["id"]) == ("veille", "docs/new.txt")
    assert (second.returncode, second.stdout) == (0, "")


def test_quiet_is_quiet(house: Path) -> None:
    bring(house)
    assert run(house, "index", "--quiet").stderr == ""
    assert len(run(house, "alert", "run").stdout.splitlines()) == 1


def test_alerts_are_listed_and_removed(house: Path) -> None:
    assert run(house, "alert", "list").stdout == "veille\tbudget -hier\t0 articles\n"
    assert run(house, "alert", "remove", "veille").returncode == 0
    assert run(house, "alert", "list").stdout == ""
    again = run(house, "alert", "remove", "veille")
    assert (again.returncode, again.stderr.splitlines()[-1]) == (2, "Error: there is no alert veille")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "veille", "autre"], "there is an alert veille already"),
        (["add", "a/b", "mot"], "a/b cannot name an alert: letters, digits, - and _ can"),
        (["add", "vide"], "Missing argument 'QUERY...'."),
        (["run", "--exec", "mail 'me"], "Invalid value for --exec: No closing quotation"),
    ],
)
def test_what_cannot_be_done_is_said(house: Path, words: list[str], said: str) -> None:
    done = run(house, "alert", *words)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"Error: {said}"


def test_without_an_index_there_is_nothing_to_watch_for(tmp_path: Path) -> None:
    done = run(tmp_path, "alert", "add", "veille", "budget")
    assert done.returncode == 2
    assert "there is no index" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_command_has_no_shell(house: Path) -> None:
    bring(house)
    run(house, "index")
    line = f"""{sys.executable} -c "{KEEPER}" ; touch pwned $(touch pwned) | touch pwned"""
    assert run(house, "alert", "run", "--exec", line).returncode == 0
    assert not (house / "pwned").exists()
    assert len((house / "told.jsonl").read_text("utf-8").splitlines()) == 1


def test_a_command_that_fails_is_told_again(house: Path) -> None:
    bring(house)
    run(house, "index")
    failed = run(house, "alert", "run", "--exec", "false")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr == "false failed: exit code 1; the same hits are handed to it again\n"
    assert len(run(house, "alert", "run").stdout.splitlines()) == 1


def test_settings_hold_for_each_command(house: Path) -> None:
    (house / ".searcher").rename(house / "elsewhere")
    (house / "searcher.toml").write_text('index-dir = "elsewhere"\n', encoding="utf-8")
    assert run(house, "alert", "list").stdout.startswith("veille\t")
    assert run(house, "alert", "run", extra={"SEARCHER_EXEC": "absent-command"}).returncode == 0
    bring(house)
    run(house, "index")
    failed = run(house, "alert", "run", extra={"SEARCHER_EXEC": "absent-command"})
    assert failed.stderr.startswith("absent-command failed: No such file or directory;")


def test_watch_tells_a_command_and_goes_on_after_it_fails(house: Path) -> None:
    line = (
        f"""{sys.executable} -c "{KEEPER}; sys.exit(pathlib.Path('told.jsonl').read_bytes().count(b'docs/b') == 0)" """
    )
    watching = [str(SEARCHER), "watch", "docs", "--exec", line]
    with subprocess.Popen(watching, cwd=house, env=environment(), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        heard = [process.stderr.readline() for _ in range(2)]
        bring(house, "a.txt")
        heard += [process.stderr.readline() for _ in range(3)]
        assert heard[-2:] == [
            "1 new article for the alerts.\n",
            f"{sys.executable} failed: exit code 1; the same hits are handed to it again\n",
        ]
        bring(house, "b.txt")
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline and "docs/b.txt" not in (house / "told.jsonl").read_text("utf-8"):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    told = [json.loads(each)["id"] for each in (house / "told.jsonl").read_text("utf-8").splitlines()]
    assert told == ["docs/a.txt", "docs/a.txt", "docs/b.txt"]
