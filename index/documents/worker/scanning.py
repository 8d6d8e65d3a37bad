"""Scanning: the messages of a worker that draws scanned pages → those pages, and the file in the file each is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from index.documents.drafts import Picture, Reached
from index.documents.worker.messages import Begun, Ended, Message, Request, behind, inside


class Scan(NamedTuple):
    """A scanned page of the file in the file called ``name``; it has no picture where a worker was lost on it."""

    name: str
    page: int
    picture: Picture | None


@dataclass(slots=True)
class _Open:
    """A source that has begun and not ended."""

    name: str
    number: int
    page: int = 0


class Scanning:
    """What is known of a file while its messages come in; ``request`` is what a worker is asked, None for nothing."""

    def __init__(self, request: Request) -> None:
        self.request: Request | None = request
        self._first = request
        self._known = {name: dict(pages) for name, pages in (request.texts or {}).items()}
        self._open: list[_Open] = []

    def take(self, message: Message) -> Iterator[Scan]:
        """Take one message in; a page is given back as soon as it is drawn."""
        match message:
            case Begun():
                self._open.append(_Open(inside(message.path, self._first.path), message.number))
            case Ended():
                self._open.pop()
            case Reached():
                self._open[-1].page = message.page
            case Picture():
                yield self._scan(message.page, message)

    def lose(self) -> Iterator[Scan]:
        """Take in that a worker was lost: on the page that it reached last, if that is known.

        Another one is asked to go on behind that page, or else behind the file.
        """
        way = tuple(source.number for source in self._open[1:])
        page = self._open[-1].page if self._open else 0
        if page:
            yield self._scan(page, None)
        start = way if page else behind(way)
        self._open.clear()
        self.request = None if start is None else self._first._replace(start=start, texts=self._known)

    def _scan(self, page: int, picture: Picture | None) -> Scan:
        """A page, which need not be drawn again."""
        name = self._open[-1].name
        self._known.setdefault(name, {})[page] = None
        return Scan(name, page, picture)
