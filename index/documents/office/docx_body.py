"""The body of a Word document: elements of its XML → the flow of its text.

A run is out where it was deleted or moved away, where it is hidden, and between the beginning of a field and the
separator that comes before its result.
"""

from __future__ import annotations

from functools import partial

from index.documents.office.docx_numbering import Numbering
from index.documents.office.docx_styles import HEADINGS, TITLES, Story, Styles, level_of
from index.documents.office.flow import Flow, tidy
from index.documents.office.fonts import symbol
from index.documents.office.ooxml import Alternatives, is_on
from index.documents.office.xml import Attributes, End, Handler, Start, always, pass_over

Notes = dict[tuple[str, str], list[str]]
"""The paragraphs of notes, by ``w:footnote`` or ``w:endnote`` and id."""
_FIRST = 10
"""A heading is the title of a document without a title if it is among so many paragraphs."""


class Body(Handler):
    """Handles the elements of a document's XML. The ``notes`` follow the paragraphs that refer to them."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Notes) -> None:
        self.flow = Flow()
        self.is_document = False
        self._title = ""
        self._heading = ""
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._stories = [Story(self._styles)]
        self._in_text = False
        self._within = ""
        self._rows: list[bool] = []
        self._paragraphs = 0
        alternatives = Alternatives()
        self.starts = {**alternatives.starts, **self._starts()}
        self.ends = {**alternatives.ends, **self._ends()}

    @property
    def title(self) -> str:
        """What is in the style for titles, else the first heading near the beginning."""
        return self._title or self._heading

    @property
    def _story(self) -> Story:
        """The story of the innermost box, or of the document."""
        return self._stories[-1]

    def text(self, data: str) -> None:
        """Write characters that are shown."""
        if self._in_text and self._story.is_shown:
            self.flow.write(data)

    def _starts(self) -> dict[str, Start]:
        space = partial(self._write, " ")
        return {
            "w:body": self._open_body,
            **dict.fromkeys(("w:t", "m:t"), self._open_text),
            **dict.fromkeys(("w:tab", "w:ptab"), space),
            "w:noBreakHyphen": partial(self._write, "\u2011"),
            **dict.fromkeys(("w:br", "w:cr"), self._end_line),
            "w:sym": self._symbol,
            "w:rt": pass_over,  # how a character is pronounced
            "w:sdtPr": pass_over,
            "w:tabs": pass_over,  # where tab stops are
            "w:rPrChange": pass_over,  # what was before a change of format
            "w:pPrChange": pass_over,
            "w:p": self._open_paragraph,
            "w:pPr": partial(self._enter_properties, "w:pPr"),
            "w:trPr": partial(self._enter_properties, "w:trPr"),
            "w:pStyle": self._style_paragraph,
            "w:numId": self._number,
            "w:ilvl": self._set_level,
            "w:framePr": self._drop_capital,
            **dict.fromkeys(("w:r", "m:r"), self._open_run),
            "w:rStyle": self._style_run,
            **dict.fromkeys(("w:vanish", "w:specVanish"), self._hide),
            **dict.fromkeys(("w:del", "w:moveFrom"), self._delete),
            "w:fldChar": self._field,
            "w:txbxContent": self._open_box,
            "v:textpath": self._word_art,
            "w:footnoteReference": partial(self._refer, "w:footnote"),
            "w:endnoteReference": partial(self._refer, "w:endnote"),
            "w:tr": self._open_row,
            "w:hidden": self._hide_row,
            "w:tc": always(self.flow.enter),
        }

    def _ends(self) -> dict[str, End]:
        return {
            **dict.fromkeys(("w:t", "m:t"), self._close_text),
            "w:p": self._close_paragraph,
            "w:pPr": self._begin_text,
            "w:trPr": self._leave_properties,
            "w:txbxContent": self._close_box,
            "w:tr": self._close_row,
            "w:tc": self.flow.close_cell,
        }

    def _open_body(self, _attributes: Attributes) -> None:
        self.is_document = True

    # -- text

    def _open_text(self, _attributes: Attributes) -> None:
        self._in_text = True

    def _close_text(self) -> None:
        self._in_text = False

    def _write(self, text: str, _attributes: Attributes) -> None:
        if self._story.is_shown:
            self.flow.write(text)

    def _end_line(self, _attributes: Attributes) -> None:
        if self._story.is_shown:
            self.flow.end_line()

    def _symbol(self, attributes: Attributes) -> None:
        self._write(symbol(attributes.get("w:font", ""), attributes.get("w:char", "")), attributes)

    # -- paragraphs

    def _open_paragraph(self, _attributes: Attributes) -> None:
        self._story.begin_paragraph()

    def _close_paragraph(self) -> None:
        self._story.end_instructions()
        if self._story.joins_next:
            return
        self._take_title()
        self.flow.end_paragraph()

    def _take_title(self) -> None:
        name = self._styles.name(self._story.style)
        if name in TITLES:
            self._title = self._title or self.flow.unwritten()
        elif name in HEADINGS and self._paragraphs < _FIRST:
            self._heading = self._heading or self.flow.unwritten()
        if self._paragraphs < _FIRST and self.flow.unwritten():
            self._paragraphs += 1

    def _style_paragraph(self, attributes: Attributes) -> None:
        self._story.style = attributes.get("w:val", "")

    def _number(self, attributes: Attributes) -> None:
        self._story.numbering = attributes.get("w:val", "")

    def _set_level(self, attributes: Attributes) -> None:
        self._story.level = level_of(attributes)

    def _begin_text(self) -> None:
        """Begin with the label, where the paragraph has one."""
        self._leave_properties()
        if (label := self._numbering.label(*self._story.item())) and self._story.is_shown:
            self.flow.write(f"{label} ")

    def _drop_capital(self, attributes: Attributes) -> None:
        self._story.joins_next = is_on(attributes, "w:dropCap") and "w:dropCap" in attributes

    # -- runs

    def _open_run(self, _attributes: Attributes) -> None:
        self._story.begin_run()

    def _style_run(self, attributes: Attributes) -> None:
        if self._within != "w:pPr":
            self._story.run_style = attributes.get("w:val", "")

    def _hide(self, attributes: Attributes) -> None:
        """A run that is hidden, or the mark of a paragraph, which then goes on in the next one."""
        if self._within == "w:pPr":
            self._story.joins_next = is_on(attributes)
        else:
            self._story.hidden = is_on(attributes)

    def _delete(self, _attributes: Attributes) -> bool:
        """Text that was deleted, the mark of a paragraph, or a row."""
        if self._within == "w:pPr":
            self._story.joins_next = True
            self._story.numbering = ""
        elif self._within == "w:trPr" and self._rows:
            self._rows[-1] = False
        return True

    def _field(self, attributes: Attributes) -> None:
        self._story.act_on_field(attributes.get("w:fldCharType", ""))

    # -- boxes, notes and tables

    def _open_box(self, _attributes: Attributes) -> bool:
        if not self._story.is_shown:
            return True
        self.flow.enter()
        self._stories.append(Story(self._styles))
        return False

    def _close_box(self) -> None:
        self.flow.add_after(self.flow.leave())
        self._stories.pop()

    def _word_art(self, attributes: Attributes) -> None:
        if self._story.is_shown:
            self.flow.add_after(tidy(attributes.get("string", "")))

    def _refer(self, kind: str, attributes: Attributes) -> None:
        if self._story.is_shown:
            self.flow.add_after(self._notes.pop((kind, attributes.get("w:id", "")), ()))

    def _open_row(self, _attributes: Attributes) -> None:
        self._rows.append(True)
        self.flow.open_row()

    def _close_row(self) -> None:
        self.flow.close_row(kept=self._rows.pop())

    def _hide_row(self, attributes: Attributes) -> None:
        if self._within == "w:trPr" and self._rows and is_on(attributes):
            self._rows[-1] = False

    def _enter_properties(self, name: str, _attributes: Attributes) -> None:
        self._within = name

    def _leave_properties(self) -> None:
        self._within = ""
