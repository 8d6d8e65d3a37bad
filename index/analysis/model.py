"""Token: a word of a text, its position and its range."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple


class Role(Enum):
    """How a word came to be at its position."""

    WORD = "word"
    """As written, one of the words of the text."""
    ELIDED = "elided"
    """A word before an apostrophe, another after it."""
    JOINED = "joined"
    """The parts of a compound written as one, at the position of the first."""
    PART = "part"
    """A word inside another (« 1 » in « 1er »): found, but not what a query of the whole asks for."""


class Token(NamedTuple):
    """A word at ``[start, end)``, in code points. ``exact`` is case folded, with its accents as written.

    Tokens of one ``position`` are forms of one another; tokens of one ``unit`` are parts of one compound.
    """

    exact: str
    start: int
    end: int
    position: int = 0
    unit: int = 0
    role: Role = Role.WORD

    @property
    def is_word(self) -> bool:
        """Whether it is one of the words of the text."""
        return self.role in _WORDS

    def moved(self, offset: int, positions: int, units: int) -> Token:
        """The same token further on in its text."""
        return Token(
            self.exact,
            self.start + offset,
            self.end + offset,
            self.position + positions,
            self.unit + units,
            self.role,
        )


_WORDS = (Role.WORD, Role.ELIDED)


def whole(chunk: str, word: str) -> tuple[Token]:
    """A chunk as a single ``word``."""
    return (Token(word, 0, len(chunk)),)


def in_a_row(groups: Sequence[Sequence[Token]], starts: Sequence[int], *, apart: bool) -> Sequence[Token]:
    """Groups of tokens one after the other; each a unit of its own (``apart``) or all one unit."""
    row: list[Token] = []
    positions = units = 0
    for group, start in zip(groups, starts, strict=True):
        if apart:
            row.extend(token.moved(start, positions, units) for token in group)
            units += 1 + max(token.unit for token in group)
        else:
            row.extend(token.moved(start, positions, -token.unit) for token in group)
        positions += 1 + max(token.position for token in group)
    return tuple(row)
