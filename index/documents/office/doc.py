"""Word 97 to 2003: ``.doc`` → its text by the piece table, without what is hidden or deleted ([MS-DOC], 2.4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from index.documents.drafts import Block, Piece
from index.documents.limits import size_of
from index.documents.office.doc_fib import PARAGRAPHS, PIECES, RUNS, Fib, read_fib
from index.documents.office.doc_formats import hidden_ranges, table_ranges
from index.documents.office.doc_text import Text, blocks, read_pieces
from index.documents.office.flow import running_heads
from index.documents.office.properties import Properties, about_of
from index.documents.office.refusal import RefusalError, guarded
from index.documents.office.rtf_fonts import codec
from index.documents.source import Source

if TYPE_CHECKING:
    from olefile import OleFileIO

_DOCUMENT = "WordDocument"
_PROPERTIES = {
    "\x05SummaryInformation": {
        2: "title",
        3: "subject",
        4: "author",
        5: "keywords",
        6: "description",
        12: "created",
        13: "modified",
    },
    "\x05DocumentSummaryInformation": {2: "category", 14: "manager", 15: "company"},
}
"""Properties by their numbers ([MS-OLEPS], 3.1), in two streams."""
_CODEPAGE = 1
_NEVER = 1601
"""The year from which Windows counts."""


def read_doc(source: Source) -> Iterator[Piece]:
    """An older Word document: paragraphs and rows of tables, then notes and text boxes, then what heads all pages."""
    return guarded(_pieces(source))


def _pieces(source: Source) -> Iterator[Piece]:
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
        return value.isoformat() if value.year > _NEVER else ""
    return value.rstrip("\0") if isinstance(value, str) else ""
