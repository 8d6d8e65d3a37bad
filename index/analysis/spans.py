"""Spans: ranges of a text, and the run without a space that a place is in."""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[int, int]
"""A half-open range of a text, in code points."""


def run_around(text: str, place: int) -> Span:
    """The run without a space that ``place`` is in; spaces between digits, which may group them, are part of it.

    No chunk goes over any other space, so a run is read by itself as it is read within its text.
    """
    start, end = text.rfind(" ", 0, place), text.find(" ", place)
    while _may_group(text, start):
        start = text.rfind(" ", 0, start)
    while _may_group(text, end):
        end = text.find(" ", end + 1)
    return start + 1, len(text) if end < 0 else end


def _may_group(text: str, space: int) -> bool:
    return space > 0 and text[space - 1].isdecimal() and text[space + 1 : space + 2].isdecimal()


def apart(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one; those that only touch stay two."""
    row: list[Span] = []
    for start, end in sorted(spans):
        if row and start < row[-1][1]:
            row[-1] = (row[-1][0], max(end, row[-1][1]))
        else:
            row.append((start, end))
    return row
