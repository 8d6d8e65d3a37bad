"""Rows: a chunk → the first word of each of its places, as written, and the other words that stand there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from index.analysis.pieces import Role
from index.analysis.reading import read_chunk, simple_reading
from index.analysis.written import REMEMBERED, is_simple, written

Row = tuple[str, tuple[str, ...]]
"""The first word of each place of a chunk, as written and a space between, and the other words that stand there."""


@lru_cache(maxsize=REMEMBERED)
def row_of(chunk: str) -> Row:
    """What the rules read of a chunk."""
    word = chunk.lower()
    if is_simple(word):
        return word, ()
    if simple := simple_reading(chunk):
        return " ".join(map(written, chain.from_iterable(simple))), ()
    firsts: dict[int, str] = {}
    others: dict[tuple[int, str], None] = {}
    for piece in read_chunk(chunk):
        if piece.role is Role.WORD and piece.place not in firsts:
            firsts[piece.place] = piece.word
        else:
            others[piece.place, piece.word] = None
    beside_firsts = tuple(word for place, word in others if word != firsts[place])
    return " ".join(map(written, firsts.values())), beside_firsts


def others_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The other words of all rows."""
    return tuple(chain.from_iterable([others for _, others in rows if others]))
