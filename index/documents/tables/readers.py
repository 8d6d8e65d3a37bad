"""Tables: text with delimiters, or a workbook → one block a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from index.documents.drafts import About, Block, Piece, title_of_name
from index.documents.encoding import NotTextError, decode
from index.documents.office.refusal import guarded
from index.documents.source import Source
from index.documents.tables.delimited import csv_rows
from index.documents.tables.rows import row_blocks
from index.documents.tables.workbook import Workbook
from index.model import Fault

MOST_ROWS = 200_000


def read_csv(source: Source) -> Iterator[Piece]:
    """A table as text, a ``.csv`` or ``.tsv`` file. What divides its cells is found out."""
    try:
        text = decode(source.stream.read())
    except NotTextError:
        yield Fault("not_text")
        return
    yield from _pieces(About(title=title_of_name(source.file)), row_blocks(csv_rows(text)))


def read_sheet(source: Source) -> Iterator[Piece]:
    """A workbook, an ``.xlsx``, ``.xls`` or ``.ods`` file: its sheets one after the other, each below its name."""
    return guarded(_sheets(source))


def _sheets(source: Source) -> Iterator[Piece]:
    workbook = Workbook(source.stream)
    about = workbook.about()
    about = about if about.title else about._replace(title=title_of_name(source.file))
    yield from _pieces(about, workbook.blocks())


def _pieces(about: About, blocks: Iterable[str]) -> Iterator[Piece]:
    """The rows, up to a number; a fault says where there are more, or none at all."""
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
