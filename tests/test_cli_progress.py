"""``searcher index`` on a terminal: how far it has come, and for whom it waits."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from command_line import SEARCHER, docs_of, environment, plain, run

from index.sync import Progress
from searcher.progress import seldom


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
from index.directory import IndexDirectory
with IndexDirectory(Path(".searcher")).write_lock():
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
