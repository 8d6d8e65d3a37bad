"""Word 97 to 2003: ``.doc`` → its text by the piece table, without what is hidden or deleted ([MS-DOC], 2.4.1)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from index.documents.damage import guarded
from index.documents.drafts import Block, Piece, Source
from index.documents.faults import RefusalError
from index.documents.limits import size_of
from index.documents.office.doc_formats import hidden_ranges, table_ranges
from index.documents.office.doc_text import Text, blocks, read_pieces
from index.documents.office.flow import running_heads
from index.documents.office.fonts import codec
from index.documents.office.properties import Properties, about_of

if TYPE_CHECKING:
    from olefile import OleFileIO

_DOCUMENT = "WordDocument"
_SUMMARY = {2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "description", 12: "created", 13: "modified"}
_MORE = {2: "category", 14: "manager", 15: "company"}
_PROPERTIES = {"\x05SummaryInformation": _SUMMARY, "\x05DocumentSummaryInformation": _MORE}
"""Properties by their numbers ([MS-OLEPS], 3.1), in two streams."""
_CODEPAGE = 1
_EPOCH = 1601
"""The year from which Windows counts."""
_WORD_97 = 0xC1
_ENCRYPTED = 0x0100
_SECOND_TABLE = 0x0200
_COUNTS = 76
"""Offset of the numbers of characters of the parts."""
_PLACES = 154
"""Offset of the pairs of an offset in the table stream and a length."""
PIECES, RUNS, PARAGRAPHS = 33, 12, 13
"""Which of these pairs are those of the piece table and of the formats of characters and paragraphs."""


@guarded
def read_doc(source: Source) -> Iterator[Piece]:
    """An older Word document: paragraphs and rows of tables, then notes and text boxes, then what heads all pages."""
    import olefile

    size = size_of(source.stream)
    with olefile.OleFileIO(source.stream) as ole:
        if ole.exists("EncryptedPackage"):
            raise RefusalError("encrypted")
        document = _stream(ole, _DOCUMENT, size)
        fib = read_fib(document)
        table = _stream(ole, fib.table, size)
        yield about_of(_properties(ole, size))
    yield from _blocks(fib, document, table)


def _blocks(fib: Fib, document: bytes, table: bytes) -> Iterator[Block]:
    inside, ends = table_ranges(document, fib.part(table, PARAGRAPHS))
    text = Text(
        document,
        read_pieces(fib.part(table, PIECES), len(document)),
        hidden_ranges(document, fib.part(table, RUNS)),
        inside,
        ends,
    )
    notes = fib.main + fib.footnotes
    heads = notes + fib.heads
    comments = heads + fib.comments
    yield from blocks(text, 0, notes)
    yield from blocks(text, comments, comments + fib.endnotes + fib.boxes)
    yield from running_heads(blocks(text, notes, heads))


def _stream(ole: OleFileIO, name: str, size: int) -> bytes:
    """A stream as a whole, which cannot be larger than the file."""
    if not ole.exists(name) or ole.get_size(name) > size:
        raise RefusalError("damaged")
    return bytes(ole.openstream(name).read())


def _properties(ole: OleFileIO, size: int) -> Properties:
    found: Properties = {}
    for stream, names in _PROPERTIES.items():
        if not ole.exists(stream) or ole.get_size(stream) > size:
            continue
        values = ole.getproperties(stream, convert_time=True)
        codepage = values.get(_CODEPAGE)
        encoding = codec(codepage & 0xFFFF if isinstance(codepage, int) else 1252)
        for number, name in names.items():
            if text := _text(values.get(number), encoding):
                found[name] = [text]
    return found


def _text(value: object, encoding: str) -> str:
    if isinstance(value, bytes):
        return value.decode(encoding, errors="replace").rstrip("\0")
    if isinstance(value, datetime):
        return value.isoformat() if value.year > _EPOCH else ""
    return value.rstrip("\0") if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Fib:
    """What the beginning of the main stream says: the lengths of the parts, one after the other in one text."""

    data: bytes
    main: int
    footnotes: int
    heads: int
    comments: int
    endnotes: int
    boxes: int

    @property
    def table(self) -> str:
        """The name of the stream that holds the tables."""
        return "1Table" if _flags(self.data) & _SECOND_TABLE else "0Table"

    def part(self, table: bytes, which: int) -> bytes:
        """One of the tables."""
        begin, length = struct.unpack_from("<II", self.data, _PLACES + 8 * which)
        return table[begin : begin + length]


def read_fib(data: bytes) -> Fib:
    """The beginning of the main stream of a document. Word 6 and 95 wrote something else."""
    mark, version = struct.unpack_from("<HH", data)
    if mark != 0xA5EC:  # noqa: PLR2004
        raise RefusalError("damaged")
    if version < _WORD_97:
        raise RefusalError("unsupported")
    if _flags(data) & _ENCRYPTED:
        raise RefusalError("encrypted")
    main, footnotes, heads, _, comments, endnotes, boxes = struct.unpack_from("<7I", data, _COUNTS)
    return Fib(data, main, footnotes, heads, comments, endnotes, boxes)


def _flags(data: bytes) -> int:
    return int.from_bytes(data[10:12], "little")
