"""What the house is about: articles, their passages, and the files they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Passage(NamedTuple):
    """One paragraph of an article, the unit that is matched and shown.

    ``number`` counts from 1 in reading order (0 is the title). ``text`` is stored as it stands in the source.
    An ``echo`` is a block that only repeats the title: it is kept for reading and never found.
    """

    number: int
    text: str
    echo: bool = False


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
    place: Path


class FileEntry(NamedTuple):
    """A line of the catalogue: a file as it was when it was indexed.

    ``path`` is the file's name inside the index (``dir/a.txt``), ``root`` the absolute indexed folder it lies under,
    ``size`` is in bytes, ``mtime`` in nanoseconds since the epoch, ``digest`` the hexadecimal SHA-256 of its bytes.
    ``fault`` says why the file could not be read whole; it is empty for a good file.
    """

    path: str
    root: str
    size: int
    mtime: int
    digest: str
    articles: int = 0
    fault: str = ""


class Keys(NamedTuple):
    """What a word is: the keys by which another word may stand for it. See ``french.vocabulary``."""

    word: str
    folded: str
    lemmas: tuple[str, ...]
    family: str


@dataclass(frozen=True, slots=True)
class WordCount:
    """A distinct word of the index, the number of passages that hold it, and how to show it to a person."""

    word: str
    count: int
    shown: str
