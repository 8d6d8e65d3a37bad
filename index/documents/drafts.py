"""Drafts: the file that a reader is given, what it finds there piece by piece, and the article these become."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from index.documents.text.dates import FIRST_LINES, date_in_name, date_in_text, date_of_time, parse_date
from index.documents.text.paragraphs import is_title, longest_repeat, readable, same_words
from index.model import Article, Fault, Origin, Passage

Texts = Mapping[int, str | None]
"""The texts of pages, which are counted from 1; None where one could not be recognised."""


@dataclass(frozen=True, slots=True)
class Source:
    """``file`` on this machine, called ``path`` in the index; ``stream`` are its bytes, which are read once.

    ``modified`` is when it was last written, in seconds since the epoch, where that is known. An attachment or a member
    of an archive lies ``within`` the file of that path. Of a paged file nothing after ``last_page`` is to be read, if
    that is given. ``texts`` are those that were recognised of its scanned pages; None where that was not tried yet.
    Where ``pictures`` are wanted, a reader gives back such pages, those that have a text aside, and nothing else.
    """

    file: str
    path: str
    stream: BinaryIO
    modified: float | None = None
    within: str = ""
    last_page: int | None = None
    texts: Texts | None = None
    pictures: bool = False


class Block(NamedTuple):
    """A paragraph as it is in the file, and the page it begins on, counted from 1, in a paged document."""

    text: str
    page: int | None = None


class About(NamedTuple):
    """What a file says of itself; empty where it says nothing. ``date`` is as written.

    ``others`` are further properties by name; their values are found as well. ``saved`` is a date that a program wrote
    down when it made the file, which may be years after the text in it was written.
    """

    title: str = ""
    date: str = ""
    author: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    others: Mapping[str, str] = MappingProxyType({})
    saved: str = ""


class Reached(NamedTuple):
    """The page that is read next. Where a reader then hangs or dies, the file is read again up to the page before."""

    page: int


DOTS_PER_INCH = 300
"""Readers of pictures read best what is drawn so."""


class Picture(NamedTuple):
    """A page as a picture in shades of grey, a byte a dot and row by row; ``data`` is packed, and in base 64."""

    page: int
    width: int
    height: int
    data: str


class Aside(NamedTuple):
    """How many files in a file are of formats that are not read, by kind: see ``kind_of`` in ``formats``."""

    kinds: Mapping[str, int]


Piece = About | Block | Reached | Picture | Aside | Fault | Source
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
    date, origin = date_of(source, draft)
    return Article(
        id=source.path,
        path=source.within or source.path,
        type=kind,
        title=about.title or title_of_name(source.file),
        passages=passages_of(about, blocks),
        date=date,
        author=about.author,
        source=about.source,
        tags=about.tags,
        date_from=origin,
    )


def date_of(source: Source, draft: Draft) -> tuple[str, str]:
    """The date of an article, and where it comes from: the surest that there is."""
    if date := parse_date(draft.about.date):
        return date, Origin.METADATA.value
    if date := date_in_name(Path(source.file).stem):
        return date, Origin.NAME.value
    if date := date_in_text((draft.about.title, *(block.text for block in draft.blocks[:FIRST_LINES]))):
        return date, Origin.TEXT.value
    if date := parse_date(draft.about.saved):
        return date, Origin.METADATA.value
    date = date_of_time(source.modified)
    return date, Origin.FILE.value if date else ""


def passages_of(about: About, blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """The passages of an article: its text, and what else is known of it as the last one."""
    running = number_passages(blocks, about.title)
    others = readable(("\n".join(filter(None, about.others.values())),)) if any(about.others.values()) else ()
    asides = (Passage(number, text, aside=True) for number, text in enumerate(others, start=len(running) + 1))
    return (*running, *asides)


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
