"""Outlook messages made by code: an OLE file with the streams of a message, as small as the format allows."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]
SECTOR, SHORT = 512, 4096
_NONE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def text(code: str, value: str) -> dict[str, bytes]:
    return {f"__substg1.0_{code}001F": value.encode("utf-16-le")}


def ansi(code: str, value: str) -> dict[str, bytes]:
    return {f"__substg1.0_{code}001E": value.encode("cp1252")}


def binary(code: str, value: bytes) -> dict[str, bytes]:
    return {f"__substg1.0_{code}0102": value}


def sent(moment: datetime | None = None, before: int = 32) -> dict[str, bytes]:
    """The properties of a fixed length: when it was sent."""
    if moment is None:
        return {"__properties_version1.0": bytes(before)}
    ticks = int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    return {"__properties_version1.0": bytes(before) + struct.pack("<LLQ", 0x00390040, 6, ticks)}


def attachment(number: int, content: Tree) -> dict[str, Tree]:
    return {f"__attach_version1.0_#{number:08X}": content}


def ole(tree: Tree) -> bytes:
    """A compound file: streams in sectors, short ones in the small sectors of the stream of the root."""
    sectors, small = _Sectors(SECTOR), _Sectors(64)
    entries = _entries(tree, sectors, small)
    root = _entry("Root Entry", _ROOT, _NONE, entries[0][1], sectors.store(small.data()), len(small.data()))
    table = sectors.store(struct.pack(f"<{len(small.next)}L", *small.next).ljust(SECTOR, b"\xff"))
    directory = sectors.store(root + b"".join(entry for entry, _ in entries[1:]))
    fats = 1
    while fats * SECTOR // 4 < len(sectors.next) + fats:
        fats += 1
    first = len(sectors.next)
    header = struct.pack(
        "<8s16xHHHHH6x9L", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, fats, directory, 0, SHORT, table, len(small.next) * 4 // SECTOR + 1, _END, 0,
    )  # fmt: skip
    places = [*range(first, first + fats), *[_NONE] * (109 - fats)]
    following = [*sectors.next, *[_FAT] * fats]
    following += [_NONE] * (fats * SECTOR // 4 - len(following))
    return b"".join(
        (header, struct.pack("<109L", *places), sectors.data(), struct.pack(f"<{len(following)}L", *following))
    )


class _Sectors:
    def __init__(self, size: int) -> None:
        self._size = size
        self._parts: list[bytes] = []
        self.next: list[int] = []

    def store(self, data: bytes) -> int:
        """The number of the first sector of ``data``."""
        if not data:
            return _END
        first = len(self._parts)
        parts = [data[at : at + self._size] for at in range(0, len(data), self._size)]
        self._parts += [part.ljust(self._size, b"\0") for part in parts]
        self.next += [*range(first + 1, first + len(parts)), _END]
        return first

    def data(self) -> bytes:
        return b"".join(self._parts)


def _entries(tree: Tree, sectors: _Sectors, small: _Sectors) -> list[tuple[bytes, int]]:
    """The entries of the directory, and the first child of each; those of a folder are a chain to the right."""
    entries: list[tuple[bytes, int]] = []

    def add(name: str, content: bytes | Tree, following: int) -> int:
        number = len(entries)
        entries.append((b"", _NONE))
        child = _NONE
        if isinstance(content, bytes):
            start = (small if len(content) < SHORT else sectors).store(content)
            entries[number] = (_entry(name, _STREAM, following, _NONE, start, len(content)), _NONE)
            return number
        for inner, value in sorted(content.items(), reverse=True):
            child = add(inner, value, child)
        entries[number] = (_entry(name, _STORAGE, following, child, 0, 0), child)
        return number

    add("Root Entry", tree, _NONE)
    return entries


def _entry(name: str, kind: int, following: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack("<64sHBBLLL36xLQ", encoded, len(encoded) + 2, kind, 1, _NONE, following, child, start, size)
