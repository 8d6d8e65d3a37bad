"""Limits: how much memory, time, text and nesting a file may take to be read."""

from __future__ import annotations

import io
import math
from time import monotonic
from typing import BinaryIO, NamedTuple

from index.model import Fault

MB = 1_000_000
MIB = 1 << 20
MEMORY = 1 << 30
"""Bytes of address space of a worker."""
START_SECONDS = 60.0
"""How long a worker may take to start."""
WORN_OUT = 500
"""A worker is replaced after so many files: libraries lose memory."""
MEMBERS = 10_000
"""Files in a file, at all depths together."""
BYTES = 1 << 30
"""Bytes of the files in a file, counted as they are read."""
MOST_RATIO = 200
"""What is packed better than this, and large, was made to fill the memory of whoever opens it."""
DEEPEST = 4
"""Levels of files in files that are read."""
DEEPEST_ARCHIVES = 2
"""Levels of them that may be archives."""
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
PATIENCE_WITH_PICTURES = PATIENCE._replace(whole=86_400.0)
"""Each page that is drawn has its time, and there may be thousands."""


class Clock:
    """How long a worker takes: for each source by itself, and for the file with all the files in it.

    It runs only while the worker is waited for; that its messages are not asked for is not its fault.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._limits: list[float] = []
        self._left = self._whole = START_SECONDS
        self._since = math.inf
        self._late = False

    def begin_file(self) -> None:
        """Another file is asked for."""
        self._limits = [self._patience.most]
        self._left, self._whole = self._patience.most, self._patience.whole

    def begin_source(self, size: int) -> None:
        """A source of so many bytes is begun."""
        self._left = self._patience.seconds_for(size)
        self._limits.append(self._left)

    def end(self) -> None:
        """It is read; for what is around it, time begins anew."""
        self._limits.pop()
        self._left = self._limits[-1]

    def go_on(self) -> None:
        """The worker has drawn a page, and has as much time for the next one."""
        self._left = self._limits[-1]

    def run(self) -> None:
        """The worker is waited for from now on."""
        self._since = monotonic()

    def stop(self) -> None:
        """The worker has answered."""
        spent = monotonic() - self._since
        self._since = math.inf
        self._left -= spent
        self._whole -= spent

    @property
    def late(self) -> bool:
        """Whether the worker is waited for and takes too long."""
        self._late = self._late or monotonic() - self._since > min(self._left, self._whole)
        return self._late

    def fault(self) -> Fault:
        """Why the worker is lost, whose clock this is."""
        if not self._late:
            return Fault("crashed")
        limit = self._patience.whole if self._whole <= self._left else self._limits[-1]
        return Fault("timeout", values={"seconds": round(limit)})


def size_of(stream: BinaryIO) -> int:
    """How many bytes a stream has, which is at its beginning then."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size
