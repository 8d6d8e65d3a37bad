"""Running: a source → what its reader says of it, and of the files in it, as messages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from index.documents.detect import detect
from index.documents.drafts import About, Aside, Block, Source, Texts
from index.documents.faults import MEMBER, RefusalError, broken
from index.documents.formats import FORMATS, Format, Kind, kind_of, piece_reader, plain_reader, suffix
from index.documents.limits import BYTES, DEEPEST, DEEPEST_ARCHIVES, MEMBERS, MIB, TEXT, size_of
from index.documents.worker.messages import Begun, Detected, Ended, Message, Request, inside
from index.model import Article, Fault

LONGEST_NAME = 500
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class _Place(NamedTuple):
    """The place of a source: its number, its depth, in how many archives it is, and where reading starts in it."""

    number: int = 0
    depth: int = 0
    archives: int = 0
    start: tuple[int, ...] = ()


def run(source: Source, formats: Mapping[str, Format] = FORMATS, request: Request | None = None) -> Iterator[Message]:
    """What is in ``source`` and in the files in it, which are read where they occur, as the ``request`` says.

    Whatever a reader raises is a fault of what it read.
    """
    request = request or Request(source.file, source.path)
    yield from _Run(formats, request).read(source, _Place(start=request.start))


class _Run:
    """One file, and what was found in it so far, whatever the depth."""

    def __init__(self, formats: Mapping[str, Format], request: Request) -> None:
        self._formats = formats
        self._request = request
        self._last_page = request.last_page
        self._members = self._bytes = self._unread = 0
        self._paths = Counter[str]()

    def read(self, source: Source, place: _Place) -> Iterator[Message]:
        """The messages of one source."""
        size = size_of(source.stream)
        if not size and self._may_be_empty(source):
            return
        if not place.start:
            source = replace(source, last_page=self._last_page)
            self._last_page = None
        source = replace(source, texts=self._texts(source.path), pictures=self._request.pictures)
        yield Begun(source.path, source.file, size, place.number, source.modified)
        try:
            yield from self._detected(source, place)
        except Exception as error:  # noqa: BLE001  # what a library raises for odd bytes is not known beforehand
            yield error.fault if isinstance(error, RefusalError) else broken(error)
        yield Ended()

    def _texts(self, path: str) -> Texts | None:
        """What was recognised of the pages of a file or of a file in it."""
        known = self._request.texts
        return None if known is None else known.get(inside(path, self._request.path), {})

    def _detected(self, source: Source, place: _Place) -> Iterator[Message]:
        found = detect(source, self._formats)
        if found is None:
            self._unread += 1
            # A photo that comes with a message is no fault of it.
            yield Aside({kind_of(source.file): 1}) if place.depth else Fault("unknown")
            return
        yield Detected(found.name)
        if found.kind is Kind.ARCHIVE and place.archives == DEEPEST_ARCHIVES:
            yield Fault("too_deep")
        elif found.kind is Kind.PLAIN:
            yield from plain_reader(found)(source)
        else:
            inside = place._replace(archives=place.archives + (found.kind is Kind.ARCHIVE))
            yield from self._pieces(source, found, inside)

    def _pieces(self, source: Source, found: Format, place: _Place) -> Iterator[Message]:
        text = number = 0
        unread = self._unread
        wanted = not place.depth or suffix(source.file) in self._formats
        silent = wanted and not place.start  # else what comes first was read before
        for piece in piece_reader(found)(source):
            if isinstance(piece, Source):
                for message in self._member(source, piece, place, number):
                    silent = silent and not _says_something(message)
                    yield message
                number += 1
                continue
            silent = silent and not _says_something(piece)
            text += len(piece.text) if isinstance(piece, Block) else 0
            if text > TEXT:
                yield Fault("too_much_text", values={"most": TEXT // 1_000_000})
                return
            yield piece
        if silent:
            yield Fault("none_read" if self._unread > unread else "empty")

    def _member(self, outer: Source, member: Source, place: _Place, number: int) -> Iterator[Message]:
        """The messages of a file in the file, unless it is passed over."""
        self._members += 1
        self._bytes += size_of(member.stream)
        first, rest = (place.start[0], place.start[1:]) if place.start else (0, ())
        name = _harmless(member.path.removeprefix(f"{outer.path}#"))
        path = self._unique(f"{outer.path}#{name or number + 1}")
        if number < first:
            return
        if self._members > MEMBERS:
            raise RefusalError("too_many_members", most=MEMBERS)
        if self._bytes > BYTES:
            raise RefusalError("too_many_bytes", most=BYTES // MIB)
        if place.depth == DEEPEST:
            yield Fault("too_deep", values={MEMBER: name})
            return
        inner = replace(member, path=path, within=outer.within or outer.path)
        start = rest if number == first else ()
        yield from self.read(inner, _Place(number, place.depth + 1, place.archives, start))

    def _may_be_empty(self, source: Source) -> bool:
        """Whether nothing is wrong with a file of no bytes: a text may be; any other one was cut off."""
        named = self._formats.get(suffix(source.file))
        return named is None or named.kind in {Kind.PLAIN, Kind.MARKED}

    def _unique(self, path: str) -> str:
        self._paths[path] += 1
        return path if self._paths[path] == 1 else self._unique(f"{path}~{self._paths[path]}")


def _says_something(message: Message) -> bool:
    """Whether a message is of any use to whoever looks for the file."""
    return isinstance(message, (Article, Block, Fault)) or (isinstance(message, About) and bool(message.title))


def _harmless(name: str) -> str:
    """The name of a file in a file as part of an id: no way up, nothing that a terminal would heed."""
    parts = _CONTROLS.sub("_", name).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part.strip() not in {"", ".", ".."})[-LONGEST_NAME:]
