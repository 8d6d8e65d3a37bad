"""A generation, and how it is brought up to date with one folder, as a part of an update is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest
from indexing import holding
from json_engine import JSON_ENGINES

from index.directory import Generation, SqliteCatalogue, WriteBatch
from index.engines.registry import open_engine
from index.model import Root
from index.sync import (
    DEFAULT_LIMITS,
    LARGEST,
    Limits,
    Progress,
    Summary,
    Target,
    find_changes,
    writing,
)


class Watched(Generation):
    """A generation that counts the batches opened on it."""

    batches = 0

    @contextmanager
    def batch(self) -> Iterator[WriteBatch]:
        self.batches += 1
        with super().batch() as batch:
            yield batch


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Watched]:
    (folder := tmp_path / "data").mkdir()
    engine = open_engine("whoosh", folder, create=True, engines=JSON_ENGINES)
    with closing(Watched(engine, SqliteCatalogue(folder, create=True), folder)) as opened:
        yield opened


def sync(
    targets: Sequence[Target],
    index: Generation,
    *,
    largest: int = LARGEST,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[Progress], None] = lambda _: None,
    stop: Event | None = None,
) -> Summary:
    """Find what changed, and write it."""
    changes = find_changes(targets, index.catalogue, largest=largest)
    return writing.write(changes, index, limits=limits, on_progress=on_progress, stop=stop)


def run(folder: Path, index: Generation, *, largest: int = 1_000_000, limits: Limits = DEFAULT_LIMITS) -> Summary:
    return sync([Target(Root("r", folder))], index, largest=largest, limits=limits)


def cats(index: Generation, word: str = "chat") -> list[str]:
    return holding(index.engine, word)
