"""The binary format of Word 97 to 2003: where in its streams the parts of a document are ([MS-DOC], 2.5)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from index.documents.office.refusal import RefusalError

_WORD_97 = 0xC1
_ENCRYPTED = 0x0100
_SECOND_TABLE = 0x0200
_COUNTS = 76
"""Where the numbers of characters of the parts stand."""
_PLACES = 154
"""Where pairs of a place in the table stream and a length begin."""
PIECES, RUNS, PARAGRAPHS = 33, 12, 13
"""Which of these pairs are those of the piece table and of the formats of characters and paragraphs."""


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
