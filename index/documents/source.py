"""A source: the file that a reader is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Source:
    """``file`` on this machine, called ``path`` in the index; ``stream`` are its bytes, which are read once.

    ``modified`` is when it was last written, in seconds since the epoch, where that is known. An attachment or a member
    of an archive lies ``within`` the file of that path. Of a paged file nothing after ``last_page`` is to be read, if
    that is given.
    """

    file: str
    path: str
    stream: BinaryIO
    modified: float | None = None
    within: str = ""
    last_page: int | None = None
