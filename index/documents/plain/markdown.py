"""Markdown: the title and the paragraphs of a text, as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from index.documents.plain.tags import VisibleText, without_open_comments
from index.documents.text.paragraphs import LINE_ENDS, LONGEST_TITLE, PARAGRAPH_ENDS, paragraphs, readable

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_OPEN = 20
"""Where so many brackets have no end, none begins a link: looking for ends takes the square of their number."""
_MARKS = re.compile(r"[\\`*_\[\]<&~]")
"""What marks up words; where there is none, what stands there is what is seen."""
_ROW = re.compile(r"\s*\|.*\|\s*")
_ROW_RULE = re.compile(r"[\s:|-]*")
_TASK = re.compile(r"\[([ xX])\]\s+")
_ANCHOR_SIGNS = ("#", ".", ":")


class _Block(NamedTuple):
    """A block: some paragraphs, and the title that it can be."""

    texts: Sequence[str]
    title: str = ""


def markdown(text: str) -> tuple[str, Sequence[str]]:
    """The first heading of a text, empty where it has none, and its paragraphs, with all headings.

    A list item, a row of a table and a block of code are paragraphs each.
    """
    blocks = list(_blocks(text))
    return next((block.title for block in blocks if block.title), ""), [
        text for block in blocks for text in block.texts
    ]


def _blocks(text: str) -> Iterator[_Block]:
    from index.documents.plain.markdown_rules import parsed

    plain = without_open_comments(PARAGRAPH_ENDS.sub("\n\n", LINE_ENDS.sub("\n", text)))
    tokens, environment = parsed(plain)
    lines = plain.split("\n")
    reader = _Reader(environment)
    rest = iter(tokens)
    for token in rest:
        match token.type:
            case "heading_open":
                yield reader.heading(next(rest).content)
            case "list_item_open":
                reader.item(token)
            case "inline":
                yield _Block(reader.paragraph(token.content))
            case "fence" | "code_block":
                yield _Block(list(filter(str.strip, [token.content.strip("\n")])))
            case "html_block":
                yield _Block(reader.html(token.content))
            case "tr_open":
                yield _Block(reader.row(rest, lines[token.map[0]] if token.map else ""))


class _Reader:
    """Reads the inline content of blocks. What a list item is marked by stands before its first paragraph."""

    def __init__(self, environment: dict[str, object]) -> None:
        self._environment = environment
        self._mark = ""

    def item(self, token: Token) -> None:
        """Begin a list item."""
        self._mark = f"{token.info}{token.markup} " if token.info else "• "

    def paragraph(self, content: str) -> Sequence[str]:
        """The paragraphs of a block; lines that look like a table without a rule are its rows."""
        if self._mark:
            content = _TASK.sub(lambda match: "☐ " if match[1] == " " else "☑ ", content, count=1)
        text = self.text(content)
        if not text.strip():
            return []
        mark, self._mark = self._mark, ""
        lines = text.split("\n")
        if all(map(_ROW.fullmatch, lines)):
            return [row for line in lines if not _ROW_RULE.fullmatch(line) and (row := _joined(line.split("|")))]
        return paragraphs(mark + text)

    def text(self, content: str, *, images: bool = True) -> str:
        """Inline content as a reader sees it; very long ones in parts, for the time it takes is the square of that."""
        return " ".join(self._text(part, images=images) for part in readable((content,)))

    def _text(self, content: str, *, images: bool) -> str:
        from index.documents.plain.markdown_rules import inline

        if not _MARKS.search(content):
            return content
        if content.count("[") > content.count("]") + MOST_OPEN:
            content = content.replace("[", "\\[")
        shown = VisibleText()
        _show(inline(content, self._environment), shown, images=images)
        return str(shown)

    def heading(self, content: str) -> _Block:
        """A heading, on one line. As a title it has no images, unless it has nothing else."""
        self._mark = ""
        text = _one_line(_without_anchor(self.text(content)))
        title = _one_line(_without_anchor(self.text(content, images=False))) or text
        return _Block([text] if text else [], title if len(title) <= LONGEST_TITLE else "")

    def html(self, content: str) -> Sequence[str]:
        """The paragraphs of a block of HTML."""
        shown = VisibleText()
        shown.markup(content)
        return paragraphs(str(shown).replace(" | \n", "\n"))

    def row(self, tokens: Iterator[Token], line: str) -> Sequence[str]:
        """A row of a table, whose beginning has been read; on its ``line`` may be more cells than the table has."""
        from index.documents.plain.markdown_rules import surplus

        row = takewhile(lambda token: token.type != "tr_close", tokens)
        cells = [token.content for token in row if token.type == "inline"]
        shown = _joined(map(self.text, (*cells, *surplus(line, cells))))
        return [shown] if shown else []


def _show(tokens: Iterable[Token], shown: VisibleText, *, images: bool) -> None:
    """Add what a reader sees of inline content; of an image, the text that stands for it."""
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                shown.text("\n")
            case "html_inline":
                shown.markup(token.content)
            case "image":
                _show((token.children or ()) if images else (), shown, images=True)
            case _:
                shown.text(token.content)


def _without_anchor(heading: str) -> str:
    """A heading without the name that links call it by: « Le budget {#budget} »."""
    heading = heading.rstrip()
    at = heading.rfind("{")
    is_anchor = heading.endswith("}") and heading[at + 1 :].lstrip().startswith(_ANCHOR_SIGNS)
    return heading[:at] if at >= 0 and is_anchor else heading


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _joined(cells: Iterable[str]) -> str:
    return " | ".join(filter(None, map(_one_line, cells)))
