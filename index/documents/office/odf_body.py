"""The body of an OpenDocument: elements of its XML → the flow of its text."""

from __future__ import annotations

from functools import partial

from index.documents.office.flow import Flow
from index.documents.office.odf_styles import Styles
from index.documents.office.xml import Attributes, End, Handler, Start, pass_over

_NAMES = ("office", "text", "table", "presentation", "style", "meta", "manifest")
PREFIXES = {
    **{f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": name for name in _NAMES},
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_NO_TEXT = (
    "office:annotation",
    "office:forms",
    "office:scripts",
    "text:tracked-changes",  # what was deleted
    "text:note-citation",
    "text:ruby-text",
    "text:script",
    "svg:title",  # what pictures are called
    "svg:desc",
    "draw:object",
    "draw:page-thumbnail",
    "table:covered-table-cell",
    "presentation:header-decl",
    "presentation:footer-decl",
    "presentation:date-time-decl",
)
_SHAPES = (
    "draw:frame",
    "draw:custom-shape",
    "draw:rect",
    "draw:ellipse",
    "draw:circle",
    "draw:line",
    "draw:connector",
    "draw:path",
    "draw:polygon",
    "draw:polyline",
    "draw:caption",
)
_RUNNING = frozenset({"header", "footer", "date-time", "page-number"})


class Body(Handler):
    """Told of the elements of a document's content, its automatic styles first."""

    def __init__(self, styles: Styles) -> None:
        self.flow = Flow()
        self.title = ""
        self.is_text = False
        self._styles = styles
        self._style = ""
        self._hidden = False
        self._page = 0
        self._within = [0]
        """How many paragraphs are open: in the document, in the box in it, in the box in that one …"""
        self._boxes: list[bool] = []
        """Of each box that is open, whether it is the title of the first slide."""
        self.starts = {**styles.starts, **self._starts()}
        self.ends = self._ends()

    def text(self, data: str) -> None:
        """Write characters of a paragraph; all others are white space or data."""
        if self._within[-1]:
            self.flow.write(data)

    def _starts(self) -> dict[str, Start]:
        return {
            **dict.fromkeys(_NO_TEXT, pass_over),
            **dict.fromkeys(("text:p", "text:h"), self._open_paragraph),
            **dict.fromkeys(("text:span", "text:a", "text:variable-set", "text:user-field-get"), self._hide),
            **dict.fromkeys(("text:hidden-text", "text:section", "style:header", "style:footer"), self._hide),
            **dict.fromkeys(("text:s", "text:tab"), self._space),
            **dict.fromkeys(("text:note", *_SHAPES), self._open_box),
            "office:text": self._is_text,
            "text:hidden-paragraph": self._hide_paragraph,
            "text:line-break": self._end_line,
            "draw:page": self._turn,
            "table:table-row": self._open_row,
            "table:table-cell": self._open_cell,
        }

    def _ends(self) -> dict[str, End]:
        return {
            **dict.fromkeys(("text:p", "text:h"), self._close_paragraph),
            **dict.fromkeys(("text:note", *_SHAPES), self._close_box),
            "text:number": partial(self.flow.write, " "),
            "table:table-row": self.flow.close_row,
            "table:table-cell": self.flow.close_cell,
        }

    # -- paragraphs

    def _open_paragraph(self, attributes: Attributes) -> bool:
        style = attributes.get("text:style-name", "")
        if self._styles.hides(style):
            return True
        self._within[-1] += 1
        self._style = style
        return False

    def _close_paragraph(self) -> None:
        if self._hidden:
            self.flow.cut(0)
        elif not self.title and self._styles.is_title(self._style):
            self.title = self.flow.unwritten()
        self._hidden = False
        self._within[-1] -= 1
        self.flow.end_paragraph()

    def _hide(self, attributes: Attributes) -> bool:
        """Whether a part of the text is hidden, by its style or its own word."""
        return (
            attributes.get("text:display") == "none"
            or attributes.get("style:display") == "false"
            or attributes.get("text:is-hidden") == "true"
            or self._styles.hides(attributes.get("text:style-name", ""))
        )

    def _hide_paragraph(self, attributes: Attributes) -> None:
        self._hidden = attributes.get("text:is-hidden") == "true"

    def _space(self, _attributes: Attributes) -> None:
        self.flow.write(" ")

    def _end_line(self, _attributes: Attributes) -> None:
        self.flow.end_line()

    # -- boxes, pages and tables

    def _open_box(self, attributes: Attributes) -> bool:
        kind = attributes.get("presentation:class", "")
        if kind in _RUNNING:
            return True
        self._boxes.append(kind == "title" and self._page == 1)
        self._within.append(0)
        self.flow.enter()
        return False

    def _close_box(self) -> None:
        texts = self.flow.leave()
        self.flow.add_after(texts)
        self._within.pop()
        if self._boxes.pop():
            self.title = self.title or " ".join(texts)
        if not self._within[-1]:
            self.flow.end_paragraph()

    def _is_text(self, _attributes: Attributes) -> None:
        self.is_text = True

    def _turn(self, _attributes: Attributes) -> None:
        self._page += 1
        self.flow.turn(self._page)

    def _open_row(self, _attributes: Attributes) -> None:
        self.flow.open_row()

    def _open_cell(self, _attributes: Attributes) -> None:
        self.flow.enter()
