"""Archives: the files in a zip or gzip file, never unpacked to disk, and counted as they are read: headers lie."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import Protocol

from index.documents.drafts import Piece
from index.documents.faults import MEMBER
from index.documents.formats import FORMATS, is_hidden, suffix
from index.documents.limits import BYTES, MIB, size_of
from index.documents.source import Source
from index.model import Fault

RATIO = 200
"""What is packed better than this, and large, was made to fill the memory of whoever opens it."""
SMALL = 4 * MIB
"""Less than this does no harm, however well it is packed."""
LARGEST = 256 * MIB
"""A file in an archive is read into memory."""
CHUNK = 1 << 16
ENCRYPTED = 0x1
UTF8 = 0x800
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile and gzip raise for bytes that are not as they should be, or packed in a way that they do not know."""


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _RefusedError(Exception):
    """What is in an archive is not read any further; ``fault`` says why, ``final`` that the rest is not read either."""

    def __init__(self, fault: Fault, *, final: bool = False) -> None:
        super().__init__(fault.code)
        self.fault = fault
        self.final = final


def read_zip(source: Source) -> Iterator[Piece]:
    """The files in a zip file whose names say that they can be read, in the order they stand in."""
    try:
        archive = zipfile.ZipFile(source.stream)
    except DAMAGE:
        yield Fault("damaged")
        return
    if is_cut(archive):
        yield Fault("damaged")
        return
    names = {name: member for member in archive.infolist() if _is_read(name := _name_of(member))}
    if names and all(member.flag_bits & ENCRYPTED for member in names.values()):
        yield Fault("encrypted")
        return
    unpacking = _Unpacking(size_of(source.stream))
    for name, member in names.items():
        try:
            yield _nested(source, name, _unpacked(archive, member, unpacking), _time_of(member))
        except _RefusedError as error:
            yield error.fault if error.final else error.fault._replace(values={**error.fault.values, MEMBER: name})
            if error.final:
                return


def read_gzip(source: Source) -> Iterator[Piece]:
    """The one file in a gzip file, which is called as that is, without its suffix."""
    name = PurePosixPath(source.file).name.removesuffix(".gz").removesuffix(".GZ")
    size = size_of(source.stream)
    try:
        with gzip.GzipFile(fileobj=source.stream) as stream:
            yield _nested(source, name, _Unpacking(size).read(stream, size))
    except _RefusedError as error:
        yield error.fault
    except DAMAGE:
        yield Fault("damaged")


def _nested(source: Source, name: str, data: bytes, modified: float | None = None) -> Source:
    return Source(PurePosixPath(name).name, f"{source.path}#{name}", BytesIO(data), modified)


def _time_of(member: zipfile.ZipInfo) -> float | None:
    """When a file in a zip file was last written, where it was packed; None for what is no time."""
    try:
        return datetime(*member.date_time).timestamp()  # noqa: DTZ001  # zip files know nothing of time zones
    except (ValueError, OverflowError, OSError):
        return None


def is_cut(archive: zipfile.ZipFile) -> bool:
    """Whether a zip file is cut off behind the end of a zip file in it, which zipfile takes for its own end."""
    return min((member.header_offset for member in archive.infolist()), default=0) > 0


def _is_read(name: str) -> bool:
    parts = [part for part in name.split("/") if part.strip(".")]
    return suffix(name) in FORMATS and not any(map(is_hidden, parts)) and parts[0] != "__MACOSX"


def _name_of(member: zipfile.ZipInfo) -> str:
    """The name of a file in a zip file. Where it does not say that it is UTF-8, it may be all the same, or CP850."""
    name = member.filename
    if not member.flag_bits & UTF8:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp850")
    return name.replace("\\", "/")


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, unpacking: _Unpacking) -> bytes:
    if member.flag_bits & ENCRYPTED:
        raise _RefusedError(Fault("encrypted"))
    try:
        with archive.open(member) as stream:
            return unpacking.read(stream, member.compress_size)
    except DAMAGE as error:
        raise _RefusedError(Fault("damaged")) from error


class _Unpacking:
    """Counts what is unpacked of an archive of ``size`` bytes."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._read = 0

    def read(self, stream: _Stream, packed: int) -> bytes:
        """All bytes of ``stream``, which takes ``packed`` bytes in the archive. Raises _RefusedError."""
        data = BytesIO()
        most = max(SMALL, RATIO * min(packed, self._size))
        while chunk := stream.read(CHUNK):
            data.write(chunk)
            self._read += len(chunk)
            self._check()
            if data.tell() > most:
                raise _RefusedError(Fault("bomb", values={"most": RATIO}))
            if data.tell() > LARGEST:
                raise _RefusedError(Fault("member_too_large", values={"most": LARGEST // MIB}))
        return data.getvalue()

    def _check(self) -> None:
        if self._read > BYTES:
            raise _RefusedError(Fault("too_many_bytes", values={"most": BYTES // MIB}), final=True)
        if self._read > max(SMALL, RATIO * self._size):
            raise _RefusedError(Fault("bomb", values={"most": RATIO}), final=True)
