"""Packages: the members of a zip file, read one by one. Nothing is unpacked, and bytes are counted as they are read."""

from __future__ import annotations

import zipfile
from typing import IO, BinaryIO, Protocol

from index.documents.damage import DAMAGE, Unpacking
from index.documents.faults import RefusalError
from index.documents.limits import MEMBERS, MIB, size_of

OLE = b"\xd0\xcf\x11\xe0"
"""How Word's older files begin, and new ones that are locked by a password."""
HARMLESS = 32 * MIB
"""No ratio is too high below: 20,000 rows of a table that are nearly the same are no bomb."""
LARGEST_PART = 16 * MIB
"""Parts that are read as a whole (styles, properties, lists of parts) are small."""
_ENCRYPTED = 0x1


class Readable(Protocol):
    """Whatever bytes can be read from, as many as wanted at a time."""

    def read(self, n: int = ..., /) -> bytes:
        """At most ``n`` bytes; none at the end."""


class Package:
    """A zip file by the names of its members, which are compared as Windows does: either slash, any case."""

    def __init__(self, stream: BinaryIO) -> None:
        if stream.read(len(OLE)) == OLE:
            raise RefusalError("encrypted")
        self.unpacking = Unpacking(size_of(stream), HARMLESS)
        self._zip = zipfile.ZipFile(stream)
        if len(self._zip.filelist) > MEMBERS:
            raise RefusalError("too_many_members", most=MEMBERS)
        self._members = {_key(member.filename): member for member in self._zip.filelist}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def open(self, name: str) -> Readable:
        """The bytes of a member, to be read part by part. What is no package of its format lacks the member."""
        member = self._members.get(_key(name))
        if member is None or member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise RefusalError("damaged")
        if member.flag_bits & _ENCRYPTED:
            raise RefusalError("encrypted")
        try:
            return _Counted(self.unpacking, self._zip.open(member))
        except DAMAGE as error:
            raise RefusalError("damaged") from error

    def read(self, name: str) -> bytes:
        """A small member as a whole."""
        data = self.open(name).read(LARGEST_PART + 1)
        if len(data) > LARGEST_PART:
            raise RefusalError("member_too_large", most=LARGEST_PART // MIB)
        return data


class _Counted:
    def __init__(self, unpacking: Unpacking, member: IO[bytes]) -> None:
        self._unpacking = unpacking
        self._member = member

    def read(self, n: int = 1 << 16, /) -> bytes:
        try:
            data = self._member.read(n)
        except DAMAGE as error:
            raise RefusalError("damaged") from error
        self._unpacking.count(len(data))
        return data


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
