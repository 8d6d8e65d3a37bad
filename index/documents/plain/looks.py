"""Looks: how the paragraphs of a Markdown text look to its reader, beside what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from index.documents.plain.markdown import JOINT, MarkdownBlock, inline_tokens, markdown_blocks
from index.documents.plain.metadata import split_front_matter
from index.documents.text.encoding import NotTextError, decoded
from index.documents.text.paragraphs import readable

MARKED: Mapping[str, str] = {"strong": "strong", "em": "emphasis", "s": "deleted"}
"""What marks words up, by the names of the parser."""
CODE = "code"
_SLACK = 80
"""How far on in a paragraph a run of words may occur: what is between is not seen as it is written."""


class Style(NamedTuple):
    """A half-open range of a paragraph that is strong, emphasis, deleted or code."""

    start: int
    end: int
    kind: str


class Look(NamedTuple):
    """A paragraph as it is stored, and how it looks: ``kind`` and ``level`` as of a block of Markdown.

    ``columns`` are the cells of a row, as ranges of the text; one that is so long that it is in parts has none.
    """

    kind: str
    level: int = 0
    text: str = ""
    styles: Sequence[Style] = ()
    columns: Sequence[tuple[int, int]] = ()


def markdown_looks(data: bytes) -> list[Look]:
    """The paragraphs of a Markdown file in order, each as the index has it; none where it is no text."""
    try:
        text, _ = decoded(data)
    except NotTextError:
        return []
    blocks, environment = markdown_blocks(split_front_matter(text)[1])
    return [look for block in blocks for look in _looks(block, environment)]


def _looks(block: MarkdownBlock, environment: dict[str, object]) -> Iterator[Look]:
    runs = [run for source in block.sources for run in _runs(source, environment)]
    texts = readable(block.texts)
    columns = tuple(_columns(block.cells)) if len(texts) == 1 else ()
    for text in texts:
        yield Look(block.kind, block.level, text, tuple(_styles(text, runs)), columns)


def _runs(source: str, environment: dict[str, object]) -> Iterator[tuple[str, Sequence[str]]]:
    """The words of a block in order, and how they are marked up."""
    marks: list[str] = []
    for token in chain.from_iterable(inline_tokens(part, environment) for part in readable((source,))):
        mark = MARKED.get(token.type.rpartition("_")[0], "")
        if mark and token.nesting > 0:
            marks.append(mark)
        elif mark and marks:
            marks.pop()
        elif token.content:
            yield token.content, [*marks, *([CODE] if token.type == "code_inline" else [])]


def _styles(text: str, runs: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Style]:
    place = 0
    for words, kinds in runs:
        start = text.find(words, place, place + len(words) + _SLACK)
        if start >= 0:
            place = start + len(words)
            yield from (Style(start, place, kind) for kind in kinds)


def _columns(cells: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the cells stand that are joined without the empty ones."""
    start = 0
    for cell in cells:
        yield start, start + len(cell)
        start += len(cell) + len(JOINT) if cell else 0
