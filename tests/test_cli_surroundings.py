"""A command whose surroundings are not there: closed streams, a current folder that was deleted."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from command_line import SEARCHER, environment, run

COMMANDS = ("query Gaza", "info", "index docs", "--help")


def in_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line of a POSIX shell; ``searcher`` stands for the command."""
    script = f'searcher() {{ "{SEARCHER}" "$@"; }}; {command}'
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_closed_streams_lead_nowhere(home: Path, command: str) -> None:
    usual = in_shell(f"searcher {command}", home)
    assert usual.returncode == 0
    for closed, stdout, stderr in ((">&-", "", usual.stderr), ("<&- 2>&-", usual.stdout, ""), ("<&- >&- 2>&-", "", "")):
        done = in_shell(f"searcher {command} {closed}", home)
        assert (done.returncode, done.stdout, done.stderr) == (0, stdout, stderr), closed


@pytest.mark.parametrize("command", COMMANDS)
def test_a_current_folder_that_is_gone_is_told_in_one_line(tmp_path: Path, command: str) -> None:
    done = in_shell(f"mkdir gone && cd gone && rmdir ../gone && searcher {command}", tmp_path)
    if command == "--help":
        assert done.returncode == 0
        return
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "the current folder is gone" in done.stderr


def test_no_index_is_made_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("Un chat.", encoding="utf-8")
    docs = tmp_path / "docs"
    done = in_shell(f"mkdir gone && cd gone && rmdir ../gone && searcher index {docs}", tmp_path)
    assert done.returncode == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["docs"]
    assert run(tmp_path, "index", "docs").returncode == 0
