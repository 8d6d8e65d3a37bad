"""A source: the file that a reader is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Source:
    """``file`` on this machine, called ``path`` in the index; ``stream`` are its bytes, which are read once."""

    file: str
    path: str
    stream: BinaryIO
