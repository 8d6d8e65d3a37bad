"""Groups of Rich Text Format: what a control word says holds up to the end of the group it stands in."""

from __future__ import annotations

from dataclasses import dataclass

MOST_LEVELS = 100


@dataclass(slots=True)
class Group:
    """What holds up to the end of a group."""

    goes: str = "text"
    """``text``, ``nowhere``, ``fonts``, ``styles``, or the name of a property."""
    optional: bool = False
    """Whether readers may leave the group out that do not know its first word."""
    font: int = 0
    stands_for: int = 1
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
        return self.goes == "text" and not (self.hidden or self.deleted)

    def plain(self, font: int) -> None:
        """Text as it is by default."""
        self.hidden = self.deleted = False
        self.font = font

    def plain_paragraph(self) -> None:
        """A paragraph as it is by default: in no table."""
        self.level = self.style = 0
        self.implied = False

    def enter_table(self, level: int) -> None:
        """In so many tables."""
        self.level = min(max(0, level), MOST_LEVELS)
        self.implied = False

    def define_row(self) -> None:
        """A row follows: some programs say nothing else of its paragraphs."""
        if not self.level:
            self.level = 1
            self.implied = True

    def end_row(self) -> None:
        """A row has ended, and with it what it implied."""
        if self.implied:
            self.level = 0
