"""Formats: which reader reads which file, and what a reader gives back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from index.documents.faults import failure
from index.documents.jsonl import read_jsonl
from index.documents.source import Source
from index.documents.text import read_markdown, read_text
from index.model import Article, Fault

Reader = Callable[[Source], Iterable[Article | Fault]]

FORMATS: dict[str, Reader] = {".txt": read_text, ".md": read_markdown, ".jsonl": read_jsonl}
"""The reader of each suffix, in lower case."""
STREAMED = frozenset({".jsonl"})
"""The suffixes of files that are read article by article; all others are read whole."""


def suffix(name: str) -> str:
    """How the name of a file ends, in lower case: a key of ``FORMATS``, if the file is of any use."""
    return os.path.splitext(name)[1].lower()


def read_articles(source: Source) -> Iterator[Article | Fault]:
    """The articles of a file, each cut into passages, and what could not be read of it.

    Whatever a reader or a library raises is a fault of the file, so that one odd file never stops a run.
    """
    try:
        yield from FORMATS[suffix(source.file)](source)
    except Exception as error:  # noqa: BLE001  # what a library raises for odd bytes is not known beforehand
        yield failure(error)
