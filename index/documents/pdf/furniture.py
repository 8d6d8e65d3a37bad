"""Furniture: running heads and page numbers, which are not part of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from index.documents.pdf.lines import Line
from index.documents.pdf.pages import Page

Row = list[Line]
NEIGHBOURS = 2
"""A head is looked for on so many pages before and after: left and right pages have their own."""
ROWS = 4
"""Furniture is among so many of the highest or of the lowest lines of a page."""
MARGIN = 0.2
"""And within this part of the height of the page."""
LONGEST, PIECES = 200, 20
"""No head has more letters, or is in more pieces beside one another."""
BODY = 1.5
"""Lines of a paragraph are nearer to one another than this, in sizes, as a rule."""
TOLERANCE = 2.0
"""What is at the same height differs by less, in points."""
_NUMBERS = re.compile(r"\d+")
_ROMAN = re.compile(r"\W*[ivxlc]+\W*")
_FIRST_OR_LAST = re.compile(r"^\W*(\d{1,5})\b|\b(\d{1,5})\W*$")
_OWN_NUMBER = re.compile(r"\W*(?:page|p\.)?\W*(\d{1,5})\W*|.*\b(\d{1,5})\s?(?:sur|de|of|/)\s?\d{1,5}\W*")


def without_furniture(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page but for those that are at its edge and on a page nearby, digits aside."""
    edges = [_Edges(page) for page in pages]
    kept: list[list[Line]] = []
    for n, page in enumerate(pages):
        furniture = edges[n].furniture(edges[max(0, n - NEIGHBOURS) : n] + edges[n + 1 : n + 1 + NEIGHBOURS])
        kept.append([line for line in page.lines if id(line) not in furniture])
    return kept


class _Edges:
    """The highest and the lowest lines of a page, from its edges inwards."""

    def __init__(self, page: Page) -> None:
        self._page = page.number
        rows = _rows([line for line in page.lines if len(line.text) <= LONGEST])
        margin = MARGIN * (page.top - page.bottom)
        top = [row for row in rows[:ROWS] if row[0].baseline > page.top - margin and len(row) <= PIECES]
        bottom = [
            row for row in rows[: -ROWS - 1 : -1] if row[0].baseline < page.bottom + margin and len(row) <= PIECES
        ]
        # Each row with the next one inwards.
        self._sides = [
            list(zip_longest(top, rows[1 : len(top) + 1])),
            list(zip_longest(bottom, rows[-2::-1][: len(bottom)])),
        ]
        self._outermost = [*top[:1], *bottom[:1]]
        self._heights: dict[str, list[Line]] = {}
        for line in (line for row in (*top, *bottom) for line in row):
            self._heights.setdefault(_key(line), []).append(line)
        self._numbers = [(line, number) for row in self._outermost for line in row for number in _numbers(line)]

    def furniture(self, neighbours: Sequence[_Edges]) -> set[int]:
        """The ``id`` of each line of this page that is furniture."""
        found: set[int] = set()
        for rows in self._sides:
            outermost = True
            for row, inner in rows:
                lines = self._of_row(row, neighbours, doubtful=not outermost or _is_body(row, inner))
                if outermost and self._is_numbered(row, neighbours):
                    lines = row
                outermost = outermost and len(lines) == len(row)
                found.update(map(id, lines))
        return found

    def _of_row(self, row: Row, neighbours: Sequence[_Edges], *, doubtful: bool) -> Row:
        """The lines of a row that pages nearby have as well: one such page will do if it has them all, else two."""
        shared = {id(line): sum(edges.has(line) for edges in neighbours) for line in row}
        least = 1 if min(shared.values()) and not doubtful else 2
        return [line for line in row if shared[id(line)] >= least]

    def has(self, line: Line) -> bool:
        """Whether this page has the same at the same height."""
        return any(_at_one_height(line, other) for other in self._heights.get(_key(line), ()))

    def _is_numbered(self, row: Row, neighbours: Sequence[_Edges]) -> bool:
        """Whether a row has the number of its page at the height where the others have theirs, or nothing else.

        So a head is known that changes with each section, and the number of a single page.
        """
        if row is self._outermost[-1] and len(row) == 1 and self._is_own_number(row[0]):
            return True
        numbers = [(line, number) for line, number in self._numbers if any(line is other for other in row)]
        return any(edges.counts(line, number - self._page) for edges in neighbours for line, number in numbers)

    def counts(self, line: Line, offset: int) -> bool:
        """Whether a line of this page is at the height of ``line`` and has a number so much above the page's own."""
        return any(number - self._page == offset and _at_one_height(line, other) for other, number in self._numbers)

    def _is_own_number(self, line: Line) -> bool:
        found = _OWN_NUMBER.fullmatch(line.text.casefold())
        return bool(found and int(found[1] or found[2]) == self._page)


def _is_body(row: Row, inner: Row | None) -> bool:
    """Whether the next row inwards is as near and as large as if both were lines of one paragraph."""
    if inner is None:
        return False
    line, other = row[0], inner[0]
    return line.same_size(other) and abs(line.baseline - other.baseline) < BODY * line.size


def _rows(lines: Sequence[Line]) -> list[Row]:
    """The lines of a page from its top to its bottom; those beside one another together."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda line: -line.baseline):
        if rows and _at_one_height(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _at_one_height(line: Line, other: Line) -> bool:
    return abs(line.baseline - other.baseline) < TOLERANCE and line.turn == other.turn


def _key(line: Line) -> str:
    """What furniture has in common: its words, and that there is a number."""
    words = " ".join(line.text.casefold().split())
    return "0" if _ROMAN.fullmatch(words) else _NUMBERS.sub("0", words)


def _numbers(line: Line) -> list[int]:
    return [int(found[1] or found[2]) for found in _FIRST_OR_LAST.finditer(line.text)]
