"""Rows: the rows of a table → blocks, each cell with the heading of its column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise

from index.documents.drafts import About, Block, Piece
from index.model import Fault

Row = Sequence[str]
JOINT = " · "
"""What is between the cells of a row."""
MOST_ROWS = 200_000
_LOOKED_AT = 50
"""Number of rows from which the width of a table is taken."""
_LONGEST_HEADING = 120
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_HEADING = re.compile(r"[\W\d_]*|[-+]?[\d\s.,:/%€$£-]+[A-Za-z€%]{0,3}|\S+@\S+\.\w+|https?://\S+|\d.*T.*\d")


def row_blocks(rows: Iterable[Row]) -> Iterator[str]:
    """One block a row, « Nom : Dupont · Ville : Lyon », without its empty cells.

    What is above the headings is a block as it is.
    """
    filled = (row for row in map(_plain, rows) if any(row))
    first = list(islice(filled, _LOOKED_AT))
    above, headings = _split(first)
    if len(first) == above + 1:
        headings = ()  # and nothing below: then they are all there is to find
    for row in first[:above]:
        yield _block((), row)
    for row in chain(first[above + bool(headings) :], filled):
        yield _block(headings, row)


def row_pieces(about: About, blocks: Iterable[str]) -> Iterator[Piece]:
    """The pieces of a table: its rows, up to a number; a fault says where there are more, or none at all."""
    rest = iter(blocks)
    first = next(rest, None)
    if first is None:
        yield Fault("empty")
        return
    yield about
    yield Block(first)
    yield from map(Block, islice(rest, MOST_ROWS - 1))
    if next(rest, None) is not None:
        yield Fault("too_many_rows", 0, {"most": MOST_ROWS})


def _plain(row: Row) -> list[str]:
    return [" ".join(cell.split()) for cell in row]


def _split(rows: Sequence[Row]) -> tuple[int, Row]:
    """How many rows are above the headings, a title and its like, and the headings; none, if there are none."""
    widths = [sum(map(bool, row)) for row in rows]
    widest = max(widths, default=0)
    above = next((n for n, width in enumerate(widths) if width > 1 and 2 * width >= widest), 0)
    if widest > 1 and _are_headings(rows[above]):
        return above, rows[above]
    return 0, ()


def _are_headings(row: Row) -> bool:
    """Whether a row is all short and different texts; years in a row may be headings, too, not a single one."""
    cells = [cell for cell in row if cell]
    years = [int(cell) for cell in cells if _YEAR.fullmatch(cell)]
    texts = [cell for cell in cells if not _NO_HEADING.fullmatch(cell)]
    in_turn = len(years) > 1 and {abs(later - year) for year, later in pairwise(years)} == {1}
    if not texts or len(texts) + (len(years) if in_turn else 0) < len(cells):
        return False
    counted = Counter(cell.casefold() for cell in cells)
    return max(counted.values()) == 1 and max(map(len, cells)) <= _LONGEST_HEADING


def _block(headings: Row, row: Row) -> str:
    named = chain(headings, ("" for _ in row))
    return JOINT.join(
        f"{heading.rstrip(' :')} : {cell}" if heading else cell
        for heading, cell in zip(named, row, strict=False)
        if cell
    )
