"""Reading order: the pieces of lines of a page → its lines, each whole, and those of a column together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from index.documents.pdf.column import is_item
from index.documents.pdf.lines import Line, runs

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
LARGER = 1.8
"""An initial is so much larger than the lines beside it."""
_INITIAL = re.compile(r"[«“—–]?\s?[^\W\d_](?:[’'])?")
_WORD_ALONE = re.compile(r"[AÀOÔY]")
Row = list[Line]
_LEADER = re.compile(r" ?(?:[.·_…]\s?){5,}")
EVEN = 1.8
"""The spaces of a justified line differ by less than this factor."""
WIDEST = 4
"""A single one is no wider than this, in sizes."""


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, from the pieces of them that its words make."""
    return in_rows(with_initials(by_column(lines)))


def by_column(lines: Sequence[Line]) -> Sequence[Line]:
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


def with_initials(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, with each initial before its line, and the lines beside it moved to its left."""
    found: list[Line] = []
    initial: Line | None = None
    for line in lines:
        if initial is not None and _is_beside(line, initial):
            if found[-1] is initial:
                found[-1] = _begun(initial, line)
            else:
                found.append(replace(line, left=initial.left))
            continue
        found.append(line)
        initial = line if _INITIAL.fullmatch(line.text) else None
    return found


def _is_beside(line: Line, initial: Line) -> bool:
    """Whether a line is to the right of an initial and not below it, in smaller letters."""
    small = initial.size > LARGER * line.size and line.turn == initial.turn
    level = -line.size / 2 < line.baseline - initial.baseline < initial.size
    return small and level and 0 <= line.left - initial.left < 2 * initial.size


def _begun(initial: Line, line: Line) -> Line:
    # « À la ville »: a space is seldom seen between so large a letter and its text.
    space = " " if _WORD_ALONE.fullmatch(initial.text) and line.left - initial.right > line.size / 2 else ""
    return replace(line, text=initial.text + space + line.text, left=initial.left)


def in_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, each whole; where several in a row have gaps, they are rows of a table."""
    found: list[Line] = []
    rows = list(runs(lines, lambda line, following: following.level_with(line) and following.left > line.left))
    edges = {_edges(row) for row in rows if len(row) == 1}
    whole = [[_joined(row)] if len(row) > 1 and _is_stretched(row, edges) else _with_marks(row) for row in rows]
    for several, group in groupby(whole, lambda row: len(row) > 1):
        some = list(group)
        found += [_whole(row, is_row=several and len(some) > 1) for row in some]
    return found


def _whole(row: Row, *, is_row: bool) -> Line:
    """A row as a line; that of a table of contents ends with its page, without the dots before it."""
    line = _joined(row) if len(row) > 1 else row[0]
    text, leaders = _LEADER.subn(" ", line.text)
    return replace(line, text=text.strip(), row=True) if is_row or leaders else line


def _edges(row: Row) -> tuple[int, int]:
    return round(row[0].left), round(row[-1].right)


def _is_stretched(row: Row, edges: set[tuple[int, int]]) -> bool:
    """Whether pieces were only moved apart by justification: to the edges of other lines, by spaces of one width."""
    left, right = _edges(row)
    if not any((left + x, right + y) in edges for x in (-1, 0, 1) for y in (-1, 0, 1)):
        return False
    gaps = [following.left - line.right for line, following in pairwise(row)]
    spaces = [*gaps, *(line.space for line in row if line.space)]
    return max(spaces) < EVEN * min(spaces) and (len(spaces) > 1 or gaps[0] < WIDEST * row[0].size)


def _with_marks(row: Row) -> Row:
    """The pieces of a row, those of a list item with their mark."""
    return [_joined(row[:2]), *row[2:]] if len(row) > 1 and is_item(row[0].text + " ") else row


def _joined(row: Row) -> Line:
    longest = max(row, key=lambda line: len(line.text))
    hyphen = ["-" if line.broken else "" for line in row[:-1]]
    return replace(
        longest,
        text=" ".join(line.text + mark for line, mark in zip(row, [*hyphen, ""], strict=True)),
        left=row[0].left,
        right=row[-1].right,
        broken=row[-1].broken,
        first=row[0].first,
        space=max(line.space for line in row),
    )
