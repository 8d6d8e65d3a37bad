"""Drafts: what a reader finds in a file, piece by piece, and the article that these pieces become."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from index.documents.dates import parse_date
from index.documents.paragraphs import is_title, longest_repeat, readable, same_words
from index.documents.source import Source
from index.model import Article, Fault, Passage


class Block(NamedTuple):
    """A paragraph as it stands in the file, and the page it begins on, counted from 1, in a paged document."""

    text: str
    page: int | None = None


class About(NamedTuple):
    """What a file says of itself; empty where it says nothing. ``date`` is as written.

    ``others`` are further properties by name; their values are found as well.
    """

    title: str = ""
    date: str = ""
    author: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    others: Mapping[str, str] = MappingProxyType({})


class Reached(NamedTuple):
    """The page that is read next. Where a reader then hangs or dies, the file is read again up to the page before."""

    page: int


Piece = About | Block | Reached | Fault | Source
"""What a reader of pieces gives back. A Source is an attachment or a member of an archive."""
PieceReader = Callable[[Source], Iterable[Piece]]


@dataclass(frozen=True, slots=True)
class Draft:
    """The pieces of one article, in the order they were read."""

    about: About
    blocks: Sequence[Block]


def article_of(source: Source, kind: str, draft: Draft) -> Article:
    """The article that a draft becomes: titled by its metadata, else its first short block, else the file's name."""
    about, blocks = draft.about, draft.blocks
    if not about.title and blocks and is_title(blocks[0].text):
        about, blocks = about._replace(title=blocks[0].text), blocks[1:]
    return Article(
        id=source.path,
        path=source.path.partition("#")[0],
        type=kind,
        title=about.title or title_of_name(source.file),
        passages=number_passages(blocks, about.title),
        date=parse_date(about.date),
        author=about.author,
        source=about.source,
        tags=about.tags,
    )


def number_passages(blocks: Iterable[Block], title: str) -> tuple[Passage, ...]:
    """Passages numbered from 1, none too long to be read; those that repeat the title are echoes."""
    longest, numbers = longest_repeat(title), count(1)
    return tuple(
        Passage(next(numbers), text, len(text) <= longest and same_words(text, title), block.page)
        for block in blocks
        for text in readable((block.text,))
    )


def title_of_name(file: str) -> str:
    """A file's name as a title: without its suffix, and with spaces for underscores."""
    return re.sub(r"[_\s]+", " ", Path(file).stem).strip()
