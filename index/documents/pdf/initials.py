"""Initials: a capital over several lines, at the beginning of a chapter, is part of its first word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.documents.pdf.lines import Line

LARGER = 1.8
"""An initial is so much larger than the lines beside it."""
_INITIAL = re.compile(r"[«“—–]?\s?[^\W\d_](?:[’'])?")
_WORD_ALONE = re.compile(r"[AÀOÔY]")


def with_initials(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, with each initial before its line, and the lines beside it moved to its left."""
    found: list[Line] = []
    initial: Line | None = None
    for line in lines:
        if initial is not None and _is_beside(line, initial):
            if found[-1] is initial:
                found[-1] = _joined(initial, line)
            else:
                found.append(replace(line, left=initial.left))
            continue
        found.append(line)
        initial = line if _INITIAL.fullmatch(line.text) else None
    return found


def _is_beside(line: Line, initial: Line) -> bool:
    """Whether a line stands to the right of an initial and not below it, in smaller letters."""
    small = initial.size > LARGER * line.size and line.turn == initial.turn
    level = -line.size / 2 < line.baseline - initial.baseline < initial.size
    return small and level and 0 <= line.left - initial.left < 2 * initial.size


def _joined(initial: Line, line: Line) -> Line:
    # « À la ville »: a space is seldom seen between so large a letter and its text.
    space = " " if _WORD_ALONE.fullmatch(initial.text) and line.left - initial.right > line.size / 2 else ""
    return replace(line, text=initial.text + space + line.text, left=initial.left)
