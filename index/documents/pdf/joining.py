"""Joining: the paragraphs of pages → those of the document, which go on over the ends of columns and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.documents.pdf.column import is_short
from index.documents.pdf.layout import Paragraph
from index.documents.pdf.marks import is_finished, is_item

NOTES = 12
"""So many paragraphs, notes in smaller print but for the first, may go on in the next column."""
FEW = 3
"""Fewer lines do not tell how wide their column is."""


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
