"""Delimited text: the rows of a ``.csv`` file, whatever divides its cells."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO

from index.documents.damage import guarded
from index.documents.drafts import About, Piece, Source, title_of_name
from index.documents.tables.rows import Row, row_blocks, row_pieces
from index.documents.text.encoding import decode

MOST_LINES = 200
"""A quote that opens and does not close for more lines than these is a sign like others."""
_DELIMITERS = ";,\t|"
"""If two divide a file equally well, the first one does."""
_NO_DELIMITER = "\x1f"
_LEAST_SHARE = 0.6
"""More than this share of the rows have to be equally wide: commas in a list of sentences do not divide it."""
_SAMPLE = 100
_SAID = re.compile(r"sep=(.)\n?")
"""How Excel is told what divides the cells."""


@guarded
def read_csv(source: Source) -> Iterator[Piece]:
    """A table as text, a ``.csv`` or ``.tsv`` file. What divides its cells is found out."""
    text = decode(source.stream.read())
    yield from row_pieces(About(title=title_of_name(source.file)), row_blocks(csv_rows(text)))


def csv_rows(text: str) -> Iterator[Row]:
    """The rows of a table as text."""
    lines = list(StringIO(text, newline=None))
    said = _SAID.fullmatch(lines[0]) if lines else None
    return _rows(lines, said[1], 1) if said else _rows(lines, delimiter_of(lines), 0)


def delimiter_of(lines: Sequence[str]) -> str:
    """What divides the cells: that by which most rows are equally wide, then that which makes them widest."""
    shares = {delimiter: _share(lines[:_SAMPLE], delimiter) for delimiter in _DELIMITERS}
    best = max(shares, key=lambda delimiter: shares[delimiter])
    return best if shares[best] > (_LEAST_SHARE, 1) else _NO_DELIMITER


def _share(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """The share of the rows that are as wide as most are, and how wide that is; nothing, if that is one cell."""
    widths = Counter(len(row) for row in _rows(lines, delimiter, 0) if row)
    if not widths:
        return 0, 0
    width, number = widths.most_common(1)[0]
    return (number / widths.total(), width) if width > 1 else (0, 0)


def _rows(lines: Sequence[str], delimiter: str, start: int) -> Iterator[Row]:
    while start < len(lines):
        row, length = _row(lines, start, delimiter)
        yield row
        start += length


def _row(lines: Sequence[str], start: int, delimiter: str) -> tuple[Row, int]:
    """The row that begins in a line, and how many lines it takes. If its quotes are wrong it ends where the line does.

    The standard reader would take all the file up to the next quote for one cell.
    """
    few = (lines[number] for number in range(start, min(start + MOST_LINES, len(lines))))
    reader = csv.reader(few, delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        return [cell.strip().strip('"') for cell in lines[start].rstrip("\n").split(delimiter)], 1
