"""Limits: what a worker may take to read a file."""

from __future__ import annotations

import io
from typing import BinaryIO, NamedTuple

MB = 1_000_000
MIB = 1 << 20
MEMORY = 1 << 30
"""Bytes of address space of a worker."""
WORN_OUT = 500
"""A worker is replaced after so many files: libraries lose memory."""
MEMBERS = 10_000
"""Files in a file, at all depths together, …"""
BYTES = 1 << 30
"""… and bytes of them, as they are read."""
DEEPEST = 4
"""A file in a file in a file: so many levels are read, …"""
DEEPEST_ARCHIVES = 2
"""… and so many of them may be archives."""
TEXT = 50_000_000
"""Code points of one article; what follows is left out."""


class Patience(NamedTuple):
    """How many seconds reading may take: for any file, more for each MB, at most; and with all the files in it."""

    any_file: float = 20.0
    each_mb: float = 2.0
    most: float = 120.0
    whole: float = 600.0

    def seconds_for(self, size: int) -> float:
        """How long reading ``size`` bytes may take."""
        return min(self.most, self.any_file + self.each_mb * size / MB)


PATIENCE = Patience()


def size_of(stream: BinaryIO) -> int:
    """How many bytes a stream has, which is at its beginning then."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size
