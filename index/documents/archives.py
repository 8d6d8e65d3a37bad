"""Archives: the files in a zip or gzip file, never unpacked to disk, and counted as they are read: headers lie."""

from __future__ import annotations

import gzip
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import Protocol

from index.documents.damage import DAMAGE, Unpacking
from index.documents.drafts import Aside, Piece, Source
from index.documents.faults import MEMBER, RefusalError
from index.documents.formats import FORMATS, Kind, is_hidden, kind_of, suffix
from index.documents.limits import MIB, MOST_RATIO, size_of
from index.model import Fault

SMALL = 4 * MIB
"""Less than this does no harm, however well it is packed."""
LARGEST = 256 * MIB
"""A file in an archive is read into memory."""
CHUNK = 1 << 16
ENCRYPTED = 0x1
UTF8 = 0x800
_DAMAGE = (*DAMAGE, OSError, RuntimeError)


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_zip(source: Source) -> Iterator[Piece]:
    """The files in a zip file whose names say that they can be read, in order."""
    try:
        archive = zipfile.ZipFile(source.stream)
    except _DAMAGE:
        archive = None
    if archive is None or is_cut(archive):
        yield Fault("damaged")
        return
    files = {_name_of(member): member for member in archive.infolist() if not member.is_dir()}
    names = {name: member for name, member in files.items() if suffix(name) in FORMATS and _is_shown(name)}
    yield from _others(source, [name for name in files if name not in names], is_read=bool(names))
    if names and all(member.flag_bits & ENCRYPTED for member in names.values()):
        yield Fault("encrypted")
        return
    size = size_of(source.stream)
    unpacking = Unpacking(size, SMALL)
    for name, member in names.items():
        try:
            yield _nested(source, name, _unpacked(archive, member, size, unpacking), _time_of(member))
        except RefusalError as refusal:
            if unpacking.is_over:
                yield refusal.fault
                return
            yield refusal.fault._replace(values={**refusal.fault.values, MEMBER: name})


def read_gzip(source: Source) -> Iterator[Piece]:
    """The one file in a gzip file, which is called as that is, without its suffix."""
    name = PurePosixPath(source.file).name.removesuffix(".gz").removesuffix(".GZ")
    size = size_of(source.stream)
    try:
        with gzip.GzipFile(fileobj=source.stream) as stream:
            yield _nested(source, name, _read(stream, size, Unpacking(size, SMALL)))
    except RefusalError as refusal:
        yield refusal.fault
    except _DAMAGE:
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


def _others(source: Source, names: Sequence[str], *, is_read: bool) -> Iterator[Piece]:
    """What is to be said of the files in a zip file that are not read, which a program may pack its own files in."""
    named, shown = FORMATS.get(suffix(source.file)), [name for name in names if _is_shown(name)]
    if named is None and not is_read:
        yield Aside({kind_of(source.file): 1})
    elif shown and (named is None or named.kind is Kind.ARCHIVE):
        yield Aside(Counter(map(kind_of, shown)))
    if named and names and not is_read:
        yield Fault("none_read")


def _is_shown(name: str) -> bool:
    """Whether a file in an archive is one of a person, and neither hidden nor of a system."""
    parts = [part for part in name.split("/") if part.strip(".")]
    return bool(parts) and not any(map(is_hidden, parts)) and parts[0] != "__MACOSX"


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


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, size: int, unpacking: Unpacking) -> bytes:
    if member.flag_bits & ENCRYPTED:
        raise RefusalError("encrypted")
    try:
        with archive.open(member) as stream:
            return _read(stream, min(member.compress_size, size), unpacking)
    except _DAMAGE as error:
        raise RefusalError("damaged") from error


def _read(stream: _Stream, packed: int, unpacking: Unpacking) -> bytes:
    """All bytes of ``stream``, which takes ``packed`` bytes in the archive. Raises RefusalError."""
    data = BytesIO()
    while chunk := stream.read(CHUNK):
        data.write(chunk)
        unpacking.count(len(chunk))
        if data.tell() > max(SMALL, MOST_RATIO * packed):
            raise RefusalError("bomb", most=MOST_RATIO)
        if data.tell() > LARGEST:
            raise RefusalError("member_too_large", most=LARGEST // MIB)
    return data.getvalue()
