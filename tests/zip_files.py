"""Zip files made by hand, as zipfile would never write them: for the tests of archives."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from struct import pack

ENCRYPTED, UTF8, DEFLATED = 0x1, 0x800, 8


def zipped(members: Mapping[str, bytes | str], *, packed: bool = True) -> bytes:
    """An honest zip file, the same whenever it is made."""
    stream, method = io.BytesIO(), zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


class RawZip:
    """A zip file whose headers say what one likes."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._directory = bytearray()
        self._members = 0

    def add(self, name: bytes, data: bytes, *, flags: int = 0, said: int | None = None, at: int | None = None) -> int:
        """A member whose size is ``said`` to be; at the place of another one, if given. Returns its place."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
        size = len(data) if said is None else said
        sums = pack("<III", zlib.crc32(data), len(packed), size)
        place = len(self._data) if at is None else at
        if at is None:
            self._data += pack("<IHHHHH", 0x04034B50, 20, flags, DEFLATED, 0, 0x5821) + sums
            self._data += pack("<HH", len(name), 0) + name + packed
        self._directory += pack("<IHHHHHH", 0x02014B50, 20, 20, flags, DEFLATED, 0, 0x5821) + sums
        self._directory += pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, place) + name
        self._members += 1
        return place

    def data(self) -> bytes:
        """The file."""
        n = min(self._members, 0xFFFF)
        end = pack("<IHHHHIIH", 0x06054B50, 0, 0, n, n, len(self._directory), len(self._data), 0)
        return bytes(self._data + self._directory) + end
