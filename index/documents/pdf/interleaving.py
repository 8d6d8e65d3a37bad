"""Columns: those that were written line by line, across both of them, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.documents.pdf.lines import Line

FEWEST = 8
"""Columns are known by so many lines."""
SHARE = 0.25
"""Each has at least this part of the lines of its page, and so often the stream goes from one to the other."""
CROSSING = 0.2
"""At most this part of the lines goes over both columns: titles, heads."""
FILLED = 0.7
"""A line of a column fills this part of it, as a rule; a cell of a table does not."""
LETTERS = 15
"""And it has more than so many letters, on average."""


def unwoven(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a page, those of a column together: so they are mostly written, but not by every program."""
    if len(lines) < FEWEST or len({line.turn for line in lines}) > 1:
        return lines
    gutter = _gutter(lines)
    if gutter is None or not _is_woven(lines, gutter):
        return lines
    return [line for zone in _zones(lines, gutter) for line in sorted(zone, key=lambda line: line.left >= gutter)]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the second of two columns begins: at the second of the two places where most lines begin."""
    starts = Counter(round(line.left) for line in lines).most_common(2)
    if len(starts) < 2:  # noqa: PLR2004
        return None
    gutter = max(start for start, _ in starts) - 1.0
    crossing = sum(_crosses(line, gutter) for line in lines)
    left = [line for line in lines if line.right < gutter]
    right = [line for line in lines if line.left >= gutter]
    if crossing > CROSSING * len(lines) or min(len(left), len(right)) < SHARE * len(lines):
        return None
    return gutter if _is_filled(left) and _is_filled(right) else None


def _is_woven(lines: Sequence[Line], gutter: float) -> bool:
    sides = [line.left >= gutter for line in lines]
    return sum(one != other for one, other in pairwise(sides)) > SHARE * len(lines)


def _zones(lines: Sequence[Line], gutter: float) -> Iterator[list[Line]]:
    """The lines between those that go over both columns, which are zones of their own."""
    zone: list[Line] = []
    for line in lines:
        if _crosses(line, gutter):
            yield zone
            yield [line]
            zone = []
        else:
            zone.append(line)
    yield zone


def _crosses(line: Line, gutter: float) -> bool:
    return line.left < gutter <= line.right


def _is_filled(lines: Sequence[Line]) -> bool:
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    filled = sum(line.right - line.left > FILLED * (right - left) for line in lines)
    return 2 * filled > len(lines) and sum(len(line.text) for line in lines) > LETTERS * len(lines)
