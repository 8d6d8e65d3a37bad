"""Messages: what a worker says of the file it reads, as JSON. The text of a document is never code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO, NamedTuple, cast

from index.documents.drafts import About, Aside, Block, Picture, Reached, Texts
from index.documents.text.encoding import storable
from index.model import Article, Fault, Passage

LONGEST_FRAME = 1 << 28
_LENGTH = 4


class Begun(NamedTuple):
    """The reading of a source has begun: the file itself, or a file in it. What follows is of it, up to its end.

    ``size`` is the number of its bytes, ``number`` counts the files in a file from 0; ``modified`` is as of a Source.
    """

    path: str
    file: str
    size: int
    number: int = 0
    modified: float | None = None


class Detected(NamedTuple):
    """The format of the source that was begun last, by its name."""

    kind: str


class Ended(NamedTuple):
    """The source that was begun last, and has not ended yet, has been read."""


Message = Begun | Detected | Ended | About | Block | Reached | Picture | Aside | Fault | Article
_TYPES: tuple[type[Message], ...] = (Begun, Detected, Ended, About, Block, Reached, Picture, Aside, Fault, Article)
_NUMBERS: Mapping[type, int] = {kind: number for number, kind in enumerate(_TYPES)}


class Request(NamedTuple):
    """A file to be read. The files in it that come before ``start`` are passed over, and ``last_page`` is of that one.

    ``start`` numbers the way to it from 0: (3, 0) is the first file in the fourth file in it; () the file itself.
    ``texts`` are of the scanned pages of the file, which is called "" there, and of those in it. See ``Source``.
    """

    file: str
    path: str
    start: tuple[int, ...] = ()
    last_page: int | None = None
    texts: Mapping[str, Texts] | None = None
    pictures: bool = False


def inside(path: str, outer: str) -> str:
    """What a file in the file ``outer`` is called there; empty for that itself."""
    return path.removeprefix(outer).removeprefix("#")


def behind(way: tuple[int, ...]) -> tuple[int, ...] | None:
    """Where to go on behind the file that ``way`` leads to; None where that is no file in another one."""
    return (*way[:-1], way[-1] + 1) if way else None


def encode(message: Message | Request) -> bytes:
    """``message`` as bytes."""
    said = [_NUMBERS.get(type(message), -1), *message]
    return storable(json.dumps(said, ensure_ascii=isinstance(message, Request), default=dict)).encode()


def decode(data: bytes) -> Message:
    """What ``encode`` made of a message. Raises ValueError or TypeError for other bytes."""
    number, *fields = json.loads(data)
    message = cast("Message", _TYPES[number](*map(_frozen, fields)))
    if isinstance(message, Article):
        passages = cast("tuple[tuple[int, str, bool], ...]", message.passages)
        return message._replace(passages=tuple(Passage(*passage) for passage in passages))
    return message


def decode_request(data: bytes) -> Request:
    """What ``encode`` made of a request."""
    _, file, path, start, last_page, texts, pictures = json.loads(data)
    return Request(file, path, tuple(start), last_page, texts and _numbered(texts), pictures)


def _numbered(texts: Mapping[str, Mapping[str, str | None]]) -> Mapping[str, Texts]:
    """Texts of pages as they were: JSON makes the numbers of the pages strings."""
    return {name: {int(page): text for page, text in pages.items()} for name, pages in texts.items()}


def _frozen(value: object) -> object:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def write_frame(stream: BinaryIO, data: bytes) -> None:
    """Write ``data`` and how long it is. Raises OSError where nobody reads it."""
    stream.write(len(data).to_bytes(_LENGTH, "big") + data)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """The bytes that were written together; None at the end, and where they are cut off or too many to be right."""
    head = stream.read(_LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or length > LONGEST_FRAME:
        return None
    data = stream.read(length)
    return data if len(data) == length else None
