"""Indexes that are large at a kilobyte: how they are filled, updated and counted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from indexing import holding

from index.directory import IndexDirectory
from index.sync import Limits, Progress, Updated, update

ARTICLE = "Titre\n\n" + "Un chat. " * 11
"""Ten of them are large here."""
SMALL_NUMBERS = Limits(grown=1_000)


def grow(
    paths: list[Path],
    directory: IndexDirectory,
    *,
    engine: str | None = None,
    limits: Limits = SMALL_NUMBERS,
    on_progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> Updated:
    """Update where a kilobyte is much."""
    return update(paths, directory, engine=engine, limits=limits, on_progress=on_progress, stop=stop)


def fill(folder: Path, *numbers: int) -> None:
    """Just these articles, each of 106 bytes."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for number in numbers:
        (folder / f"{number:03}.txt").write_text(ARTICLE, encoding="utf-8")


def cats(directory: IndexDirectory) -> int:
    return len(holding(directory.engine(), "chat"))
