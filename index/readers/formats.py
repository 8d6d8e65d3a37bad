"""Formats: which reader reads which file, and what a reader gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from index.model import Article
from index.readers.jsonl import read_jsonl
from index.readers.source import Fault, Source
from index.readers.text import read_markdown, read_text

Reader = Callable[[Source], Iterable[Article | Fault]]

FORMATS: dict[str, Reader] = {".txt": read_text, ".md": read_markdown, ".jsonl": read_jsonl}
"""The reader of each suffix, in lower case."""


def read_articles(source: Source) -> Iterator[Article | Fault]:
    """The articles of a file, each cut into passages, and what could not be read of it, one line each.

    Never raises for what is in the file; raises OSError where it cannot be opened.
    """
    yield from FORMATS[source.file.suffix.lower()](source)
