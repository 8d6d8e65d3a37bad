"""The body of Rich Text Format: groups and control words → the flow of a text.

Text in a group that says what it is for goes there: into a property, a note, a box, the heads of pages, or nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from index.documents.faults import RefusalError
from index.documents.office.docx_numbering import WORD
from index.documents.office.docx_styles import TITLES
from index.documents.office.flow import Flow
from index.documents.office.fonts import TextBuffer
from index.documents.office.rtf_head import (
    BOXES,
    CHARACTERS,
    DATES,
    DESTINATIONS,
    HEADERS,
    IGNORED,
    KNOWN,
    LABEL,
    SIGNS,
    Head,
)
from index.documents.office.rtf_state import GROUP_WORDS, Group, Tables

DEEPEST = 1_000


class Body:
    """Handles groups, control words, control symbols, and text, each byte of which comes as a character."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.heads = Flow()
        self.head = Head()
        self.title = ""
        self._label: list[str] = []
        self._groups: list[Group] = []
        self._group = Group()
        self._places = [Tables(self.flow)]
        self._buffer = TextBuffer(self.head.fonts)
        self._words = self._controls()

    @property
    def depth(self) -> int:
        """How many groups are open."""
        return len(self._groups)

    def end(self) -> None:
        """Close what is still open: a file may have been cut."""
        while self._groups:
            self.close_group()
        self._places[0].reach(0)

    def open_group(self) -> None:
        """Begin a group, in which all is at first as it is around it."""
        self._flush()
        if len(self._groups) >= DEEPEST:
            raise RefusalError("nested")
        self._groups.append(self._group)
        self._group = replace(self._group, optional=False, opened=False)

    def close_group(self) -> None:
        """End a group."""
        self._flush()
        group = self._group
        if self._groups:
            self._group = self._groups.pop()
        if group.opened:
            self._close_place()
        if self._group.destination == group.destination:
            return
        if group.destination in DATES.values():
            self.head.keep_date(group.destination)
        elif group.destination == LABEL:
            self._write_label()

    def write(self, text: str) -> None:
        """Take in text, but for what stands for a Unicode character."""
        if said := self._buffer.add(text, self._group.font):
            self._emit(said)

    def sign(self, sign: str) -> None:
        """Act on a backslash and a sign."""
        self._flush()
        if sign == "*":
            self._group.optional = True
        elif sign in "\r\n":
            self._end_paragraph()
        elif sign in SIGNS:
            self._emit(SIGNS[sign])

    def control(self, word: str, number: int | None) -> None:
        """Act on a control word."""
        if word != "u":
            self._flush()
        group = self._group
        if group.destination == "nowhere":
            return
        if word in IGNORED or (group.optional and word not in KNOWN):
            group.destination = "nowhere"
            return
        group.optional = False
        if act := self._words.get(word):
            act(number)
        elif change := GROUP_WORDS.get(word):
            change(group, number)

    # -- text

    def _flush(self) -> None:
        """Write the text that was gathered so far."""
        if text := self._buffer.take(self._group.font):
            self._emit(text)

    def _emit(self, text: str) -> None:
        group = self._group
        match group.destination:
            case "text":
                if group.is_shown:
                    self._places[-1].reach(group.level)
                    self._places[-1].flow.write(text)
            case "nowhere":
                pass
            case "fonts":
                self.head.fonts.add_name(self.head.font, text)
            case "styles":
                self.head.add_style(group.style, text)
            case "label":
                self._label.append(text)
            case name:
                self.head.add_property(name, text)

    def _unicode(self, number: int | None) -> None:
        if text := self._buffer.add_unicode(number or 0, self._group.fallback, self._group.font):
            self._emit(text)

    def _end_line(self, _number: int | None) -> None:
        self._emit("")
        if self._group.is_shown:
            self._places[-1].flow.end_line()

    def _end_paragraph(self, _number: int | None = None) -> None:
        if not self._group.is_shown:
            return
        if not self.title and len(self._places) == 1 and self.head.style(self._group.style) in TITLES:
            self.title = self.flow.unwritten()
        self._places[-1].flow.end_paragraph()

    def _write_label(self) -> None:
        """A label is text where it holds a word: see ``docx_numbering``."""
        label = "".join(self._label)
        self._label.clear()
        if WORD.search(label):
            self._emit(f"{label} ")

    # -- places

    def _open_place(self, flow: Flow | None, _number: int | None) -> None:
        """A box or note in the present flow, or another flow."""
        flow = flow or self._places[-1].flow
        if flow is self._places[-1].flow:
            self._places[-1].reach(self._group.level)
        flow.enter()
        self._places.append(Tables(flow))
        self._group = replace(self._group, destination="text", opened=True, level=0, implied=False, style=0)

    def _close_place(self) -> None:
        place = self._places.pop()
        place.reach(0)
        place.flow.add_after(place.flow.leave())
        if place.flow is self.heads:
            self.heads.end_paragraph()

    def _close_cell(self, least: int, _number: int | None) -> None:
        if self._group.destination == "text":
            self._places[-1].close_cell(max(least, self._group.level) if least > 1 else 1)

    def _close_row(self, _number: int | None) -> None:
        self._places[-1].close_row()
        self._group.end_row()

    def _close_outer_row(self, number: int | None) -> None:
        self._places[-1].reach(1)
        self._close_row(number)

    # -- what holds in a group

    def _direct(self, where: str, _number: int | None) -> None:
        self._group.destination = where

    def _plain(self, _number: int | None) -> None:
        self._group.plain(self.head.standard_font)

    def _set_font(self, number: int | None) -> None:
        self.head.font = self._group.font = number or 0

    def _set_standard_font(self, number: int | None) -> None:
        self.head.standard_font = self._group.font = number or 0

    def _controls(self) -> dict[str, Callable[[int | None], None]]:
        return {
            **{word: partial(self._write_sign, text) for word, text in CHARACTERS.items()},
            **self.head.words(),
            **{word: partial(self._direct, where) for word, where in DESTINATIONS.items()},
            **{word: partial(self._open_place, None) for word in BOXES},
            **{word: partial(self._open_place, self.heads) for word in HEADERS},
            **dict.fromkeys(("par", "sect", "page", "column"), self._end_paragraph),
            "u": self._unicode,
            "line": self._end_line,
            "cell": partial(self._close_cell, 1),
            "nestcell": partial(self._close_cell, 2),
            "row": self._close_outer_row,
            "nestrow": self._close_row,
            "plain": self._plain,
            "f": self._set_font,
            "deff": self._set_standard_font,
        }

    def _write_sign(self, text: str, _number: int | None) -> None:
        self._emit(text)
