"""Older Word documents made by code: a compound file, in it a text in pieces, and the formats of its ranges."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

SECTOR = 512
FIRST = 0x800
"""Where the text begins in the main stream."""
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
HIDDEN = struct.pack("<HB", 0x083C, 1)
DELETED = struct.pack("<HB", 0x0800, 1)
SHOWN = struct.pack("<HB", 0x083C, 0)
IN_TABLE = struct.pack("<HB", 0x2416, 1)
ENDS_ROW = IN_TABLE + struct.pack("<HB", 0x2417, 1)


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB]) of these streams, each filled up to the size of one with its own sectors."""
    contents = [data.ljust(4096, b"\0") for data in streams.values()]
    counts = [-(-len(data) // SECTOR) for data in contents]
    begins = list(accumulate(counts, initial=3))
    table = [FAT, 2, END]
    for begin, count in zip(begins, counts, strict=False):
        table += [*range(begin + 1, begin + count), END]
    assert len(table) <= SECTOR // 4, "one sector of the table is enough for a test"
    header = struct.pack(
        "<8s16x5H6x9I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, END, 0, END, 0),
    )
    header += struct.pack("<109I", 0, *[FREE] * 108)
    entries = [_entry("Root Entry", 5, END, 0, child=1 if streams else FREE)]
    for n, (name, data) in enumerate(zip(streams, contents, strict=True)):
        right = n + 2 if n + 1 < len(streams) else FREE
        entries.append(_entry(name, 2, begins[n], len(data), right=right))
    directory = b"".join(entries).ljust(2 * SECTOR, b"\0")
    assert len(directory) == 2 * SECTOR, "two sectors of names are enough for a test"
    fat = struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table)))
    return header + fat + directory + b"".join(data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0") for data in contents)


def _entry(name: str, kind: int, begin: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", raw, len(raw) + 2, kind, 1, FREE, right, child, begin if kind == 2 else END, size
    )


@dataclass
class Doc:
    """A document: runs of text with their formats, each a piece of its own, in UTF-16 where Windows-1252 lacks it."""

    runs: Sequence[tuple[str, bytes]]
    paragraphs: Sequence[tuple[str, bytes]] = ()
    """The formats of paragraphs, each by the text up to the end of it; together they are the whole text."""
    lengths: Sequence[int] = ()
    """How many characters the main text, the footnotes, heads, comments, endnotes and boxes have."""
    flags: int = 0
    version: int = 0xC1
    streams: Mapping[str, bytes] = field(default_factory=dict)

    def data(self) -> bytes:
        """The file."""
        encoded = [_encoded(text) for text, _ in self.runs]
        places = list(accumulate((len(raw) for raw, _ in encoded), initial=FIRST))
        document = self._head().ljust(FIRST, b"\0") + b"".join(raw for raw, _ in encoded)
        document = document.ljust(-(-len(document) // SECTOR) * SECTOR, b"\0")
        number = len(document) // SECTOR
        document += _page(places, [formats for _, formats in self.runs], 1)
        ends = [
            places[0],
            *(self._place(end, encoded) for end in accumulate(_units(text) for text, _ in self.paragraphs)),
        ]
        document += _page(ends, [formats for _, formats in self.paragraphs], 13)
        table, parts = self._table(encoded, places, number, ends)
        filled = bytearray(document)
        for which, place in parts.items():
            struct.pack_into("<II", filled, 154 + 8 * which, *place)
        return ole({"WordDocument": bytes(filled), "1Table": table, **self.streams})

    def _head(self) -> bytes:
        lengths = (
            [*self.lengths, *[0] * 6][:6] if self.lengths else [sum(_units(text) for text, _ in self.runs), *[0] * 5]
        )
        lengths.insert(3, 0)
        head = struct.pack("<HH6xH", 0xA5EC, self.version, 0x0200 | self.flags).ljust(76, b"\0")
        return head + struct.pack("<7I", *lengths)

    def _table(
        self, encoded: list[tuple[bytes, int]], places: list[int], number: int, ends: list[int]
    ) -> tuple[bytes, dict[int, tuple[int, int]]]:
        counts = list(accumulate((_units(text) for text, _ in self.runs), initial=0))
        pieces = struct.pack(f"<{len(counts)}I", *counts)
        for (_, width), place in zip(encoded, places, strict=False):
            pieces += struct.pack("<HIH", 0, place if width == 2 else 2 * place | 1 << 30, 0)
        clx = b"\1" + struct.pack("<H", 3) + b"abc" + b"\2" + struct.pack("<I", len(pieces)) + pieces
        runs = struct.pack("<III", places[0], places[-1], number)
        paragraphs = struct.pack("<III", ends[0], ends[-1], number + 1) if len(ends) > 1 else b""
        parts = {33: (0, len(clx)), 12: (len(clx), 12), 13: (len(clx) + 12, len(paragraphs))}
        return clx + runs + paragraphs, parts

    def _place(self, characters: int, encoded: list[tuple[bytes, int]]) -> int:
        place = FIRST
        for raw, width in encoded:
            count = len(raw) // width
            if characters <= count:
                return place + characters * width
            characters -= count
            place += len(raw)
        return place


def _units(text: str) -> int:
    """How many characters a text has for Word."""
    return len(text.encode("utf-16-le")) // 2


def _encoded(text: str) -> tuple[bytes, int]:
    try:
        return text.encode("cp1252"), 1
    except UnicodeEncodeError:
        return text.encode("utf-16-le"), 2


def _page(places: Sequence[int], formats: Sequence[bytes], width: int) -> bytes:
    """A page of formats: of characters, or of paragraphs, which begin with the number of their style."""
    page = bytearray(SECTOR)
    count = len(formats)
    page[-1] = count
    struct.pack_into(f"<{count + 1}I", page, 0, *places[: count + 1])
    free = SECTOR - 2
    for k, found in enumerate(formats):
        raw = bytes([len(found)]) + found if width == 1 else _paragraph(found)
        free = (free - len(raw)) // 2 * 2
        page[free : free + len(raw)] = raw
        page[4 * (count + 1) + width * k] = free // 2
    return bytes(page)


def _paragraph(found: bytes) -> bytes:
    """In one of two ways, as the length is odd or even."""
    raw = b"\0\0" + found
    return bytes([(len(raw) + 1) // 2]) + raw if len(raw) % 2 else bytes([0, len(raw) // 2]) + raw


def summary(properties: Mapping[int, str]) -> bytes:
    """A stream of properties ([MS-OLEPS]) in Windows-1252."""
    values = {1: struct.pack("<Ihxx", 2, 1252)}
    for number, text in properties.items():
        raw = text.encode("cp1252") + b"\0"
        values[number] = struct.pack("<II", 30, len(raw)) + raw.ljust(-(-len(raw) // 4) * 4, b"\0")
    places = accumulate((len(value) for value in values.values()), initial=8 + 8 * len(values))
    body = b"".join(struct.pack("<II", *pair) for pair in zip(values, places, strict=False)) + b"".join(values.values())
    section = struct.pack("<II", 8 + len(body), len(values)) + body
    return struct.pack("<HHI16xI16sI", 0xFFFE, 0, 0, 1, b"\xe0\x85\x9f\xf2\xf9\x4f\x68\x10".ljust(16), 48) + section
