"""The command line: help, and what is said with exit code 2 of what cannot be done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from command_line import run

from searcher.main import COMMANDS, group


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


def test_a_command_mistyped_is_said_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    assert "there is no command qurey; did you mean query?" in run(tmp_path, "qurey", "Rafah").stderr
    assert "did you mean" not in run(tmp_path, "xyz").stderr


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
    assert "searcher index" in done.stderr
    assert "Traceback" not in done.stderr
