"""Formats in Word's binary files: which bytes of its text are hidden, and which end cells and rows of tables.

Pages of 512 bytes list ranges of the file and the formats of each ([MS-DOC], 2.9.33 and 2.9.174). A format is a number
of two bytes, whose highest bits say how long what follows is.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator

PAGE = 512
_DELETED, _HIDDEN, _SYMBOL = 0x0800, 0x083C, 0x6A09
_IN_TABLE, _ENDS_ROW = 0x2416, 0x2417
_ON = frozenset({1, 0x81})
"""The second is: other than in the style."""
_LENGTHS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION = 0xD608
_PHYSICAL = 13
"""Bytes for each paragraph, the first of which says where its format is."""
Range = tuple[int, int]


class Ranges:
    """Ranges of bytes of the file that have something in common."""

    def __init__(self, ranges: list[Range]) -> None:
        self._ranges = sorted(ranges)
        self._begins = [begin for begin, _ in self._ranges]

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def __contains__(self, place: int) -> bool:
        n = bisect_right(self._begins, place)
        return n > 0 and place < self._ranges[n - 1][1]

    def outside(self, begin: int, end: int) -> Iterator[Range]:
        """What of a range is in none of these."""
        n = max(0, bisect_right(self._begins, begin) - 1)
        while n < len(self._ranges) and self._ranges[n][0] < end:
            first, last = self._ranges[n]
            if begin < first:
                yield begin, first
            begin = max(begin, last)
            n += 1
        if begin < end:
            yield begin, end


def hidden_ranges(document: bytes, pages: bytes) -> Ranges:
    """Text that was deleted or is hidden, and signs that stand for a symbol of some font."""
    formats = _formats(document, pages, _run_format, 1)
    return Ranges([place for place, found in formats if _is_hidden(found)])


def table_ranges(document: bytes, pages: bytes) -> tuple[Ranges, Ranges]:
    """Paragraphs in tables, and those of them that end rows."""
    inside, ends = [], []
    for place, found in _formats(document, pages, _paragraph_format, _PHYSICAL):
        formats = dict(_single(found))
        if formats.get(_IN_TABLE) in _ON:
            inside.append(place)
        if formats.get(_ENDS_ROW) in _ON:
            ends.append(place)
    return Ranges(inside), Ranges(ends)


def _is_hidden(found: bytes) -> bool:
    return any(
        number == _SYMBOL or (number in {_DELETED, _HIDDEN} and value in _ON) for number, value in _single(found)
    )


def _formats(
    document: bytes, pages: bytes, of: Callable[[bytes, int], bytes], width: int
) -> Iterator[tuple[Range, bytes]]:
    """Ranges of the file and their formats, of all pages that a table of pages names."""
    n = max(0, (len(pages) - 4) // 8)
    numbers = struct.unpack_from(f"<{n}I", pages, 4 * (n + 1)) if n else ()
    for number in dict.fromkeys(number & 0x3FFFFF for number in numbers):
        begin = number * PAGE
        page = document[begin : begin + PAGE]
        if len(page) < PAGE:
            continue
        count = min(page[-1], (PAGE - 5) // (4 + width))
        places = struct.unpack_from(f"<{count + 1}I", page)
        for k in range(count):
            where = 2 * page[4 * (count + 1) + width * k]
            if where and places[k] < places[k + 1]:
                yield (places[k], places[k + 1]), of(page, where)


def _run_format(page: bytes, where: int) -> bytes:
    return page[where + 1 : where + 1 + page[where]]


def _paragraph_format(page: bytes, where: int) -> bytes:
    """The formats of a paragraph, after the number of its style; their length is in words, in one of two ways."""
    if page[where]:
        return page[where + 3 : where + 2 * page[where]]
    return page[where + 4 : where + 2 + 2 * page[where + 1]] if where + 1 < PAGE else b""


def _single(found: bytes) -> Iterator[tuple[int, int]]:
    """Numbers of formats, and the first byte of what follows each."""
    place = 0
    while place + 3 <= len(found):
        number = int.from_bytes(found[place : place + 2], "little")
        yield number, found[place + 2]
        length = _LENGTHS.get(number >> 13)
        if number == _TABLE_DEFINITION:
            length = 1 + int.from_bytes(found[place + 2 : place + 4], "little")
        place += 2 + (length if length is not None else 1 + found[place + 2])
