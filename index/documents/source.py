"""A source: the file a reader is given, and how it says what it could not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from index.language import tr


@dataclass(frozen=True, slots=True)
class Source:
    """``file`` on this machine, called ``path`` in the index; ``stream`` are its bytes, which are read once."""

    file: str
    path: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that could not be read, in one line for the user; ``line`` counts from 1, 0 for the whole file."""

    message: str
    line: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.message
        return tr("line {number}: {message}").format(number=self.line, message=self.message)
