"""Chapters: the XHTML of e-books → paragraphs. What is not well-formed is read as HTML."""

from __future__ import annotations

import re
from io import BytesIO

from index.documents.faults import RefusalError
from index.documents.office.flow import Flow
from index.documents.office.xml import PART, Attributes, End, Handler, Start, Walk, always, pass_over, read_whole
from index.documents.text.encoding import NotTextError, decode

_PREFIXES = {"http://www.w3.org/1999/xhtml": "", "http://www.idpf.org/2007/ops": "epub"}
_BLOCKS = (
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "section"),
    *("article", "aside", "header", "footer", "main", "nav", "figure", "figcaption", "address", "body", "html", "form"),
    *("fieldset", "legend", "table", "caption", "thead", "tbody", "tfoot", "center", "details", "summary", "hr"),
)
_NO_TEXT = (
    *("head", "script", "style", "template", "rt", "rp", "annotation", "annotation-xml", "audio", "video", "iframe"),
)
_NUMBER = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§]{1,3})[\])]?")
"""What a note is called by in a text, where it links to the note."""
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def read_chapter(data: bytes) -> list[str]:
    """The paragraphs, headings, list items and rows of tables of a chapter."""
    chapter = _Chapter()
    try:
        read_whole(BytesIO(data), chapter, _PREFIXES, html=True)
    except RefusalError as refusal:
        if refusal.fault.code != "damaged":
            raise
        chapter = _Chapter()
        _read_html(_text(data), chapter)
    return [block.text for block in chapter.flow.finish()]


def _text(data: bytes) -> str:
    try:
        return decode(data)
    except NotTextError:
        raise RefusalError("damaged") from None


def _read_html(text: str, chapter: _Chapter) -> None:
    """Tell ``chapter`` of all elements of HTML as browsers read it: whatever is wrong with it is put right."""
    from lxml import etree

    parser = etree.HTMLParser(target=Walk(chapter, _PREFIXES), no_network=True)
    try:
        for begin in range(0, len(text), PART):
            parser.feed(text[begin : begin + PART])
        parser.close()
    except (etree.LxmlError, AssertionError) as error:
        raise RefusalError("damaged") from error


class _Chapter(Handler):
    def __init__(self) -> None:
        self.flow = Flow()
        self._preformatted = 0
        self._links: list[bool] = []
        self._raised: list[tuple[int, bool]] = []
        """Where each ``sup`` begins in its paragraph, and whether there is a link around or in it."""
        self.starts = self._starts()
        self.ends = self._ends()

    def _starts(self) -> dict[str, Start]:
        return {
            **dict.fromkeys(_NO_TEXT, pass_over),
            **dict.fromkeys(_BLOCKS, self._open_block),
            "span": self._is_hidden,
            "pre": self._open_preformatted,
            "br": always(self.flow.end_line),
            "a": self._open_link,
            "sup": self._raise,
            "tr": always(self.flow.open_row),
            **dict.fromkeys(("td", "th"), always(self.flow.enter)),
        }

    def _ends(self) -> dict[str, End]:
        return {
            **dict.fromkeys(_BLOCKS, self.flow.end_paragraph),
            "pre": self._close_preformatted,
            "a": self._close_link,
            "sup": self._lower,
            "tr": self.flow.close_row,
            **dict.fromkeys(("td", "th"), self.flow.close_cell),
        }

    def text(self, data: str) -> None:
        """Write all characters; line ends count where they are kept."""
        if not self._preformatted:
            self.flow.write(data)
            return
        for number, line in enumerate(data.split("\n")):
            if number:
                self.flow.end_line()
            self.flow.write(line)

    def _is_hidden(self, attributes: Attributes) -> bool:
        return (
            "hidden" in attributes
            or "pagebreak" in _role(attributes)  # the number of a page of the printed book
            or bool(_NOT_SHOWN.search(attributes.get("style", "")))
        )

    def _open_block(self, attributes: Attributes) -> bool:
        self.flow.end_paragraph()
        return self._is_hidden(attributes)

    def _open_preformatted(self, attributes: Attributes) -> bool:
        if self._open_block(attributes):
            return True
        self._preformatted += 1
        return False

    def _close_preformatted(self) -> None:
        self._preformatted -= 1
        self.flow.end_paragraph()

    # -- notes: their numbers would make other words of those before them

    def _open_link(self, attributes: Attributes) -> bool:
        if "noteref" in _role(attributes):
            return True
        self._links.append(True)
        if self._raised:
            self._raised[-1] = (self._raised[-1][0], True)
        return False

    def _close_link(self) -> None:
        self._links.pop()

    def _raise(self, _attributes: Attributes) -> None:
        self._raised.append((self.flow.mark(), bool(self._links)))

    def _lower(self) -> None:
        begin, linked = self._raised.pop()
        if linked and _NUMBER.fullmatch(self.flow.written_since(begin)):
            self.flow.cut(begin)


def _role(attributes: Attributes) -> str:
    """What an element is for, in one of two ways to say it."""
    return f"{attributes.get('epub:type', '')} {attributes.get('role', '')}"
