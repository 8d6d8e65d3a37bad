"""Markdown: the paragraphs of a text whose blocks are marked up. Inline marks stay as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.documents.paragraphs import LINE_ENDS, paragraphs

_HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)\s*#*\s*")
_RULE = re.compile(r"\s*([-*_=]\s*){3,}")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*")
_TABLE_RULE = re.compile(r"\s*\|[\s:|-]*\|\s*")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")


def markdown_paragraphs(text: str) -> list[str]:
    """The paragraphs of Markdown: a heading without its signs, a table row, a fenced block, a list item, each apart."""
    return [paragraph for block in _blocks(text) for paragraph in block]


def _blocks(text: str) -> Iterator[list[str]]:
    plain: list[str] = []
    rest = iter(LINE_ENDS.split(text))
    for line in rest:
        block = _special(line, rest)
        if block is None:
            plain.append(re.sub(r"^\s{0,3}>\s?", "", line))
            continue
        yield paragraphs("\n".join(plain))
        plain = []
        yield block
    yield paragraphs("\n".join(plain))


def _special(line: str, rest: Iterator[str]) -> list[str] | None:
    """The block that ``line`` begins, where it is no plain text; takes the lines of a fenced block from ``rest``."""
    if match := _HEADING.fullmatch(line):
        return [match[1]] if match[1] else []
    if _RULE.fullmatch(line) or _TABLE_RULE.fullmatch(line):
        return []
    if _TABLE_ROW.fullmatch(line):
        return [line.strip()]
    if match := _FENCE.match(line):
        return [code] if (code := _fenced(match[1], rest)) else []
    return None


def _fenced(fence: str, rest: Iterator[str]) -> str:
    code: list[str] = []
    for line in rest:
        if line.strip().startswith(fence):
            break
        code.append(line)
    return "\n".join(code).strip("\n")
