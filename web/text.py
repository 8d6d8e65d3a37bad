"""Text: what documents say → what is safe and pleasant to see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from index.analysis import Span
from index.documents import parse_date
from index.language import language, tr
from searcher import Snippet, snippet

HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no page may hold as they are."""
SPACE, DELETE = 0x20, 0x7F
MARK, END_OF_MARK = Markup("<mark>"), Markup("</mark>")
NEARBY = 2
"""Number of pages before and after the current one that are linked by number."""
SMALLEST_GROUPED = 1_000

Value = TypeVar("Value")


def harmless(value: Value) -> Value | str:
    """Text with each control character as its picture, length kept, markup still markup; other values as they are."""
    return type(value)(HARMFUL.sub(_picture, value)) if isinstance(value, str) and HARMFUL.search(value) else value


def _picture(found: re.Match[str]) -> str:
    """What stands for a control character: its picture where Unicode has one."""
    code = ord(found[0])
    if code < SPACE:
        return chr(0x2400 + code)
    return "␡" if code == DELETE else "\ufffd"


def marked(text: str, marks: Sequence[Span]) -> Markup:
    """``text`` as HTML with its marks. Whatever it holds is text: nothing in it can become markup."""
    pieces, end = list[Markup](), 0
    for low, high in marks:
        pieces += escape(text[end:low]), MARK, escape(text[low:high]), END_OF_MARK
        end = high
    # Markup has a join of its own, which escapes what is escaped: all of it has to be Markup here.
    return Markup("".join((*pieces, escape(text[end:]))))  # noqa: S704


def shortened(text: str, marks: Sequence[Span]) -> Snippet:
    """The part of a passage that a result shows."""
    return snippet(text, marks)


def number(value: int) -> str:
    """A number with its digits grouped as the reader's language does."""
    return str(value) if 0 <= value < SMALLEST_GROUPED else format_decimal(value, locale=language())


def day(iso: str) -> str:
    """An ISO date in words: « 1er mars 2024 », « mars 2024 », « 2024 »; what is no date as it is."""
    if parse_date(iso) != iso or len(iso) <= len("2024"):
        return iso
    first = date.fromisoformat(iso if len(iso) > len("2024-03") else f"{iso}-01")
    if len(iso) == len("2024-03"):
        return format_date(first, "LLLL y", locale=language())
    words = format_date(first, "long", locale=language())
    return f"1er{words[1:]}" if language() == "fr" and first.day == 1 else words


def moment(value: datetime) -> str:
    """A point in time in words, to the minute: « 1er mars 2024 à 14:05 »."""
    time = format_time(value.time(), "short", locale=language())
    return tr("{day} at {time}").format(day=day(value.date().isoformat()), time=time)


def month_name(iso: str) -> str:
    """The month of an ISO date in few letters: « sept. »."""
    return format_date(date.fromisoformat(f"{iso}-01"), "LLL", locale=language())


def page_numbers(current: int, last: int) -> list[int]:
    """The pages to name: the first, the last and those near ``current``; 0 stands for those left out between."""
    near = {1, last, *range(max(1, current - NEARBY), min(last, current + NEARBY) + 1)}
    row: list[int] = []
    for page in sorted(near):
        if row and page == row[-1] + 2:
            row.append(page - 1)
        elif row and page > row[-1] + 1:
            row.append(0)
        row.append(page)
    return row
