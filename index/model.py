"""The data model: articles, their passages, and the files they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class Passage(NamedTuple):
    """One paragraph of an article, the unit that is matched and shown.

    ``number`` counts from 1 in reading order (0 is the title). ``text`` is stored as it is read in the source.
    An ``echo`` is a block that only repeats the title: it is kept for reading and never found. ``page`` counts from 1
    in a paged document. An ``aside`` holds further metadata: it is found, and never part of the lead.
    """

    number: int
    text: str
    echo: bool = False
    page: int | None = None
    aside: bool = False


class Origin(StrEnum):
    """Where the date of an article comes from, the surest first."""

    METADATA = "metadata"
    """Front matter, a record's field, the properties of a document."""
    NAME = "name"
    TEXT = "text"
    """A dateline in the first lines."""
    FILE = "file"
    """When the file was last written: it may say nothing about the text."""


class Article(NamedTuple):
    """One document, read and cut into passages, ready to be indexed.

    ``id`` is ``dir/a.txt``, or ``dir/a.jsonl#ID`` for a record of a ``.jsonl`` file; ``path`` is the part before ``#``.
    ``date`` is ISO 8601 (``2024``, ``2024-03`` or ``2024-03-26``) or empty, ``date_from`` its ``Origin`` or empty.
    """

    id: str
    path: str
    type: str
    title: str
    passages: Sequence[Passage] = ()
    date: str = ""
    author: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    date_from: str = ""

    @property
    def own_date(self) -> str:
        """The date that the article is filtered, ordered and counted by: never the time of its file."""
        return "" if self.date_from == Origin.FILE else self.date


class Root(NamedTuple):
    """A folder (or single file) that the index covers: ``label`` is what its files' names in the index begin with."""

    label: str
    path: Path


class Fault(NamedTuple):
    """Something that could not be read: a ``code`` and its ``values``, which become a text where they are shown.

    ``line`` counts from 1; it is 0 for a file as a whole. See :func:`index.documents.message`.
    """

    code: str
    line: int = 0
    values: Mapping[str, str | int] = MappingProxyType({})


ASIDE = "aside"
"""The code of what is no fault: how many files in a file are of formats that are not read, by kind. It stands last."""


def aside_in(faults: Iterable[Fault]) -> Counter[str]:
    """What ``faults`` say of the files in a file that are not read."""
    kinds = next((fault.values for fault in faults if fault.code == ASIDE), {})
    return Counter({kind: int(n) for kind, n in kinds.items()})


class FileEntry(NamedTuple):
    """A row of the catalogue: a file as it was when it was indexed.

    ``path`` is the file's name inside the index (``dir/a.txt``), ``root`` the absolute indexed folder it lies under,
    ``size`` is in bytes, ``mtime`` in nanoseconds since the epoch, ``digest`` the hexadecimal SHA-256 of its bytes.
    ``faults`` say what could not be read of it. A ``pending`` file may be otherwise in the index than the row says,
    because a process ended in between; it has to be read again. Its digest is empty where it had no row before.
    """

    path: str
    root: str
    size: int
    mtime: int
    digest: str
    articles: int = 0
    faults: tuple[Fault, ...] = ()
    pending: bool = False
