"""Assembling: the messages of a worker → the articles of a file, and what could not be read of it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from index.documents.drafts import About, Aside, Block, Draft, Reached, Source, article_of
from index.documents.faults import MEMBER, PAGE, failure
from index.documents.formats import FORMATS, Kind, plain_reader, suffix
from index.documents.worker.messages import Begun, Detected, Ended, Message, behind, inside
from index.documents.worker.running import run
from index.model import ASIDE, Article, Fault

MOST_KINDS = 100
"""Maximum number of formats by which unread files are counted."""


class Retry(NamedTuple):
    """Where reading goes on after a worker was lost: see ``Request``."""

    start: tuple[int, ...]
    last_page: int | None = None


@dataclass(slots=True)
class _Open:
    """A source that has begun and not ended, and what was read of it."""

    begun: Begun
    kind: str = ""
    about: About = field(default_factory=About)
    blocks: list[Block] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    page: int = 0


class Assembly:
    """What is known of the file ``path`` while its messages come in. Files in the file become articles of their own."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: list[_Open] = []
        self._read_again: set[str] = set()
        self._aside: dict[str, Mapping[str, int]] = {}

    def take(self, message: Message) -> Iterator[Article | Fault]:
        """Take one message in. An article is given back when its source has ended."""
        match message:
            case Begun():
                self._open.append(_Open(message))
            case Detected():
                self._open[-1].kind = message.kind
            case Ended():
                yield from self._close()
            case About():
                self._open[-1].about = message
            case Block():
                self._open[-1].blocks.append(message)
            case Reached():
                self._open[-1].page = message.page
            case Aside():
                self._aside[self._open[-1].begun.path] = message.kinds  # once, though it may be read twice
            case Fault() if self._open:
                self._open[-1].faults.append(message)
            case Fault() | Article():
                yield message

    def left_aside(self) -> Iterator[Fault]:
        """How many files in the file are of formats that are not read, as the last of its faults, which is none."""
        counts = sum(map(Counter, self._aside.values()), Counter[str]())
        if counts:
            kept = dict(counts.most_common(MOST_KINDS))
            rest = counts.total() - sum(kept.values())
            yield Fault(ASIDE, values={**kept, "": kept.get("", 0) + rest} if rest else kept)

    def lose(self, fault: Fault) -> Generator[Article | Fault, None, Retry | None]:
        """Take in that a worker was lost, and ``fault``, why. Returns where to go on, or None for nowhere.

        That is the same file up to the page before, or else the next one in the archive; what is around is read
        again from its beginning. What was read of a file that is not read again is kept.
        """
        if not self._open:
            yield fault
            return None
        inner = self._open[-1]
        way = tuple(open_.begun.number for open_ in self._open[1:])
        if inner.page > 1:
            fault = fault._replace(values={**fault.values, PAGE: inner.page})
            if inner.begun.path not in self._read_again:
                self._read_again.add(inner.begun.path)
                self._open.clear()
                yield self._named(fault, inner.begun.path)
                return Retry(way, inner.page - 1)
        inner.faults.append(fault)
        yield from self._close()
        self._open.clear()
        start = behind(way)
        return None if start is None else Retry(start)

    def _close(self) -> Iterator[Article | Fault]:
        """The article of the source that was begun last, and its faults."""
        done = self._open.pop()
        begun = done.begun
        if done.blocks or done.about.title:
            source = Source(begun.file, begun.path, io.BytesIO(), begun.modified, within=self._path)
            yield article_of(source, done.kind, Draft(done.about, done.blocks))
        for fault in done.faults:
            yield self._named(fault, begun.path)

    def _named(self, fault: Fault, path: str) -> Fault:
        """``fault`` with the name of the file in the file that it is of."""
        given = str(fault.values.get(MEMBER, ""))
        name = "#".join(filter(None, (inside(path, self._path), given)))
        return fault._replace(values={**fault.values, MEMBER: name}) if name else fault


def read_articles(source: Source) -> Iterator[Article | Fault]:
    """The articles of a file, each cut into passages, and what could not be read of it.

    Plain text is read as its name says. Whatever a reader or a library raises is a fault of the file, so that one odd
    file never stops a run.
    """
    one = FORMATS[suffix(source.file)]
    if one.kind is not Kind.PLAIN:
        yield from _assembled(source)
        return
    try:
        yield from plain_reader(one)(source)
    except Exception as error:  # noqa: BLE001  # what a library raises for odd bytes is not known beforehand
        yield failure(error)


def _assembled(source: Source) -> Iterator[Article | Fault]:
    assembly = Assembly(source.path)
    for message in run(source):
        yield from assembly.take(message)
    yield from assembly.left_aside()
