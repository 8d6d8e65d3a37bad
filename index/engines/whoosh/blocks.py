"""Blocks: numbers, the rows of many documents, what is stored of them and lines of the catalogue, as bytes."""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from index.model import FileEntry

_BYTES = range(4) if sys.byteorder == "little" else range(3, -1, -1)
"""The bytes of a number as they lie in memory, the lowest first."""


class Row(NamedTuple):
    """What is known of a document in numbers: its kind, and the lengths in words of its text and its title.

    ``telling`` is the length of its text without the stop words.
    """

    kind: int
    length: int
    telling: int
    title_length: int


class Line(NamedTuple):
    """A line of the catalogue, and the document that stands for it."""

    doc: int
    file: FileEntry


def pack_numbers(numbers: array[int]) -> bytes:
    """Numbers of four bytes: the lowest byte of each, then the next, as far as any number has it; and how many do."""
    data = numbers.tobytes()
    planes = [data[byte::4] for byte in _BYTES]
    while len(planes) > 1 and not planes[-1].strip(b"\0"):
        planes.pop()
    return b"".join((*planes, bytes((len(planes),))))


def unpack_numbers(block: bytes, start: int = 0, end: int | None = None) -> array[int]:
    """The numbers from ``start`` to ``end`` of a block that :func:`pack_numbers` made."""
    count = (len(block) - 1) // block[-1]
    end = count if end is None else end
    data = bytearray(4 * (end - start))
    for plane, byte in zip(range(block[-1]), _BYTES, strict=False):
        data[byte::4] = block[plane * count + start : plane * count + end]
    numbers = array("I")
    numbers.frombytes(data)
    return numbers


class Rows:
    """The rows of documents as they are added, and how many of their words are stop words."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, int, int]] = []
        self._stops: Counter[int] = Counter()

    def add(self, kind: int, length: int, title_length: int) -> None:
        """Add the row of the next document."""
        self._rows.append((kind, length, title_length))

    def hold_stop_word(self, docs: Iterable[int]) -> None:
        """``docs`` hold a stop word, as often as they are named."""
        self._stops.update(docs)

    def rows(self) -> list[Row]:
        """All of them."""
        stops = self._stops
        return [Row(kind, size, size - stops[doc], title) for doc, (kind, size, title) in enumerate(self._rows)]


def pack_rows(rows: Iterable[Row]) -> bytes:
    """``rows`` as a block."""
    return pack_numbers(array("I", chain.from_iterable(rows)))


def unpack_rows(block: bytes) -> list[array[int]]:
    """The rows of a block, by column."""
    numbers = unpack_numbers(block)
    return [numbers[column :: len(Row._fields)] for column in range(len(Row._fields))]


def pack_data(data: Sequence[object]) -> bytes:
    """What is stored of documents, as a block."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpack_data(block: bytes) -> list[Any]:
    """What :func:`pack_data` put into a block; tuples are lists now."""
    return list(json.loads(block.decode("utf-8", "surrogatepass")))


def pack_lines(lines: Sequence[Line]) -> bytes:
    """Lines of the catalogue, by column, as a block."""
    docs, files = zip(*lines, strict=True)
    return pack_data((docs, *zip(*files, strict=True)))


def unpack_lines(block: bytes) -> Iterator[Line]:
    """The lines of a block."""
    docs, *columns = unpack_data(block)
    return map(Line, docs, map(FileEntry, *columns))
