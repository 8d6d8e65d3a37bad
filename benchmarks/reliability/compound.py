"""Compound files ([MS-CFB]), as Office wrote until 2003 and Outlook still does: streams in a file of sectors."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR, SMALL_SECTOR, SHORT = 512, 64, 4096
END, FREE, IN_TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
STREAM, ROOT = 2, 5


class Chains:
    """Data cut into sectors, each of which names the next one of its chain."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.sectors: list[bytes] = []
        self.table: list[int] = []

    def add(self, data: bytes) -> int:
        """Put ``data`` into sectors; returns the number of the first."""
        first = len(self.sectors)
        parts = [data[at : at + self._size].ljust(self._size, b"\0") for at in range(0, len(data), self._size)]
        self.sectors += parts
        self.table += [*range(first + 1, first + len(parts)), END][: len(parts)]
        return first if parts else END


def compound(streams: Mapping[str, bytes]) -> bytes:
    """The file of ``streams``, all of them at its root. Short ones lie together in the stream of the root."""
    large, small = Chains(SECTOR), Chains(SMALL_SECTOR)
    starts = [(small if len(data) < SHORT else large).add(data) for data in streams.values()]
    together = b"".join(small.sectors)
    entries = [_entry("Root Entry", ROOT, large.add(together), len(together), child=1)]
    for number, ((name, data), start) in enumerate(zip(streams.items(), starts, strict=True), start=1):
        following = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, STREAM, start, len(data), following=following))
    small_table = large.add(_numbers(small.table))
    directory = large.add(b"".join(entries))
    return _header(len(large.sectors), directory, small_table) + b"".join(large.sectors) + _table(large.table)


def _table(table: list[int]) -> bytes:
    """The sector that says of each sector which follows it; it comes last, and there is one only."""
    if len(table) >= SECTOR // 4:
        raise ValueError("the streams of a good file take less than 64 KB")
    return _numbers([*table, IN_TABLE])


def _numbers(numbers: list[int]) -> bytes:
    filled = [*numbers, *[FREE] * (-len(numbers) % (SECTOR // 4))]
    return struct.pack(f"<{len(filled)}I", *filled)


def _header(table: int, directory: int, small_table: int) -> bytes:
    head = struct.pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    places = struct.pack("<9I", 0, 1, directory, 0, SHORT, small_table, 1, END, 0)
    return head + places + struct.pack("<109I", table, *[FREE] * 108)


def _entry(name: str, kind: int, start: int, size: int, *, following: int = FREE, child: int = FREE) -> bytes:
    """An entry of the directory; those of one folder are a chain to the right."""
    raw = name.encode("utf-16-le")
    links = struct.pack("<III", FREE, following, child)
    return struct.pack("<64sHBB", raw, len(raw) + 2, kind, 1) + links + bytes(36) + struct.pack("<IQ", start, size)
