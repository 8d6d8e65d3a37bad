"""Folders of texts and the indexes made of them: what the tests from scanning to updating are written with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from json_engine import JSON_ENGINES

from index.directory import IndexDirectory, State
from index.directory.store import Role
from index.engines.protocol import Engine, Search
from index.engines.query import Field, Term
from index.model import FileEntry
from index.sync import DEFAULT_LIMITS, FileSeen, Limits, Summary, Updated, update

ROOT = Path(__file__).parent.parent
MANY = 10_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "textes"
    place.mkdir()
    return place


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[IndexDirectory]:
    """An index directory whose engines are of one JSON file each."""
    with closing(opened(tmp_path / "index")) as directory:
        yield directory


def opened(folder: Path, *, wait: float = 0.1) -> IndexDirectory:
    return IndexDirectory(folder, wait=wait, engines=JSON_ENGINES)


def write(place: Path, text: str = "Titre\n\nUn mot.\n", *, mtime: int | None = None) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    if mtime is not None:
        os.utime(place, ns=(mtime, mtime))
    return place


def holding(engine: Engine, word: str) -> list[str]:
    """The ids of the articles that hold a word, given folded."""
    found = engine.search(Search(required=Term(Field.WORDS, word), count=MANY))
    return sorted(hit.article.id for hit in found.articles)


def state_of(directory: IndexDirectory) -> tuple[dict[str, FileEntry], list[str]]:
    """The rows of the catalogue, and the ids of all articles."""
    generation = directory.generation()
    found = generation.engine.search(Search(count=MANY))
    return generation.catalogue.entries(), sorted(hit.article.id for hit in found.articles)


def current(directory: IndexDirectory) -> State:
    return directory.current_state()


def made(summary: Summary) -> dict[str, int]:
    """The numbers of a summary that are not zero, articles aside."""
    names = ("added", "changed", "moved", "removed", "unchanged")
    return {name: getattr(summary, name) for name in names if getattr(summary, name)}


def child_environment(**more: str) -> dict[str, str]:
    """The environment of a process that imports the checkout and the helpers of the tests."""
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    return {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", **more}


def python(code: str, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, which imports the checkout."""
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.run(
        command, env=child_environment(**more), capture_output=True, text=True, check=False, timeout=60
    )


def python_until(line: str, code: str, *arguments: object) -> None:
    """A process of its own, which is killed when it says ``line``."""
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=child_environment(), text=True) as process:
        assert process.stdout is not None
        for said in process.stdout:
            if said.strip() == line:
                process.kill()
                break
        process.wait()


def seen(path: str, *, size: int = 1, mtime: int = 1) -> FileSeen:
    return FileSeen(f"/{path}", path, "/", size, mtime)


def go(
    directory: IndexDirectory, *paths: Path, engine: str | None = "whoosh", limits: Limits = DEFAULT_LIMITS
) -> Updated:
    return update(paths, directory, engine=engine, limits=limits)


def edit_state(directory: IndexDirectory, **changes: object) -> None:
    """Change what ``index.json`` says, which has no checksum then."""
    file = directory.folder / Role.CURRENT
    said = json.loads(file.read_text(encoding="utf-8"))
    del said["checksum"]
    file.write_text(json.dumps({**said, **changes}), encoding="utf-8")


def folders(directory: IndexDirectory) -> list[str]:
    return sorted(entry.name for entry in directory.folder.iterdir() if entry.is_dir())
