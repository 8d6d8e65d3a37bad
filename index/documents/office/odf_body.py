"""The body of an OpenDocument: its styles, and elements of its XML → the flow of its text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from index.documents.office.flow import Flow
from index.documents.office.xml import Attributes, End, Handler, Start, always, pass_over

_NAMES = ("office", "text", "table", "presentation", "style", "meta", "manifest")
PREFIXES = {
    **{f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": name for name in _NAMES},
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_NO_TEXT = (
    *("office:annotation", "office:forms", "office:scripts", "text:note-citation", "text:ruby-text", "text:script"),
    "text:tracked-changes",  # what was deleted
    *("svg:title", "svg:desc"),  # what pictures are called
    *("draw:object", "draw:page-thumbnail", "table:covered-table-cell"),
    *("presentation:header-decl", "presentation:footer-decl", "presentation:date-time-decl"),
)
_SHAPES = (
    *("draw:frame", "draw:custom-shape", "draw:rect", "draw:ellipse", "draw:circle", "draw:line", "draw:connector"),
    *("draw:path", "draw:polygon", "draw:polyline", "draw:caption"),
)
_RUNNING = frozenset({"header", "footer", "date-time", "page-number"})
_MOST_PARENTS = 20


class Body(Handler):
    """Handles the elements of a document's content, its automatic styles first."""

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
        """For each open box, whether it is the title of the first slide."""
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
            **dict.fromkeys(("text:s", "text:tab"), always(partial(self.flow.write, " "))),
            **dict.fromkeys(("text:note", *_SHAPES), self._open_box),
            "office:text": self._is_text,
            "text:hidden-paragraph": self._hide_paragraph,
            "text:line-break": always(self.flow.end_line),
            "draw:page": self._turn,
            "table:table-row": always(self.flow.open_row),
            "table:table-cell": always(self.flow.enter),
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


@dataclass(slots=True)
class _Style:
    parent: str = ""
    hides: bool | None = None


class Styles(Handler):
    """Styles by their names; those of the document come in ``styles.xml``, those of its passages with its content."""

    def __init__(self) -> None:
        self.starts = {"style:style": self._begin, "style:text-properties": self._hide}
        self._styles: dict[str, _Style] = {}
        self._current = _Style()

    def _begin(self, attributes: Attributes) -> None:
        self._current = _Style(attributes.get("style:parent-style-name", ""))
        self._styles[attributes.get("style:name", "")] = self._current

    def _hide(self, attributes: Attributes) -> None:
        if (display := attributes.get("text:display")) is not None:
            self._current.hides = display == "none"

    def hides(self, style: str) -> bool:
        """Whether text in this style is hidden, by the style itself or by those it is based on."""
        return next((known.hides for known in self._line(style) if known.hides is not None), False)

    def is_title(self, style: str) -> bool:
        """Whether this style is that of titles, or based on it. Its name is the same in every language."""
        return "Title" in {style, *(known.parent for known in self._line(style))}

    def _line(self, style: str) -> list[_Style]:
        found: list[_Style] = []
        while (known := self._styles.get(style)) and len(found) < _MOST_PARENTS:
            found.append(known)
            style = known.parent
        return found
