"""A piece of a chunk: a word, where it stands, and how it can be reached."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Role(Enum):
    """How a word came to stand at its place."""

    WORD = "word"
    """As written, one of the words of the text."""
    JOINED = "joined"
    """The parts of a compound written as one, at the place of the first."""
    PART = "part"
    """A word inside another (« homme » in « prud'homme »): found, but not what a query of the whole asks for."""


class Piece(NamedTuple):
    """A word of a chunk: code points ``[start, end)`` of the chunk, ``place`` from 0, ``unit`` from 0.

    Words that share a ``place`` are forms of one another. Words that share a ``unit`` make one compound.
    """

    word: str
    start: int
    end: int
    place: int = 0
    unit: int = 0
    role: Role = Role.WORD

    def moved(self, offset: int, places: int, units: int) -> Piece:
        """The same piece further on in its chunk."""
        return Piece(
            self.word, self.start + offset, self.end + offset, self.place + places, self.unit + units, self.role
        )
