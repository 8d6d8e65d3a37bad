"""What the command line imports: a query only what it needs, and the command itself nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from command_line import unmeasured


def loaded(folder: Path, code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('MODULES', *sys.modules)"],
        cwd=folder,
        env=unmeasured(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stdout.rpartition("MODULES ")[2].split())


def test_a_query_loads_only_what_it_needs(home: Path) -> None:
    modules = loaded(home, "from searcher.main import group\ngroup.main(['query', 'Rafah'], standalone_mode=False)")
    assert "searcher.answering" in modules
    heavy = {
        "flask",
        "rich",
        "simplemma",
        "watchfiles",
        "filelock",
        "yaml",
        "waitress",
        "web",
        "marshmallow",
        "apispec",
        "prometheus_client",
        "opensearchpy",
        "requests",
        "index.engines.opensearch",
    }
    assert not modules & heavy


def test_importing_the_command_loads_no_command_and_no_engine(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "import searcher.main")
    assert not [
        name for name in modules if name.startswith(("searcher.commands", "web", "whoosh", "index.engines.whoosh"))
    ]
    assert not modules & {"sqlite3", "rich", "flask", "simplemma", "Stemmer"}
    assert not list(tmp_path.iterdir())
