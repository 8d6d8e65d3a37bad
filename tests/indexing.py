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

from index.directory.state import STATE
from index.directory.store import Store
from index.engines.protocol import Engine, Search
from index.engines.query import Everything, Form, Term
from index.model import FileEntry
from index.sync.report import Summary
from index.sync.scan import FileSeen
from index.sync.update import Updated, update

ROOT = Path(__file__).parent.parent
MANY = 10_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "textes"
    place.mkdir()
    return place


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "index", wait=0.1)) as opened:
        yield opened


def write(place: Path, text: str = "Titre\n\nUn mot.\n", *, mtime: int | None = None) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    if mtime is not None:
        os.utime(place, ns=(mtime, mtime))
    return place


def holding(engine: Engine, word: str) -> list[str]:
    found = engine.search(Search(Term((Form(word),)), count=MANY))
    return sorted(hit.article.id for hit in found.articles)


def state_of(engine: Engine) -> tuple[dict[str, FileEntry], list[str]]:
    found = engine.search(Search(Everything(), count=MANY))
    return dict(engine.files()), sorted(hit.article.id for hit in found.articles)


def made(summary: Summary) -> dict[str, int]:
    """The numbers of a summary that are not zero, articles aside."""
    names = ("added", "changed", "moved", "removed", "unchanged")
    return {name: getattr(summary, name) for name in names if getattr(summary, name)}


def python(code: str, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, which imports the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def seen(path: str, *, size: int = 1, mtime: int = 1) -> FileSeen:
    return FileSeen(f"/{path}", path, "/", size, mtime)


def go(store: Store, *paths: Path, engine: str = "whoosh") -> Updated:
    return update(paths, store, engine=engine)


def edit_state(store: Store, **changes: object) -> None:
    file = store.folder / STATE
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def folders(store: Store) -> list[str]:
    return sorted(entry.name for entry in store.folder.iterdir() if entry.is_dir())
