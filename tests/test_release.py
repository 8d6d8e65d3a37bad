"""Releasing: what stands in the way of a release, what it would do, and what a wheel holds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

REPO = Path(__file__).parents[1]
VERSION = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]["version"]
DATED = "# Changelog\n\n## 1.2.3 – 2026-12-01\n"


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.invalid")
    subprocess.run(("git", *who, *words), cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository of version 1.2.3, ready to be released."""
    (tmp_path / "tools").mkdir()
    shutil.copy(REPO / "tools" / "release.py", tmp_path / "tools")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "searcher"\nversion = "1.2.3"\n', "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(DATED, "utf-8")
    (tmp_path / ".gitignore").write_text("__pycache__/\n", "utf-8")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--message", "Begin")
    return tmp_path


def release(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.release", *words]
    return subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)


def tags(project: Path) -> str:
    return subprocess.run(["git", "tag"], cwd=project, check=True, capture_output=True, text=True).stdout


def test_a_dry_run_says_the_steps_and_takes_none(project: Path) -> None:
    done = release(project, "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    steps = done.stdout.splitlines()
    wanted = ("run.py test", "hatchling build", "pip wheel", "venv", "pip install", "--version", "git tag")
    assert all(part in step for part, step in zip(wanted, steps, strict=True)), done.stdout
    assert not (project / "dist").exists()
    assert tags(project) == ""


@pytest.mark.parametrize("words", [("--dry-run",), ()])
def test_nothing_is_released_from_changed_files(project: Path, words: tuple[str, ...]) -> None:
    (project / "new.txt").touch()
    done = release(project, *words)
    assert done.returncode == 1
    assert done.stderr == "release: there are changes that are not committed\n"
    assert tags(project) == ""


def test_a_version_is_released_once(project: Path) -> None:
    git(project, "tag", "v1.2.3")
    done = release(project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is a tag v1.2.3" in done.stderr


def test_the_changelog_has_to_name_the_day(project: Path) -> None:
    (project / "CHANGELOG.md").write_text(DATED.replace("2026-12-01", "unreleased"), "utf-8")
    git(project, "commit", "--all", "--message", "Forget the day")
    done = release(project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "CHANGELOG.md has no heading" in done.stderr


def test_words_that_mean_nothing_are_refused(project: Path) -> None:
    assert release(project, "--dry").returncode == 2


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## {VERSION} – " in (REPO / "CHANGELOG.md").read_text("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=REPO, check=True, capture_output=True)
    return folder / f"searcher-{VERSION}-py3-none-any.whl"


def test_a_wheel_holds_the_packages_and_what_they_read(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"index", "searcher", "web", f"searcher-{VERSION}.dist-info"}
    for read in (
        "index/translations/fr/LC_MESSAGES/searcher.mo",
        "index/translations/fr/LC_MESSAGES/click.mo",
        "index/analysis/data/stopwords.txt",
        "web/templates/home.html",
        "web/static/style.css",
    ):
        assert read in names


def test_a_wheel_runs_and_speaks_french(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    env = {**os.environ, "PYTHONPATH": str(tmp_path), "SEARCHER_LANG": "fr", "PYTHONUTF8": "1"}

    def said(*words: str) -> str:
        command = [sys.executable, "-m", "searcher", *words]
        return subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True, encoding="utf-8").stdout

    assert VERSION in said("--version")
    assert "Recherche plein texte" in said("--help")
