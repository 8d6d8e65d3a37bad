"""The README keeps its word: what it tells to type works, and so does its Python."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import environment, run

from searcher.main import COMMANDS

REPO = Path(__file__).parents[1]
README = (REPO / "README.md").read_text("utf-8")
ENDLESS = ("searcher watch", "searcher serve")
NEEDS_A_SERVER = ("searcher open",)
"""Tried with one in test_web_serving."""
"""Commands that run until they are stopped."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """The lines of the console blocks that call the command."""
    return [line for block in blocks("console") for line in block.splitlines() if line.startswith("searcher ")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the README is followed line by line: documents, an index of them, and a file of queries."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(REPO / "seeds", folder / "docs")
    (folder / "queries.jsonl").write_text('{"id": "1", "text": "eau potable"}\n', "utf-8")
    assert run(folder, "index", "docs/").returncode == 0
    return folder


def test_the_readme_shows_every_command() -> None:
    assert {shlex.split(line, comments=True)[1] for line in commands()} == COMMANDS.keys()


@pytest.mark.parametrize("line", [line for line in commands() if not line.startswith(ENDLESS + NEEDS_A_SERVER)])
def test_a_command_of_the_readme_works(line: str, folder: Path) -> None:
    if line.startswith("searcher forget"):  # the others need what it takes away
        folder = shutil.copytree(folder, folder.with_name("forget"))
        assert run(folder, "index", "docs/").returncode == 0
    done = run(folder, *shlex.split(line, comments=True)[1:])
    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_python_of_the_readme_works(folder: Path) -> None:
    [code] = blocks("python")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        env=environment(PYTHONUTF8="1"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_links_of_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(links) > 5
    assert [link for link in links if not (REPO / link).exists()] == []
