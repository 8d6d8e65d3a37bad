"""Formats: which reader reads which file, and what a reader gives back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from index.documents.jsonl import read_jsonl
from index.documents.source import Fault, Source
from index.documents.text import read_markdown, read_text
from index.model import Article

Reader = Callable[[Source], Iterable[Article | Fault]]

FORMATS: dict[str, Reader] = {".txt": read_text, ".md": read_markdown, ".jsonl": read_jsonl}
"""The reader of each suffix, in lower case."""
STREAMED = frozenset({".jsonl"})
"""The suffixes of files that are read article by article; all others are read whole."""


def suffix(name: str) -> str:
    """How the name of a file ends, in lower case: a key of ``FORMATS``, if the file is of any use."""
    return os.path.splitext(name)[1].lower()


def read_articles(source: Source) -> Iterator[Article | Fault]:
    """The articles of a file, each cut into passages, and what could not be read of it, one line each.

    Never raises for what is in the file; raises OSError where it cannot be read.
    """
    yield from FORMATS[suffix(source.file)](source)
