"""Blocks: a page as a text → its visible blocks. One pass of a parser, which holds nothing but their text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from index.documents.html.elements import (
    BLOCKS,
    BOILERPLATE,
    BREAKS,
    CELLS,
    LINE_END,
    NEVER_READ,
    ROWS,
    UNREAD,
    is_hidden,
    is_of_site,
    row_blocks,
    text_blocks,
)

MOST_ELEMENTS = 1_000_000
"""Nothing is read of a page after so many: there is a book in them, or nothing that people read."""
_AT_ONCE = 1 << 16
MOST_LINKED = 0.2
"""A page is more than a text if more than this share of it are links."""
DEEPEST_TABLE = 20
"""The rows of tables that are nested more deeply are not put together."""


def html_blocks(markup: str, *, quote: str = "") -> list[str]:
    """All the visible blocks of a page."""
    return _parsed(markup, Page(quote=quote)).blocks


def main_blocks(markup: str) -> Page:
    """A page with its visible blocks, but navigation, asides and footers, if that leaves any.

    What is usually no text, as what is in forms, is read where there is nothing else.
    """
    page = _parsed(markup, Page(unread=UNREAD | BOILERPLATE))
    for unread in (UNREAD, NEVER_READ):
        page = page if page.blocks else _parsed(markup, Page(unread=unread))
    return page


def _parsed(markup: str, page: Page) -> Page:
    from lxml import etree

    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=False)
    data = markup.encode("utf-8", "replace")
    read = 0
    try:
        while read < len(data) and page.elements < MOST_ELEMENTS:
            parser.feed(data[read : read + _AT_ONCE])
            read += _AT_ONCE
        if read >= len(data):
            parser.close()
    except etree.XMLSyntaxError:
        pass  # nothing but white space or comments; and what a broken page held before it broke is kept
    page.close()
    page.cut_at = read if read < len(data) else 0
    return page


@dataclass(slots=True)
class Page:
    """A page as a parser tells of it: its visible blocks, which are paragraphs, headings, list items and table rows.

    Elements in ``unread`` are passed over, hidden ones too; lines of a ``<blockquote>`` begin with ``quote``.
    ``title`` is its ``<title>``; ``elements`` counts them, ``deepest`` says how deep they nest, and ``cut_at`` how many
    bytes were read, if not all.
    """

    unread: frozenset[str] = UNREAD
    quote: str = ""
    title: str = ""
    elements: int = 0
    deepest: int = 0
    cut_at: int = 0
    _of_site: bool = False
    _linked: int = 0
    _read: int = 0
    _depth: int = 0
    _passed_over: int = 0
    _titles: int = 0
    _within: Counter[str] = field(default_factory=Counter)
    _note: bool = False
    _text: list[str] = field(default_factory=list)
    _rows: list[list[list[str]]] = field(default_factory=list)
    _kept_rows: list[bool] = field(default_factory=list)
    _kept_cells: list[bool] = field(default_factory=list)
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
            self._text.append(LINE_END)
        elif tag in BLOCKS:
            self._end_block()
        elif tag in ROWS:
            self._open_row()
        elif tag in CELLS:
            self._open_cell()
        elif tag == "a" and self._note:
            self._text.append(" ")  # the sign of a note is no part of the word before it, as the e of XIXe is
        self._note = tag == "sup"
        self._within[tag] += 1

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
        elif tag in ROWS:
            self._close_row()
        elif tag in CELLS:
            self._close_cell()
        self._note = False
        self._within[tag] -= 1

    def data(self, text: str) -> None:
        """Text, in parts as the parser likes."""
        if self._titles:
            self.title = " ".join(f"{self.title}{text}".split())
        if not self._passed_over and not self._titles:
            self._text.append(text)
            self._read += len(text)
            self._linked += len(text) if self._within["a"] else 0
            self._note = self._note and not text.strip()

    def close(self) -> None:
        """The page is at its end."""
        self._end_block()

    @property
    def blocks(self) -> list[str]:
        """The blocks that have ended."""
        return self._into[0]

    @property
    def is_of_site(self) -> bool:
        """Whether it has the marks of a web site, and so holds more than a text: menus, for one."""
        return self._of_site or self._linked > MOST_LINKED * self._read

    def _open_row(self) -> None:
        self._end_block()
        kept = len(self._rows) < DEEPEST_TABLE
        self._kept_rows.append(kept)
        if kept:
            self._rows.append([])

    def _close_row(self) -> None:
        self._end_block()
        if self._kept_rows.pop():
            self._put(row_blocks(self._rows.pop()))

    def _open_cell(self) -> None:
        self._end_block()
        kept = len(self._rows) >= len(self._into)
        self._kept_cells.append(kept)
        if kept:
            self._into.append([])

    def _close_cell(self) -> None:
        self._end_block()
        if self._kept_cells.pop():
            self._rows[-1].append(self._into.pop())

    def _end_block(self) -> None:
        if self._text:
            text = "".join(self._text)
            self._text.clear()
            prefix = self.quote if self._within["blockquote"] else ""
            parts = text_blocks(text, preformatted=self._within["pre"] > 0)
            self._put([prefix + part.replace("\n", f"\n{prefix}") for part in parts])

    def _put(self, blocks: list[str]) -> None:
        """Put blocks where they occur: in the cell that is open, in a row as a cell, or in the page."""
        if len(self._rows) >= len(self._into):
            self._rows[-1].append(blocks)
        else:
            self._into[-1].extend(blocks)
