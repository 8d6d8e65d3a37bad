"""Snippets: the part of a long passage to show, around what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.analysis import Span

LONGEST = 480
"""A passage of up to so many code points is shown whole."""
SLACK = 24
"""How far a cut may move to fall between two words."""


class Snippet(NamedTuple):
    """Part of a passage, with its marks as ranges of ``text``; whether something was cut ``before`` and ``after``."""

    text: str
    marks: Sequence[Span]
    before: bool = False
    after: bool = False


def snippet(text: str, marks: Sequence[Span], longest: int = LONGEST) -> Snippet:
    """The part of ``text``, at most ``longest`` code points, that holds the most marks; the earliest such part."""
    if len(text) <= longest:
        return Snippet(text, marks)
    start = _best_start(text, marks, longest)
    start = _word_start(text, start) if start else 0
    end = min(len(text), start + longest)
    if end < len(text):
        end = _word_end(text, end, start + 1)
    inside = [(max(low, start) - start, min(high, end) - start) for low, high in marks if low < end and high > start]
    return Snippet(text[start:end], inside, before=start > 0, after=end < len(text))


def _best_start(text: str, marks: Sequence[Span], longest: int) -> int:
    lead = longest // 6
    starts = [max(0, min(low - lead, len(text) - longest)) for low, _ in marks]
    return max(starts, key=lambda start: (_held(marks, start, start + longest), -start), default=0)


def _held(marks: Sequence[Span], start: int, end: int) -> int:
    return sum(start <= low and high <= end for low, high in marks)


def _word_start(text: str, place: int) -> int:
    space = text.find(" ", place, place + SLACK)
    return space + 1 if space >= 0 else place


def _word_end(text: str, place: int, least: int) -> int:
    space = text.rfind(" ", max(least, place - SLACK), place)
    return space if space >= 0 else place
