"""A slide: elements of its XML → the flow of its text, and what its title is."""

from __future__ import annotations

from index.documents.office.flow import Flow
from index.documents.office.ooxml import Alternatives, is_on
from index.documents.office.xml import Attributes, Handler
from index.documents.paragraphs import LONGEST_TITLE

_TITLES = frozenset({"title", "ctrTitle"})
_RUNNING = frozenset({"dt", "ftr", "hdr", "sldNum"})
_COUNTED = ("slidenum", "datetime")


class Slide(Handler):
    """Told of the elements of a slide, of its notes, or of a diagram on it."""

    def __init__(self, page: int | None = None) -> None:
        self.flow = Flow(page)
        self.title = ""
        self._place = ""
        self._hidden = False
        self._in_text = False
        alternatives = Alternatives()
        self.starts = {
            **alternatives.starts,
            **dict.fromkeys(("a:t", "m:t"), self._open_text),
            "a:br": self._end_line,
            "a:fld": self._pass_over_counted,
            "p:sp": self._open_shape,
            "p:cNvPr": self._hide,
            "p:ph": self._take_place,
            "p:txBody": self._pass_over_body,
            "a:tr": self._open_row,
            "a:tc": self._open_cell,
        }
        self.ends = {
            **alternatives.ends,
            **dict.fromkeys(("a:t", "m:t"), self._close_text),
            "a:p": self._close_paragraph,
            "a:tr": self.flow.close_row,
            "a:tc": self.flow.close_cell,
        }

    def text(self, data: str) -> None:
        """Write characters that are shown."""
        if self._in_text:
            self.flow.write(data)

    def _open_text(self, _attributes: Attributes) -> None:
        self._in_text = True

    def _close_text(self) -> None:
        self._in_text = False

    def _end_line(self, _attributes: Attributes) -> None:
        self.flow.end_line()

    def _close_paragraph(self) -> None:
        if self._place in _TITLES and len(self.title) < LONGEST_TITLE:
            self.title = f"{self.title} {self.flow.unwritten()}".strip()
        self.flow.end_paragraph()

    # -- shapes

    def _open_shape(self, _attributes: Attributes) -> None:
        self._place = ""
        self._hidden = False

    def _hide(self, attributes: Attributes) -> None:
        self._hidden = is_on(attributes, "hidden") and "hidden" in attributes

    def _take_place(self, attributes: Attributes) -> None:
        self._place = attributes.get("type", "")

    def _pass_over_body(self, _attributes: Attributes) -> bool:
        """What is hidden, and what stands at the edge of every slide."""
        return self._hidden or self._place in _RUNNING

    def _pass_over_counted(self, attributes: Attributes) -> bool:
        return attributes.get("type", "").startswith(_COUNTED)

    def _open_row(self, _attributes: Attributes) -> None:
        self._place = ""
        self.flow.open_row()

    def _open_cell(self, _attributes: Attributes) -> None:
        self.flow.enter()
