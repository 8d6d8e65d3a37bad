"""Text of a message: plain text as it is mailed → paragraphs, quoted ones apart from the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from index.documents.paragraphs import LINE_ENDS, paragraphs

QUOTE = "> "
"""What a quoted paragraph begins with, no matter how often it was quoted."""
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_SIGNATURE = "-- "


def mail_paragraphs(text: str, *, flowed: bool = False, delete_space: bool = False) -> list[str]:
    """The paragraphs of a message. ``flowed``, lines that end in a space go on in the next one (RFC 3676)."""
    lines: Iterator[tuple[int, str]] = map(_unquoted, LINE_ENDS.split(text))
    if flowed:
        lines = _flow(lines, delete_space=delete_space)
    return [
        QUOTE + paragraph if depth else paragraph
        for depth, run in groupby(lines, key=lambda line: line[0])
        for paragraph in paragraphs("\n".join(line for _, line in run))
    ]


def _unquoted(line: str) -> tuple[int, str]:
    """How often a line was quoted, and the line without the signs of it."""
    if not line.startswith(">"):
        return 0, line
    signs = _QUOTED.match(line)
    return (signs[0].count(">"), line[signs.end() :]) if signs else (0, line)


def _flow(lines: Iterator[tuple[int, str]], *, delete_space: bool) -> Iterator[tuple[int, str]]:
    """The lines joined that are one. A space at the start of a line is no part of it."""
    open_depth, parts = 0, list[str]()
    for depth, raw in lines:
        line = raw.removeprefix(" ") if not depth else raw
        if parts and depth != open_depth:
            yield open_depth, "".join(parts)
            parts = []
        flows = line.endswith(" ") and line != _SIGNATURE
        parts.append(line[:-1] if flows and delete_space else line)
        open_depth = depth
        if not flows:
            yield depth, "".join(parts)
            parts = []
    if parts:
        yield open_depth, "".join(parts)
