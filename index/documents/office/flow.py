"""The flow of a text as its elements are read: paragraphs one by one, a table row as one, boxes after what they are in.

A row whose cells hold text in one of them only lays out a page rather than tells of things that belong together: then
its paragraphs stay apart, as they do where they are long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from index.documents.drafts import Block

CELLS = " | "
LONGEST_ROW = 1_500
"""Cells that hold more code points together are columns of a page, not a row of a table."""
_PAGE_NUMBER = re.compile(r"(?:page|p\.|sur|de|of|[\W\d_])*", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\f\v]{2,}|[\t\r\f\v]")
_LINE_END = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{2,}")


class _Frame:
    """Paragraphs that occur together: of the document, of a cell, of a box, of a note."""

    __slots__ = ("after", "done", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.after: list[str] = []
        self.done: list[str] = []


class Flow:
    """What a reader writes to, and takes blocks from."""

    def __init__(self, page: int | None = None) -> None:
        self._page = page
        self._frames = [_Frame()]
        self._rows: list[list[list[str]]] = []
        self._blocks: list[Block] = []

    def write(self, text: str) -> None:
        """Add to the paragraph; a line end in XML is a space."""
        self._frames[-1].parts.append(text.replace("\n", " ") if "\n" in text else text)

    def end_line(self) -> None:
        """Begin a new line of the paragraph."""
        self._frames[-1].parts.append("\n")

    def end_paragraph(self) -> None:
        """Begin a new paragraph, after the boxes and notes of this one."""
        frame = self._frames[-1]
        if frame.parts:
            frame.done += tidy("".join(frame.parts))
            frame.parts.clear()
        if frame.after:
            frame.done += frame.after
            frame.after.clear()

    def unwritten(self) -> str:
        """The paragraph so far."""
        return " ".join("".join(self._frames[-1].parts).split())

    def mark(self) -> int:
        """Where the paragraph has got to."""
        return len(self._frames[-1].parts)

    def written_since(self, mark: int) -> str:
        """What was added to the paragraph since it had got to ``mark``."""
        return "".join(self._frames[-1].parts[mark:]).strip()

    def cut(self, mark: int) -> None:
        """Leave out what was added since ``mark``."""
        del self._frames[-1].parts[mark:]

    def enter(self) -> None:
        """Begin something that is no part of the paragraph around it."""
        self._frames.append(_Frame())

    def leave(self) -> list[str]:
        """End what was begun last; its paragraphs."""
        self.end_paragraph()
        return self._frames.pop().done

    def add_after(self, texts: Iterable[str]) -> None:
        """Paragraphs that follow the present one."""
        self._frames[-1].after += texts

    def open_row(self) -> None:
        """Begin a row of a table."""
        self.end_paragraph()
        self._rows.append([])

    def close_cell(self) -> None:
        """End the cell that was entered last."""
        texts = self.leave()
        if self._rows:
            self._rows[-1].append(texts)
        else:
            self._frames[-1].done += texts

    def close_row(self, *, kept: bool = True) -> None:
        """End a row; one that was deleted is not kept."""
        cells = self._rows.pop()
        if kept:
            self._frames[-1].done += row(cells)

    def turn(self, page: int) -> None:
        """Begin a page."""
        self._blocks += self.take()
        self._page = page

    def take(self) -> list[Block]:
        """The blocks that are whole, each once."""
        done = self._frames[0].done
        blocks = [*self._blocks, *(Block(text, self._page) for text in done)]
        done.clear()
        self._blocks.clear()
        return blocks

    def finish(self) -> Iterator[Block]:
        """The blocks that are left, those of boxes and cells without an end too."""
        while len(self._frames) > 1:
            self._frames[-2].after += self.leave()
        self.end_paragraph()
        yield from self.take()


def row(cells: Sequence[Sequence[str]]) -> list[str]:
    """The paragraphs of a table row: one as a rule, with its cells beside one another."""
    filled = [cell for cell in cells if cell]
    texts = [text for cell in filled for text in cell]
    if len(filled) < 2 or sum(map(len, texts)) > LONGEST_ROW:  # noqa: PLR2004
        return texts
    return [CELLS.join(map(" ".join, filled))]


def tidy(text: str) -> list[str]:
    """Paragraphs without white space that is only there to be seen; empty lines end them. Hard spaces stay."""
    text = _SPACES.sub(" ", text)
    if "\n" not in text:
        text = text.strip(" ")
        return [text] if text.strip() else []
    lines = _LINE_END.sub("\n", text).strip("\n ")
    return [part for part in _EMPTY_LINES.split(lines) if part.strip()]


def running_heads(blocks: Iterable[Block]) -> Iterator[Block]:
    """What is at the head and foot of pages, each text once, page numbers aside."""
    seen: set[str] = set()
    for block in blocks:
        if block.text not in seen and not _PAGE_NUMBER.fullmatch(block.text):
            yield block
        seen.add(block.text)
