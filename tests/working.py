"""Workers that read files of an odd format, in haste."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from indexing import write
from odd_reader import FORMATS

from index.documents import Workers
from index.documents.limits import Patience
from index.model import Article, Fault

HASTE = Patience(any_file=1.5, each_mb=0.0, most=1.5, whole=6.0)


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(FORMATS, HASTE) as workers:
        yield workers


def read(workers: Workers, place: Path, *script: str) -> tuple[dict[str, list[str]], list[Fault]]:
    """The texts of each article of a file that does as ``script`` says, and its faults."""
    write(place, "\n".join(script))
    items = list(workers.read(str(place), f"r/{place.name}"))
    articles = {item.id: [passage.text for passage in item.passages] for item in items if isinstance(item, Article)}
    return articles, [item for item in items if isinstance(item, Fault)]


def is_alive(pid: int) -> bool:
    """Whether there is such a process; one that has ended and nobody has waited for is one, too."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
