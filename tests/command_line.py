"""The command line as it is typed: how its tests run it, and an index for those that only read one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

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


def unmeasured() -> dict[str, str]:
    """The environment of a process whose coverage is not measured: it may write nothing, or is to load little."""
    return {name: value for name, value in environment().items() if not name.startswith("COVERAGE_")}


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


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of ``docs``; tests only read it."""
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


def docs_of(folder: Path, size: int) -> Path:
    docs = folder / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "a.txt").write_text("Titre\n\n" + "Rafah. " * (size // 7), encoding="utf-8")
    return docs


def plain(shown: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)
