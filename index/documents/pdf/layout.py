"""Layout: lines → paragraphs, those of each page first, then those that go on over the ends of columns and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.documents.pdf.column import Column, Leadings, is_bullet, is_finished, is_item, is_label, is_short
from index.documents.pdf.lines import Line, runs

GAP = 1.28
"""A baseline so many leadings below the one before begins a paragraph."""
INDENT = 0.4
"""A line that begins so much further right, in sizes, is indented."""
DEEPEST = 6
"""What begins still further right is no first line of a paragraph."""
HANGING = 2
"""The number of a heading is nearer to it than this, in sizes."""
SHORT = 0.8
"""A line shorter than this part of its column was ended on purpose, if the next one begins with a capital."""
NOTES = 12
"""Maximum number of paragraphs, all but the first notes in smaller print, that may go on in the next column."""
FEW = 3
"""Fewer lines do not tell how wide their column is."""


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and the column that the last of them is in."""

    lines: list[Line]
    column: Column
    indented: bool = False
    """Whether its first line is."""

    @property
    def last(self) -> Line:
        """The last of its lines."""
        return self.lines[-1]


def paragraphs(lines: Sequence[Line], leadings: Leadings) -> list[Paragraph]:
    """The paragraphs of a page."""
    columns = list(runs(lines, _is_below))
    leadings.learn(columns)
    found: list[Paragraph] = []
    for below in columns:
        found += _paragraphs_of(Column.of(below, leadings))
    return found


def _is_below(line: Line, following: Line) -> bool:
    """Whether a line is below the one before, and not beside it."""
    if following.turn != line.turn or following.baseline >= line.baseline:
        return False
    beside = following.left > line.right or following.right < line.left
    return not beside


def _paragraphs_of(column: Column) -> Iterator[Paragraph]:
    lines: list[Line] = []
    for line, following in zip(column.lines, [*column.lines[1:], None], strict=True):
        if lines and _begins(lines, line, following, column):
            yield _paragraph(lines, column)
            lines = []
        lines.append(line)
    yield _paragraph(lines, column)


def _paragraph(lines: list[Line], column: Column) -> Paragraph:
    for line, following in pairwise(lines):
        line.ended = _is_ended(line, following, column)
    beside = lines[1].left if len(lines) > 1 else column.left
    return Paragraph(lines, column, INDENT * lines[0].size < lines[0].left - beside < DEEPEST * lines[0].size)


def _begins(lines: Sequence[Line], line: Line, following: Line | None, column: Column) -> bool:
    """Whether a line begins a paragraph, after the lines of the one before."""
    last = lines[-1]
    return (
        line.row
        or last.row
        or not last.same_size(line)
        or last.baseline - line.baseline > GAP * column.leadings.of(last.size)
        or is_bullet(line.text)
        or (is_short(last, line, column) and (is_finished(last) or last.bold != line.bold))
        or (is_item(line.text) and (is_finished(last) or is_short(last, line, column)))
        or (not last.broken and _is_moved(lines, line, following, column))
    )


def _is_moved(lines: Sequence[Line], line: Line, following: Line | None, column: Column) -> bool:
    """Whether a line begins too far to the left or to the right to go on from those before."""
    last = lines[-1]
    shift = line.left - last.left
    if abs(shift) <= INDENT * line.size:
        return len(lines) == 1 and is_finished(last) and following is not None and _is_indented(line, following, column)
    if _are_centred(last, line, column):
        return False
    if len(lines) > 1:
        return True
    if shift < 0:
        return -shift > DEEPEST * line.size or _ends_early(last, line, column)
    hangs = following is not None and abs(following.left - line.left) < INDENT * line.size
    return not (is_item(last.text) or _is_below_text(last, line) or (hangs and not is_short(last, line, column)))


def _ends_early(last: Line, line: Line, column: Column) -> bool:
    """Whether a first line ends before its column does, and, if no sentence ends there, before the next line does.

    Abstracts and quotations are narrower than the column.
    """
    return is_short(last, line, column) and (is_finished(last) or last.right < line.right - line.size)


def _is_below_text(last: Line, line: Line) -> bool:
    """Whether a line hangs below the text of a numbered heading, its number left free."""
    beyond = line.left - last.left - last.first
    return is_label(last.text) and not is_finished(last) and 0 < beyond < HANGING * line.size


def _is_indented(line: Line, following: Line, column: Column) -> bool:
    """Whether a line is the first of a paragraph of several: the next one begins at the left of the column again."""
    least = INDENT * line.size
    return line.left - following.left > least and following.left - column.left < least


def _are_centred(last: Line, line: Line, column: Column) -> bool:
    """Whether two lines are in the middle of their column, as those of a title do."""
    middle = (column.left + column.right) / 2
    return abs(last.middle - line.middle) < INDENT * line.size and abs(last.middle - middle) < line.size


def _is_ended(line: Line, following: Line, column: Column) -> bool:
    """Whether a line of verse or of an address ends, though the paragraph goes on."""
    width = column.right - column.left
    begins = following.text[:1]
    return (
        is_short(line, following, column)
        and line.right - column.left < SHORT * width
        and (begins.isupper() or begins.isdigit())
    )


def joined(paragraphs: Sequence[Paragraph], before: Iterable[Paragraph] = ()) -> list[Paragraph]:
    """The paragraphs of pages, each whole, after those that stand ``before``; the last ones may go on still."""
    usual = _usual_size(paragraphs)
    whole = list(before)
    for paragraph in paragraphs:
        earlier = _candidate(whole, paragraph, usual)
        if earlier and _goes_on(earlier, paragraph, is_last=earlier is whole[-1]):
            earlier.lines += paragraph.lines
            earlier.column = paragraph.column
        else:
            whole.append(paragraph)
    return whole


def _usual_size(paragraphs: Iterable[Paragraph]) -> float:
    """The size of most lines."""
    sizes = Counter(line.size for paragraph in paragraphs for line in paragraph.lines)
    return max(sizes, key=lambda size: sizes[size], default=0)


def _candidate(whole: Sequence[Paragraph], paragraph: Paragraph, usual: float) -> Paragraph | None:
    """What may go on with a paragraph of another column: the last one, or the one before notes in smaller print."""
    if not whole or whole[-1].column is paragraph.column:
        return None
    first = paragraph.lines[0]
    for earlier in reversed(whole[-NOTES:]):
        if earlier.last.same_size(first):
            return earlier if earlier is whole[-1] or first.size == usual else None
        if earlier.last.size > first.size:
            break
    return None


def _goes_on(earlier: Paragraph, paragraph: Paragraph, *, is_last: bool) -> bool:
    last, first = earlier.last, paragraph.lines[0]
    if last.row or first.row or last.turn != first.turn or is_item(first.text):
        return False
    begins_low = first.text[:1].islower()
    if last.broken and begins_low:
        return True
    if _is_short(earlier, paragraph) or (len(earlier.column.lines) < FEW and is_finished(last)):
        return is_last and begins_low and not is_finished(last)
    if paragraph.indented and (is_finished(last) or not begins_low):
        return False
    return last.bold == first.bold and (is_last or begins_low or not is_finished(last))


def _is_short(earlier: Paragraph, paragraph: Paragraph) -> bool:
    """Whether the last line ends before its column does; a column of few lines is as wide as the next one."""
    column = earlier.column
    right = max(column.right, column.left + paragraph.column.right - paragraph.column.left)
    wide = replace(column, right=right) if len(column.lines) < FEW else column
    return is_short(earlier.last, paragraph.lines[0], wide)
