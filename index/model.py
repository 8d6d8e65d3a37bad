"""What the house is about: articles, their passages, and the files they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class Passage(NamedTuple):
    """One paragraph of an article, the unit that is matched and shown.

    ``number`` counts from 1 in reading order (0 is the title). ``text`` is stored as it stands in the source.
    An ``echo`` is a block that only repeats the title: it is kept for reading and never found. ``page`` counts from 1
    in a paged document.
    """

    number: int
    text: str
    echo: bool = False
    page: int | None = None


class Article(NamedTuple):
    """One document, read and cut into passages, ready to be indexed.

    ``id`` is ``dir/a.txt``, or ``dir/a.jsonl#ID`` for a record of a ``.jsonl`` file; ``path`` is the part before ``#``.
    ``date`` is ISO 8601 (``2024``, ``2024-03`` or ``2024-03-26``) or empty.
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
