"""Constraints for CI: dependencies at their lowest or newest releases, tools as they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.constraints import constraints

REPO = Path(__file__).parents[1]
PROJECT = """
[project]
dependencies = ["Flask-Babel>=4.0", "zstd>=1.0; python_version < '3.14'", "lexicon>=2.0,<3", "pinned==1.2"]

[project.optional-dependencies]
more = ["remote>=3.1"]
dev = ["project[more]", "pytest_xdist>=3", "types-pyyaml"]
"""
PINS = """\
# What everything was tested with.
flask-babel==4.1
pytest-xdist==3.8
remote==3.2
types-PyYAML==6.1
Werkzeug==3.1
"""
TOOLS = ["pytest-xdist==3.8", "types-PyYAML==6.1"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("newest", TOOLS), ("lowest", ["Flask-Babel==4.0", "zstd==1.0", "lexicon==2.0", "remote==3.1", *TOOLS])],
)
def test_what_is_constrained(kind: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT, "utf-8")
    (tmp_path / "constraints.txt").write_text(PINS, "utf-8")
    assert list(constraints(kind, tmp_path)) == expected


@pytest.mark.parametrize(("words", "code"), [(("lowest",), 0), (("newest",), 0), (("oldest",), 2), ((), 2)])
def test_the_command(words: tuple[str, ...], code: int) -> None:
    command = [sys.executable, "-m", "tools.constraints", *words]
    done = subprocess.run(command, cwd=REPO, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == code
    assert ("==" in done.stdout) == (code == 0)
