"""Target: what gathers blocks from the events of a parser of markup. It holds nothing but their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from index.documents.html.elements import BLOCKS, BREAKS, CELLS, ROWS, UNREAD, is_hidden, is_of_site

CELL_JOINT = " | "
"""What stands between the cells of a row, which is one block."""
LONGEST_CELL = 300
"""A row with a longer cell, in code points, or with several blocks in a cell, lays out a page: they stay apart."""
MOST_LINKED = 0.2
"""A page is more than a text if more than this share of it are links."""
DEEPEST_TABLE = 20
"""The rows of tables that are nested more deeply are not put together."""
_LINE_END = "\0"
"""Stands for ``<br>`` until white space is dealt with; no parser hands it over as text."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_PARAGRAPH_END = re.compile(f" ?{_LINE_END}(?: ?{_LINE_END})+ ?")


@dataclass(slots=True)
class Page:
    """What a page holds: its visible blocks, its ``<title>``, how many elements there are, and how deep they nest.

    One that has the marks of a web site holds more than a text: menus, for one.
    """

    blocks: list[str]
    title: str
    elements: int
    deepest: int
    is_of_site: bool
    read: int = 0
    """How many bytes were read of it, if not all."""


@dataclass(slots=True)
class Blocks:
    """A parser target that gathers the visible blocks: paragraphs, headings, list items, table rows.

    Elements in ``unread`` are passed over, hidden ones too; what ``<blockquote>`` holds begins with ``quote``.
    """

    unread: frozenset[str] = UNREAD
    quote: str = ""
    title: str = ""
    elements: int = 0
    deepest: int = 0
    _of_site: bool = False
    _links: int = 0
    _linked: int = 0
    _read: int = 0
    _depth: int = 0
    _passed_over: int = 0
    _titles: int = 0
    _preformatted: int = 0
    _quotes: int = 0
    _note: bool = False
    _text: list[str] = field(default_factory=list)
    _rows: list[list[list[str]]] = field(default_factory=list)
    _row_counts: list[bool] = field(default_factory=list)
    _cell_counts: list[bool] = field(default_factory=list)
    _into: list[list[str]] = field(default_factory=lambda: [[]])

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.elements += 1
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        if tag == "title" and not self.title:
            self._titles += 1
        self._of_site = self._of_site or is_of_site(tag, attributes)
        if self._passed_over or tag in self.unread or is_hidden(attributes):
            self._passed_over += 1
            return
        self._open(tag)

    def _open(self, tag: str) -> None:
        if tag in BREAKS:
            self._text.append(_LINE_END)
        elif tag in BLOCKS:
            self._end_block()
            if tag == "pre":
                self._preformatted += 1
            elif tag == "blockquote":
                self._quotes += 1
        elif tag in ROWS:
            self._open_row()
        elif tag in CELLS:
            self._open_cell()
        elif tag == "a":
            self._links += 1
            if self._note:
                self._text.append(" ")  # the sign of a note is no part of the word before it, as the e of XIXe is
        self._note = tag == "sup"

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1
        if tag == "title" and self._titles:
            self._titles -= 1
        if self._passed_over:
            self._passed_over -= 1
            return
        if tag in BLOCKS:
            self._end_block()
            if tag == "pre":
                self._preformatted -= 1
            elif tag == "blockquote":
                self._quotes -= 1
        elif tag in ROWS:
            self._close_row()
        elif tag in CELLS:
            self._close_cell()
        elif tag == "a":
            self._links -= 1
        self._note = False

    def data(self, text: str) -> None:
        """Text, in parts as the parser likes."""
        if self._titles:
            self.title = " ".join(f"{self.title}{text}".split())
        if not self._passed_over and not self._titles:
            self._text.append(text)
            self._read += len(text)
            self._linked += len(text) if self._links else 0
            self._note = self._note and not text.strip()

    def close(self) -> Page:
        """The page is at its end."""
        self._end_block()
        of_site = self._of_site or self._linked > MOST_LINKED * self._read
        return Page(self._into[0], self.title, self.elements, self.deepest, of_site)

    def _open_row(self) -> None:
        self._end_block()
        counts = len(self._rows) < DEEPEST_TABLE
        self._row_counts.append(counts)
        if counts:
            self._rows.append([])

    def _close_row(self) -> None:
        self._end_block()
        if self._row_counts.pop():
            self._put(_row(self._rows.pop()))

    def _open_cell(self) -> None:
        self._end_block()
        counts = len(self._rows) >= len(self._into)
        self._cell_counts.append(counts)
        if counts:
            self._into.append([])

    def _close_cell(self) -> None:
        self._end_block()
        if self._cell_counts.pop():
            self._rows[-1].append(self._into.pop())

    def _end_block(self) -> None:
        if self._text:
            text = "".join(self._text)
            self._text.clear()
            prefix = self.quote if self._quotes else ""
            self._put([prefix + part for part in _parts(text, preformatted=self._preformatted > 0)])

    def _put(self, blocks: list[str]) -> None:
        """Put blocks where they stand: in the cell that is open, in a row as a cell, or in the page."""
        if len(self._rows) >= len(self._into):
            self._rows[-1].append(blocks)
        else:
            self._into[-1].extend(blocks)


def _row(cells: list[list[str]]) -> list[str]:
    """The blocks of a row: one, with all its cells, if it is a row of a table indeed."""
    filled = [cell for cell in cells if cell]
    if all(len(cell) == 1 and len(cell[0]) <= LONGEST_CELL for cell in filled):
        joined = CELL_JOINT.join(cell[0].replace("\n", " ") for cell in filled)
        return [joined] if joined else []
    return [block for cell in filled for block in cell]


def _parts(text: str, *, preformatted: bool) -> Iterator[str]:
    """The blocks of a run of text: two line ends in a row end one, a single one stays a line end."""
    if preformatted:
        plain = text.replace(_LINE_END, "\n").replace("\r\n", "\n").strip("\n").rstrip()
        if plain:
            yield plain
        return
    for part in _PARAGRAPH_END.split(_SPACE.sub(" ", text)):
        lines = filter(None, (line.strip() for line in part.split(_LINE_END)))
        if block := "\n".join(lines):
            yield block
