"""The text of Word's binary files: pieces of the file, and the signs in it that end paragraphs, cells and fields."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from index.documents.drafts import Block
from index.documents.faults import RefusalError
from index.documents.office.doc_formats import Ranges
from index.documents.office.flow import row, tidy

_FORMATS, _TABLE = 1, 2
_ONE_BYTE = 1 << 30
_TOKEN = re.compile(r"[\x00-\x1f]|[^\x00-\x1f]+")
_MOST_FIELDS = 100
_CELL = "\x07"
_PARAGRAPH_ENDS = frozenset("\r\x0c\x0e")
_BEGIN, _RESULT, _END = "\x13\x14\x15"
_WRITTEN = {"\t": " ", "\x0b": "\n", "\x1e": "\u2011"}


class _PieceOfFile(NamedTuple):
    """Characters from ``begin`` to ``end`` of the text, and where they are in the file."""

    begin: int
    end: int
    place: int
    width: int


@dataclass(frozen=True, slots=True)
class Text:
    """All that the text of a document is made of."""

    document: bytes
    pieces: list[_PieceOfFile]
    hidden: Ranges
    in_tables: Ranges
    row_ends: Ranges


def read_pieces(table: bytes, most: int) -> list[_PieceOfFile]:
    """The piece table. A text cannot have more characters than there are bytes: pieces do not overlap."""
    place = 0
    while table[place] == _FORMATS:
        place += 3 + int.from_bytes(table[place + 1 : place + 3], "little")
    if table[place] != _TABLE:
        raise RefusalError("damaged")
    (length,) = struct.unpack_from("<I", table, place + 1)
    n = (length - 4) // 12
    ends = struct.unpack_from(f"<{n + 1}I", table, place + 5)
    if max(ends) > most or list(ends) != sorted(ends):
        raise RefusalError("damaged")
    begin = place + 5 + 4 * (n + 1)
    places = (struct.unpack_from("<I", table, begin + 8 * k + 2)[0] for k in range(n))
    return [_piece(ends[k], ends[k + 1], place) for k, place in enumerate(places)]


def _piece(begin: int, end: int, place: int) -> _PieceOfFile:
    """A piece of Windows-1252, whose place is written twice as far on, or of UTF-16."""
    if place & _ONE_BYTE:
        return _PieceOfFile(begin, end, (place & ~_ONE_BYTE) // 2, 1)
    return _PieceOfFile(begin, end, place, 2)


def blocks(text: Text, begin: int, end: int) -> Iterator[Block]:
    """The paragraphs, and rows of tables, of a range of characters."""
    paragraph: list[str] = []
    cell: list[str] = []
    cells: list[list[str]] = []
    for sign, place in _shown(text, begin, end):
        if sign != _CELL and sign not in _PARAGRAPH_ENDS:
            paragraph.append(sign)
            continue
        found = tidy("".join(paragraph))
        paragraph.clear()
        if sign == _CELL and _ends_row(text, place, empty=not found and not cell and bool(cells)):
            yield from map(Block, row(cells))
            cells = []
        elif sign == _CELL:
            cells.append(cell + found)
            cell = []
        elif place in text.in_tables:
            cell += found
        else:
            yield from map(Block, [*row(cells), *cell, *found])
            cells, cell = [], []
    yield from map(Block, [*row(cells), *cell, *tidy("".join(paragraph))])


def _ends_row(text: Text, place: int, *, empty: bool) -> bool:
    """Whether a mark ends a row rather than a cell; where the file does not say so, an empty cell does."""
    return place in text.row_ends if text.row_ends else empty


def _shown(text: Text, begin: int, end: int) -> Iterator[tuple[str, int]]:
    """Text that is shown and signs that end it, with their places: without the instructions of fields."""
    fields: list[bool] = []
    for sign, place in _tokens(text, begin, end):
        if sign == _BEGIN and len(fields) < _MOST_FIELDS:
            fields.append(False)
        elif sign == _RESULT and fields:
            fields[-1] = True
        elif sign == _END and fields:
            fields.pop()
        elif sign == _CELL or sign in _PARAGRAPH_ENDS:
            fields = [True] * len(fields)  # instructions hardly ever go on in the next paragraph
            yield sign, place
        elif all(fields) and (sign >= " " or sign in _WRITTEN):
            yield _WRITTEN.get(sign, sign), place


def _tokens(text: Text, begin: int, end: int) -> Iterator[tuple[str, int]]:
    for piece in text.pieces:
        first, last = max(begin, piece.begin), min(end, piece.end)
        if first >= last:
            continue
        place = piece.place + (first - piece.begin) * piece.width
        encoding = "cp1252" if piece.width == 1 else "utf-16-le"
        for start, stop in text.hidden.outside(place, place + (last - first) * piece.width):
            place = start
            for sign in _TOKEN.findall(text.document[start:stop].decode(encoding, errors="replace")):
                yield sign, place
                place += len(sign.encode(encoding, errors="replace"))
