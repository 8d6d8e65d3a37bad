"""Parts: the files of an engine, and whether they are as the last commit left them.

What an engine notices of damage by itself, it notices when a question needs the bytes; this tells beforehand.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from index.engines.protocol import DamagedError
from index.language import tr

_CHUNK = 1 << 20


class PartError(DamagedError):
    """Something of the data in ``folder`` is missing or damaged: ``reason``."""

    def __init__(self, folder: Path, reason: str) -> None:
        message = tr("the index in {folder} is damaged ({reason}); build it anew with: searcher index")
        super().__init__(message.format(folder=folder.parent, reason=reason))
        self.reason = reason


class Part(NamedTuple):
    """A file of the engine as the last commit left it: its size, time and checksum."""

    size: int
    mtime: int
    checksum: int


def parts_of(folder: Path, before: Mapping[str, Part]) -> dict[str, Part]:
    """The files of the engine in ``folder``; those that are as ``before`` are not read again.

    Hidden and empty ones are housekeeping of its own, which change at any time; the catalogue is none of its files.
    """
    parts = {}
    for directory, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(directory, name)
            status = file.stat()
            size, mtime = status.st_size, status.st_mtime_ns
            if size and not name.startswith((".", "catalogue.")):
                known = before.get(key := file.relative_to(folder).as_posix())
                same = known is not None and known[:2] == (size, mtime)
                parts[key] = known if known and same else Part(size, mtime, _checksum(file))
    return parts


def has_size(file: Path, part: Part) -> bool:
    """Whether a file is there, and of the size that it had."""
    try:
        return file.stat().st_size == part.size
    except OSError:
        return False


def has_bytes(file: Path, part: Part) -> bool:
    """Whether every byte of a file is as it was."""
    try:
        return has_size(file, part) and _checksum(file) == part.checksum
    except OSError:
        return False


def is_whole(file: Path, part: Part) -> bool:
    """Whether a file is as it was: by size and time, or by its bytes where only the time is another, as in a copy."""
    try:
        same_time = file.stat().st_mtime_ns == part.mtime
    except OSError:
        return False
    return has_size(file, part) if same_time else has_bytes(file, part)


def _checksum(file: Path) -> int:
    checksum = 0
    with file.open("rb", buffering=0) as stream:
        while chunk := stream.read(_CHUNK):
            checksum = zlib.crc32(chunk, checksum)
    return checksum
