"""Markdown rules: a parser of CommonMark with tables and notes, which reads what is nested too deeply as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

DEEPEST = 60
"""What is nested more deeply is one paragraph; a list takes two levels."""
NOTES = "notes"
"""The key in an environment of the names of the notes that a text has."""
_NOTE = re.compile(r"\[\^([^\]\s^]{1,60})\]")
_DEFINITION = re.compile(rf"{_NOTE.pattern}:[ \t]*")
_DEFINITIONS = re.compile(rf"^[ \t>]{{0,9}}{_NOTE.pattern}:", re.MULTILINE)
_NUMBER = re.compile(r"\d{1,3}|\*{1,3}")


class Parsed(NamedTuple):
    """The blocks of a text, their inline content as it is, and what the parser has to know to read that."""

    blocks: Sequence[Token]
    environment: dict[str, object]


def parsed(text: str) -> Parsed:
    """The blocks of a text in Markdown."""
    environment: dict[str, object] = {NOTES: frozenset(_DEFINITIONS.findall(text))}
    return Parsed(_parser().parse(text, environment), environment)


def inline(content: str, environment: dict[str, object]) -> Sequence[Token]:
    """The tokens of the inline content of a block."""
    md = _parser()
    return md.inline.parse(content, md, environment, [])


def surplus(line: str, cells: Sequence[str]) -> Sequence[str]:
    """The cells of a row, given as it is in the text, that are more than the ``cells`` of the first row."""
    found = [cell.strip() for cell in escapedSplit(line.strip(" \t>"))]
    found = found[1:] if found[:1] == [""] else found
    return found[len(cells) :] if found[: len(cells)] == cells else ()


@cache
def _parser() -> MarkdownIt:
    md = _Markdown()
    md.block = _Blocks()
    md.configure("commonmark", {"maxNesting": 2 * DEEPEST})
    md.enable(["table", "strikethrough"]).disable(["inline", "text_join"])
    md.block.ruler.before("reference", "note", _note, {"alt": ["paragraph", "reference", "blockquote"]})
    md.inline.ruler.before("link", "note", _note_number)
    return md


class _Markdown(MarkdownIt):
    """A parser that takes the addresses of links as they are: nobody is shown them."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # as it is called
        """The address itself."""
        return url


class _Blocks(ParserBlock):
    """Blocks as in CommonMark; those that are nested too deeply are text."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803  # as it is called
        """Read some lines."""
        if state.level < DEEPEST:
            super().tokenize(state, startLine, endLine)
            return
        state.push("paragraph_open", "p", 1)
        state.push("inline", "", 0).content = state.getLines(startLine, endLine, state.blkIndent, False)
        state.push("paragraph_close", "p", -1)
        state.line = endLine


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A note, ``[^1]: …``, is a paragraph; its name is left out."""
    match = _DEFINITION.match(state.src, state.bMarks[start] + state.tShift[start])
    if not match or match.end() > state.eMarks[start]:
        return False
    if silent:
        return True
    state.bMarks[start], state.tShift[start], state.sCount[start] = match.end(), 0, state.blkIndent
    return paragraph(state, start, end, False)


def _note_number(state: StateInline, silent: bool) -> bool:  # noqa: ARG001  # as it is called
    """The number of a note, ``[^1]``, in a text, or the name of one that there is, is left out."""
    match = _NOTE.match(state.src, state.pos, state.posMax)
    if not match or not (_NUMBER.fullmatch(match[1]) or match[1] in state.env[NOTES]):
        return False
    state.pos = match.end()
    return True
