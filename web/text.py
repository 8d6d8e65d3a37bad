"""Text: what documents say → what is safe and pleasant to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from babel import Locale
from babel.dates import format_date, format_time
from flask_babel import format_decimal, get_locale  # type: ignore[import-untyped]
from markupsafe import Markup, escape

from index.analysis import Span
from index.documents import parse_date
from index.language import tr
from searcher import Snippet, snippet

PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
REPLACED = dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), 0xFFFD)
HARMLESS = {**PICTURES, 0x7F: 0x2421, **REPLACED}
NEARBY = 2
"""So many pages before and after the current one are shown by number."""
SMALLEST_GROUPED = 1_000

Value = TypeVar("Value")


def harmless(value: Value) -> Value | str:
    """Text with each control character as its picture, length kept, markup still markup; other values as they are."""
    return value.translate(HARMLESS) if isinstance(value, str) else value


def marked(text: str, marks: Sequence[Span]) -> Markup:
    """``text`` as HTML with its marks. Whatever it holds is text: nothing in it can become markup."""
    pieces, end = [], 0
    for low, high in marks:
        pieces += [escape(text[end:low]), Markup("<mark>{}</mark>").format(text[low:high])]
        end = high
    return Markup("").join([*pieces, escape(text[end:])])


def shortened(text: str, marks: Sequence[Span]) -> Snippet:
    """The part of a passage that a result shows."""
    return snippet(text, marks)


def number(value: int) -> str:
    """A number with its digits grouped as the reader's language does."""
    return str(value) if 0 <= value < SMALLEST_GROUPED else str(format_decimal(value))


def day(iso: str) -> str:
    """An ISO date in words: « 1er mars 2024 », « mars 2024 », « 2024 »; what is no date as it stands."""
    locale: Locale | None = get_locale()
    if parse_date(iso) != iso or len(iso) <= len("2024") or locale is None:
        return iso
    first = date.fromisoformat(iso if len(iso) > len("2024-03") else f"{iso}-01")
    if len(iso) == len("2024-03"):
        return format_date(first, "LLLL y", locale)
    words = format_date(first, "long", locale)
    return f"1er{words[1:]}" if locale.language == "fr" and first.day == 1 else words


def moment(value: datetime) -> str:
    """A point in time in words, to the minute: « 1er mars 2024 à 14:05 »."""
    time = format_time(value.time(), "short", locale=get_locale())
    return tr("{day} at {time}").format(day=day(value.date().isoformat()), time=time)


def month_name(iso: str) -> str:
    """The month of an ISO date in few letters: « sept. »."""
    return format_date(date.fromisoformat(f"{iso}-01"), "LLL", locale=get_locale())


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
