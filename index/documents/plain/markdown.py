"""Markdown: the title and the paragraphs of a text, as a reader sees them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from index.documents.plain.tags import VisibleText, without_open_comments
from index.documents.text.paragraphs import LINE_ENDS, LONGEST_TITLE, PARAGRAPH_ENDS, paragraphs, readable

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_OPEN = 20
"""Number of unclosed brackets from which none begins a link: looking for their ends takes quadratic time."""
JOINT = " | "
"""What is between the cells of a row."""
_MARKS = re.compile(r"[\\`*_\[\]<&~]")
"""What marks up words; where there is none, what occurs there is what is seen."""
_ROW = re.compile(r"\s*\|.*\|\s*")
_ROW_RULE = re.compile(r"[\s:|-]*")
_TASK = re.compile(r"\[([ xX])\]\s+")
_ANCHOR_SIGNS = ("#", ".", ":")


class MarkdownBlock(NamedTuple):
    """A block: some paragraphs, and the title that it can be.

    ``kind`` is text, heading, item, quote, code or row. ``level`` is that of a heading, how deeply a list lies in
    others, and 1 for the headings of a table. ``sources`` is what is in the file, for a row cell by cell, and
    ``cells`` what a reader sees of these.
    """

    texts: Sequence[str]
    title: str = ""
    kind: str = "text"
    level: int = 0
    sources: Sequence[str] = ()
    cells: Sequence[str] = ()


def markdown(text: str) -> tuple[str, Sequence[str]]:
    """The first heading of a text, empty where it has none, and its paragraphs, with all headings.

    A list item, a row of a table and a block of code are paragraphs each.
    """
    blocks = list(markdown_blocks(text)[0])
    return next((block.title for block in blocks if block.title), ""), [
        text for block in blocks for text in block.texts
    ]


def markdown_blocks(text: str) -> tuple[Iterator[MarkdownBlock], dict[str, object]]:
    """The blocks of a text, and what has to be known to read their sources: see ``markdown_rules.inline``."""
    from index.documents.plain.markdown_rules import parsed

    plain = without_open_comments(PARAGRAPH_ENDS.sub("\n\n", LINE_ENDS.sub("\n", text)))
    tokens, environment = parsed(plain)
    return _blocks(iter(tokens), _Reader(environment), plain.split("\n")), environment


def _blocks(tokens: Iterator[Token], reader: _Reader, lines: Sequence[str]) -> Iterator[MarkdownBlock]:
    within = Counter[str]()
    for token in tokens:
        within[token.type.rpartition("_")[0]] += token.nesting
        match token.type:
            case "heading_open":
                yield reader.heading(next(tokens).content, int(token.tag.removeprefix("h")))
            case "list_item_open":
                yield reader.unused_number()
                reader.item(token)
            case "list_item_close":
                yield reader.unused_number()
            case "inline":
                block = reader.paragraph(token.content)
                is_quoted = within["blockquote"] and block.kind == "text"
                depth = within["bullet_list"] + within["ordered_list"]
                yield block._replace(kind="quote") if is_quoted else block._replace(level=depth)
            case "fence" | "code_block":
                yield reader.unused_number()
                yield MarkdownBlock(list(filter(str.strip, [token.content.strip("\n")])), kind="code")
            case "html_block":
                yield reader.unused_number()
                yield MarkdownBlock(reader.html(token.content))
            case "tr_open":
                yield reader.unused_number()
                row = reader.row(tokens, lines[token.map[0]] if token.map else "")
                yield row._replace(level=within["thead"])


def inline_tokens(part: str, environment: dict[str, object]) -> Sequence[Token]:
    """The tokens of inline content, which is no longer than ``readable`` leaves it: the time is the square of that."""
    from index.documents.plain.markdown_rules import inline

    is_open = part.count("[") > part.count("]") + MOST_OPEN
    return inline(part.replace("[", "\\[") if is_open else part, environment)


class _Reader:
    """Reads the inline content of blocks. What a list item is marked by comes before its first paragraph."""

    def __init__(self, environment: dict[str, object]) -> None:
        self._environment = environment
        self._mark = ""

    def item(self, token: Token) -> None:
        """Begin a list item."""
        self._mark = f"{token.info}{token.markup} " if token.info else "• "

    def unused_number(self) -> MarkdownBlock:
        """The number of a list item that no text follows: « 2024. » alone on a line is one, too."""
        mark, self._mark = self._mark.strip(), ""
        return MarkdownBlock([mark] if any(map(str.isalnum, mark)) else [])

    def paragraph(self, content: str) -> MarkdownBlock:
        """The paragraphs of a block; lines that look like a table without a rule are its rows."""
        if self._mark:
            content = _TASK.sub(lambda match: "☐ " if match[1] == " " else "☑ ", content, count=1)
        text = self.text(content)
        if not text.strip():
            return MarkdownBlock([])
        mark, self._mark = self._mark, ""
        lines = text.split("\n")
        if all(map(_ROW.fullmatch, lines)):
            rows = [row for line in lines if not _ROW_RULE.fullmatch(line) and (row := _joined(line.split("|")))]
            return MarkdownBlock(rows)
        return MarkdownBlock(paragraphs(mark + text), kind="item" if mark else "text", sources=(content,))

    def text(self, content: str, *, images: bool = True) -> str:
        """Inline content as a reader sees it."""
        return " ".join(self._text(part, images=images) for part in readable((content,)))

    def _text(self, part: str, *, images: bool) -> str:
        if not _MARKS.search(part):
            return part
        shown = VisibleText()
        _show(inline_tokens(part, self._environment), shown, images=images)
        return str(shown)

    def heading(self, content: str, level: int) -> MarkdownBlock:
        """A heading, on one line. As a title it has no images, unless it has nothing else."""
        number = " ".join((*self.unused_number().texts, ""))
        text = _one_line(number + _without_anchor(self.text(content)))
        title = _one_line(number + _without_anchor(self.text(content, images=False))) or text
        title = title if len(title) <= LONGEST_TITLE else ""
        return MarkdownBlock([text] if text else [], title, "heading", level, (content,))

    def html(self, content: str) -> Sequence[str]:
        """The paragraphs of a block of HTML."""
        shown = VisibleText()
        shown.markup(content)
        return paragraphs(str(shown).replace(" | \n", "\n"))

    def row(self, tokens: Iterator[Token], line: str) -> MarkdownBlock:
        """A row of a table, whose beginning has been read; on its ``line`` may be more cells than the table has."""
        from index.documents.plain.markdown_rules import surplus

        row = takewhile(lambda token: token.type != "tr_close", tokens)
        cells = [token.content for token in row if token.type == "inline"]
        cells += surplus(line, cells)
        shown = [_one_line(self.text(cell)) for cell in cells]
        text = JOINT.join(filter(None, shown))
        return MarkdownBlock([text] if text else [], kind="row", sources=cells, cells=shown)


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
    return JOINT.join(filter(None, map(_one_line, cells)))
