"""Stories of a Word document: the paragraphs of the document itself, or of a text box, that follow one another."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.documents.office.styles import Styles

_MOST_FIELDS = 100
"""More are in one another only where their ends are missing."""


@dataclass(slots=True)
class Story:
    """Where reading is in a story."""

    styles: Styles
    style: str = ""
    run_style: str = ""
    hidden: bool | None = None
    """Whether the run says that it is hidden."""
    numbering: str | None = None
    """The list that the paragraph says it is an item of; empty for none, None where it leaves that to its style."""
    level: int | None = None
    joins_next: bool = False
    """Whether the paragraph goes on in the next one."""
    fields: list[bool] = field(default_factory=list)
    """Of each field that has begun, whether its result has, too."""

    @property
    def is_shown(self) -> bool:
        """Whether the text of the run is: by its own word, else by its style, else by that of its paragraph."""
        if self.hidden is None:
            self.hidden = self.styles.hides(self.run_style) or self.styles.hides(self.style)
        return not self.hidden and all(self.fields)

    def begin_paragraph(self) -> None:
        """A paragraph is in no style until it says so."""
        self.style = ""
        self.joins_next = False
        self.numbering = self.level = None
        self.begin_run()

    def item(self) -> tuple[str, int]:
        """The list that the paragraph is an item of, and at what level."""
        numbering, level = self.styles.numbering(self.style)
        return (
            numbering if self.numbering is None else self.numbering,
            level if self.level is None else self.level,
        )

    def begin_run(self) -> None:
        """A run is in the style of its paragraph until it says otherwise."""
        self.run_style = ""
        self.hidden = None

    def end_instructions(self) -> None:
        """What a field does hardly ever goes on in the next paragraph: better too much than no more text at all."""
        self.fields = [True] * len(self.fields)

    def act_on_field(self, kind: str) -> None:
        """Act on the beginning of a field, the separator before its result, or its end."""
        if kind == "begin" and len(self.fields) < _MOST_FIELDS:
            self.fields.append(False)
        elif self.fields and kind == "separate":
            self.fields[-1] = True
        elif self.fields and kind == "end":
            self.fields.pop()
