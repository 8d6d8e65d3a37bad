"""Rows: pieces that stand beside one another on the page → lines, and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from index.documents.pdf.lines import Line
from index.documents.pdf.marks import is_item

Row = list[Line]
_LEADER = re.compile(r" ?(?:[.·_…]\s?){5,}")
EVEN = 1.8
"""The spaces of a justified line differ by less than this factor."""
WIDEST = 4
"""A single one is no wider than this, in sizes."""


def in_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, each whole; where several in a row have gaps, they are rows of a table."""
    found: list[Line] = []
    rows = list(_rows(lines))
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


def _rows(lines: Sequence[Line]) -> Iterator[Row]:
    row: Row = []
    for line in lines:
        if row and not (line.level_with(row[-1]) and line.left > row[-1].left):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


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
