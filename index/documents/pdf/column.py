"""Column: lines below one another, and what tells where paragraphs end: edges, leadings, bullets, full stops."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.documents.pdf.lines import Line

FLUSH = 0.15
"""A line that ends nearer to the margin than this, in sizes, is as long as a justified line is."""
USUAL = 0.4
"""A column is justified if so many of its lines end at one place, short ones and overfull ones among them."""
SPACE = 0.25
"""The least width of a space, in sizes."""
FEWEST = 3
"""Fewer lines that end at one place do so by chance."""
USUAL_LEADING, MOST_LEADING = 1.2, 2.5
"""A leading, in sizes: it is taken for this as long as none is known, and it is never more."""
_BULLETS = "•◦▪‣●○■□❖➢➤✓·∗"
_BULLET = re.compile(rf"[{_BULLETS}]")
_NUMBER = r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|[A-Z]\)|\[\d{1,3}\]|\d{1,2}(?:\.\d{1,2})+"
_ITEM = re.compile(rf"(?:[{_BULLETS}–—-]|{_NUMBER})\s")
_LABEL = re.compile(r"(?:\d{1,3}|[A-Z]|[IVX]{1,5})(?:\.\d{1,3})*\s")
LONGEST_END = 20
_FINISHED = re.compile(r"""[.!?…:;][»”"’)\]\s⁰¹²³⁴⁵⁶⁷⁸⁹]*$""")


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Lines below one another, and what they have in common."""

    lines: Sequence[Line]
    leadings: Leadings
    left: float
    right: float
    justified: bool

    @classmethod
    def of(cls, lines: Sequence[Line], leadings: Leadings) -> Column:
        """The column of these lines; its right edge is where most of them end, or the longest."""
        usual, flush = Counter(round(line.right) for line in lines).most_common(1)[0]
        justified = flush >= FEWEST and flush > USUAL * len(lines)
        right = usual if justified else max(line.right for line in lines)
        return cls(lines, leadings, min(line.left for line in lines), right, justified)


class Leadings:
    """The distances between the lines of a paragraph, by their size, learnt page by page."""

    def __init__(self) -> None:
        self._seen: dict[float, Counter[float]] = {}

    def learn(self, columns: Iterable[Sequence[Line]]) -> None:
        """Count the distances below lines that fill their column: what follows such a line mostly goes on from it."""
        for column in columns:
            right = max(line.right for line in column)
            for line, following in pairwise(column):
                if line.same_size(following) and right - line.right < 2 * line.size:
                    distance = round(2 * (line.baseline - following.baseline)) / 2
                    if distance < MOST_LEADING * line.size:
                        self._seen.setdefault(round(line.size), Counter())[distance] += 1

    def of(self, size: float) -> float:
        """The leading of lines of a size."""
        seen = self._seen.get(round(size))
        return max(seen, key=lambda distance: (seen[distance], -distance)) if seen else USUAL_LEADING * size


def is_short(line: Line, following: Line, column: Column) -> bool:
    """Whether a line ends before its column does, though the next word would have fitted in."""
    room = column.right - line.right
    if column.justified and is_finished(line):
        return room > FLUSH * line.size
    return not line.broken and room > following.first + SPACE * line.size


def is_finished(line: Line) -> bool:
    """Whether a line ends as sentences do."""
    return bool(_FINISHED.search(line.text[-LONGEST_END:])) and not line.broken


def is_item(text: str) -> bool:
    """Whether a line begins a list item."""
    return bool(_ITEM.match(text))


def is_bullet(text: str) -> bool:
    """Whether a line begins with a bullet."""
    return bool(_BULLET.match(text))


def is_label(text: str) -> bool:
    """Whether a line begins with a number as headings have it: « 2 », « 1.3 », « IV »."""
    return bool(_LABEL.match(text))
