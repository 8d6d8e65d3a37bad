"""Loaded: what becomes of a file on its way to the index."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from index.directory import MB
from index.documents import Source, read_articles
from index.model import Article, Fault, FileEntry
from index.sync.scan import FileSeen, Problem


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that has another time or root and the same bytes: its new row of the catalogue."""

    entry: FileEntry


@dataclass(frozen=True, slots=True)
class Text:
    """A file that was read whole: its row, which does not count its articles yet, and what it holds."""

    entry: FileEntry
    items: Sequence[Article | Fault]

    @property
    def passed(self) -> int:
        """How many of its bytes have been read."""
        return self.entry.size


class Records:
    """A file that is read as its ``items`` are asked for: its row, which does not count its articles yet."""

    def __init__(self, file: FileSeen, entry: FileEntry) -> None:
        self.entry = entry
        self._file = file
        self._bytes = io.FileIO(file.file)

    @property
    def items(self) -> Iterator[Article | Fault]:
        """Its articles, and what could not be read."""
        with io.BufferedReader(self._bytes, MB) as stream:
            yield from read_articles(source_of(self._file, stream))

    @property
    def passed(self) -> int:
        """How many of its bytes have been read."""
        return self.entry.size if self._bytes.closed else self._bytes.tell()

    def close(self) -> None:
        """Close the file."""
        self._bytes.close()


@dataclass(frozen=True, slots=True)
class Pieces:
    """A file that a worker reads: its row, which does not count its articles yet; ``items`` come as they are read."""

    entry: FileEntry
    items: Iterable[Article | Fault]
    passed: int = 0


Loaded = Touched | Text | Records | Pieces | Problem


def source_of(file: FileSeen, stream: BinaryIO) -> Source:
    """A file as its reader is given it."""
    return Source(file.file, file.path, stream, file.mtime / 1e9)
