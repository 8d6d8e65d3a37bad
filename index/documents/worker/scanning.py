"""Scanning: the messages of a worker that draws scanned pages → those pages, and the file in the file each is of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from index.documents.drafts import Picture, Reached
from index.documents.worker.messages import Begun, Ended, Message, inside


class Scan(NamedTuple):
    """A scanned page of the file in the file called ``name``; it has no picture where a worker was lost on it."""

    name: str
    page: int
    picture: Picture | None


class Scanning:
    """What is known of the file ``path`` while its messages come in."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: list[tuple[str, int]] = []

    def take(self, message: Message) -> Iterator[Scan]:
        """Take one message in; a page is given back as soon as it is drawn."""
        match message:
            case Begun():
                self._open.append((inside(message.path, self._path), 0))
            case Ended():
                self._open.pop()
            case Reached():
                self._open[-1] = (self._open[-1][0], message.page)
            case Picture():
                yield Scan(self._open[-1][0], message.page, message)

    def lose(self) -> Iterator[Scan]:
        """Take in that a worker was lost: on the page that it reached last, if that is known."""
        if self._open and self._open[-1][1]:
            yield Scan(*self._open[-1], None)
