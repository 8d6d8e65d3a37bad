"""``searcher watch``: what it says, and where there is nothing to watch."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_line import SEARCHER, environment, run
from indexing import write


@contextmanager
def watching(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [SEARCHER, "watch", *words], cwd=folder, env=environment(), stderr=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.readline().strip()


def test_with_nothing_to_watch_it_says_so_and_ends(tmp_path: Path) -> None:
    done = run(tmp_path, "watch")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("Error: there is nothing to watch yet; name a folder: searcher watch FOLDER\n")
    assert list(tmp_path.iterdir()) == []


def test_an_index_that_covers_nothing_any_more_is_nothing_to_watch(tmp_path: Path) -> None:
    write(tmp_path / "docs" / "a.txt")
    assert run(tmp_path, "index", "docs").returncode == 0
    assert run(tmp_path, "forget", "docs").returncode == 0
    assert run(tmp_path, "watch").returncode == 2


@pytest.mark.parametrize("words", [[], ["docs"]])
def test_it_says_what_is_done_and_nothing_of_what_is_left_out(tmp_path: Path, words: list[str]) -> None:
    write(tmp_path / "docs" / "a.txt")
    write(tmp_path / "docs" / ".searcherignore", "brouillon*\n")
    assert run(tmp_path, "index", "docs").returncode == 0
    with watching(tmp_path, *words) as process:
        assert line(process).startswith("Watching ")
        assert line(process) == "1 unchanged."
        write(tmp_path / "docs" / "brouillon.txt")
        (tmp_path / "docs" / "sub").mkdir()
        write(tmp_path / "docs" / "b.txt")
        assert line(process) == "1 file added."
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
