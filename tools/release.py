"""Releasing: ``python -m tools.release`` tests, builds and checks the version of ``pyproject.toml``, then tags it.

The version has a dated heading in CHANGELOG.md by then, and everything is committed. ``--dry-run`` says what would be
done, and what stands in the way. Nothing is pushed or uploaded.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
RELEASED = r"^## {version} – \d{{4}}-\d\d-\d\d$"


def main(words: Sequence[str]) -> int:
    """Release, or say why not; returns the exit code."""
    if [word for word in words if word != "--dry-run"]:
        print(__doc__, file=sys.stderr)
        return 2
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    obstacles = list(_obstacles(version))
    for obstacle in obstacles:
        print(f"release: {obstacle}", file=sys.stderr)
    if obstacles and not words:
        return 1
    with TemporaryDirectory() as scratch:
        for command in _steps(version, Path(scratch)):
            print("$", shlex.join(command), flush=True)
            if not words:
                _run(command)
    return 1 if obstacles else 0


def _obstacles(version: str) -> Iterator[str]:
    """What has to be done before ``version`` can be released."""
    if _git("status", "--porcelain"):
        yield "there are changes that are not committed"
    if _git("tag", "--list", f"v{version}"):
        yield f"there is a tag v{version}; raise the version in pyproject.toml"
    heading = re.compile(RELEASED.format(version=re.escape(version)), re.MULTILINE)
    if not heading.search((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")):
        yield f"CHANGELOG.md has no heading « ## {version} – YYYY-MM-DD »"


def _git(*words: str) -> str:
    return subprocess.run(("git", *words), cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def _steps(version: str, scratch: Path) -> Iterator[Sequence[str]]:
    """The commands of a release. The wheel is built from the sdist, so that both are known to be whole."""
    dist, fresh = ROOT / "dist", scratch / "fresh"
    wheel = str(dist / f"searcher-{version}-py3-none-any.whl")
    bin_ = fresh / ("Scripts" if os.name == "nt" else "bin")
    yield sys.executable, str(ROOT / "run.py"), "test"
    yield sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(dist)
    sdist = str(dist / f"searcher-{version}.tar.gz")
    yield sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(dist), sdist
    yield sys.executable, "-m", "venv", str(fresh)
    yield str(bin_ / "python"), "-m", "pip", "install", "--quiet", "-c", str(ROOT / "constraints.txt"), wheel
    yield str(bin_ / "searcher"), "--version"
    yield "git", "tag", "--annotate", f"v{version}", "--message", f"Searcher {version}"


def _run(command: Sequence[str]) -> None:
    """Run one step. Ends the process where it fails."""
    code = subprocess.call(command, cwd=ROOT)
    if code:
        sys.exit(f"release: this failed, and nothing was tagged: {shlex.join(command)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
