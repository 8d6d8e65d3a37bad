"""State of Rich Text Format: what holds to the end of a group, and the rows of tables that are open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.documents.office.flow import Flow

MOST_LEVELS = 100


@dataclass(slots=True)
class Group:
    """What holds up to the end of a group."""

    destination: str = "text"
    """``text``, ``nowhere``, ``fonts``, ``styles``, or the name of a property."""
    optional: bool = False
    """Whether readers may leave the group out that do not know its first word."""
    font: int = 0
    fallback: int = 1
    """How many characters follow a Unicode one, for readers that do not know it."""
    hidden: bool = False
    deleted: bool = False
    style: int = 0
    level: int = 0
    """In how many tables the text is."""
    implied: bool = False
    """Whether it is in a table only because the definition of a row came before it."""
    opened: bool = False
    """Whether the group is a box, a note, or the head of a page."""

    @property
    def is_shown(self) -> bool:
        """Whether text in the group is text of the document that a reader sees."""
        return self.destination == "text" and not (self.hidden or self.deleted)

    def plain(self, font: int) -> None:
        """Text as it is by default."""
        self.hidden = self.deleted = False
        self.font = font

    def set_fallback(self, number: int | None) -> None:
        """Set how many replacement characters follow a Unicode character."""
        self.fallback = max(0, number or 0)

    def set_style(self, number: int | None) -> None:
        """Paragraphs are in the style of this number."""
        self.style = number or 0

    def hide(self, number: int | None) -> None:
        """Text is hidden, or with 0 shown again."""
        self.hidden = number != 0

    def delete(self, number: int | None) -> None:
        """Text was deleted, or with 0 was not."""
        self.deleted = number != 0

    def plain_paragraph(self, _number: int | None) -> None:
        """A paragraph as it is by default: in no table."""
        self.level = self.style = 0
        self.implied = False

    def enter_table(self, _number: int | None) -> None:
        """In a table, if in none so far."""
        self.nest(max(1, self.level))

    def nest(self, number: int | None) -> None:
        """In so many tables."""
        self.level = min(max(0, number or 0), MOST_LEVELS)
        self.implied = False

    def define_row(self, _number: int | None) -> None:
        """A row follows: some programs say nothing else of its paragraphs."""
        if not self.level:
            self.level = 1
            self.implied = True

    def end_row(self) -> None:
        """A row has ended, and with it what it implied."""
        if self.implied:
            self.level = 0


GROUP_WORDS: Mapping[str, Callable[[Group, int | None], None]] = {
    "uc": Group.set_fallback,
    "s": Group.set_style,
    "v": Group.hide,
    "deleted": Group.delete,
    "pard": Group.plain_paragraph,
    "intbl": Group.enter_table,
    "itap": Group.nest,
    "trowd": Group.define_row,
}
"""What control words say of the group that they are in."""


class Tables:
    """The rows that are open in a flow, each within a cell of the one before."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._rows: list[bool] = []
        """For each row, whether a cell is open."""

    def reach(self, level: int) -> None:
        """Go to where text in so many tables belongs: rows and cells begin with the first text that is in them."""
        while len(self._rows) > level:
            self.close_row()
        while len(self._rows) < level:
            self._open_cell()
            self.flow.open_row()
            self._rows.append(False)
        self._open_cell()

    def close_cell(self, level: int) -> None:
        """End a cell of the innermost of so many tables."""
        self.reach(level)
        self.flow.close_cell()
        self._rows[-1] = False

    def close_row(self) -> None:
        """End the innermost row."""
        if self._rows:
            if self._rows.pop():
                self.flow.close_cell()
            self.flow.close_row()

    def _open_cell(self) -> None:
        if self._rows and not self._rows[-1]:
            self.flow.enter()
            self._rows[-1] = True
