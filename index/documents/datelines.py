"""Datelines: the date of a document that says none of itself, by its file's name or its first lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from index.documents.dates import MONTH, folded, iso_of

FIRST_LINES = 12
"""So many lines may stand before a dateline: a letter begins with two addresses."""
_LONGEST_LINE = 160
"""A dateline ends after so many code points at most; what follows it on its line is text."""
_LONGEST_NAME = 255
_LONGEST_BLOCK = 2_000
"""No more is looked at of a name and of a paragraph."""
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
_LATE_YEAR = r"(?P<year>19\d\d|20[0-3]\d)"
"""Standing alone, a later one is the horizon of a plan, and an earlier one is any number."""
_SIGN = r"(?P<sep>[-_. ])"
_NAMES = (
    rf"{_YEAR}{_SIGN}(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)",
    rf"(?P<day>\d\d?){_SIGN}(?P<month>\d\d?)(?P=sep){_YEAR}",
    rf"{_LATE_YEAR}(?P<month>\d\d)(?P<day>\d\d)",
    rf"(?P<day>\d\d)(?P<month>\d\d){_LATE_YEAR}",
    rf"(?P<day>\d\d?)(?:er)?[-_. ]?(?P<name>{MONTH})[-_. ]*{_YEAR}",
    rf"(?<![a-z])(?P<name>{MONTH})[-_. ]*{_YEAR}",
    rf"{_LATE_YEAR}[-_. ](?P<month>0\d|1[012])(?![-_. ]\d)",
    _LATE_YEAR,
)
"""What stands in the name of a file, the surest first; no digit stands before or after it."""
_PLACE = r"(?:[^\W\d_][\w'’ -]{1,40}, ?)?"
_DONE = r"(?:(?:publie|poste|mis|fait|redige|emis|paru|date)e?(?: en ligne)?(?: a [\w'’ -]{2,40},?)?(?: ?:)? ?)?"
_DAYS = (
    rf"(?P<day>\d\d?)(?:er)? (?P<name>{MONTH})\.? {_YEAR}",
    rf"(?P<day>\d\d?)[/.](?P<month>\d\d?)[/.]{_YEAR}",
    r"(?P<year>1\d{3}|20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
)
_END = r"(?=[.,]?$| ?[—–:|•(]| --? | a \d\d? ?[h:])"


def date_in_name(name: str) -> str:
    """The one date that the name of a file holds: a day, else a month, else a year; empty where there are several."""
    plain = folded(name[:_LONGEST_NAME])
    for form in _name_forms():
        found = {date for match in form.finditer(plain) if (date := iso_of(match))}
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def date_in_text(texts: Iterable[str]) -> str:
    """The date of a dateline in the first lines: « 12 mars 2024 — », « Paris, le 3 mai 2023 », « Publié le 3/5/2023 ».

    A sentence that only begins with a date has none: « Le 14 juillet 1789, les Parisiens… ».
    """
    return next(filter(None, map(_date_of_line, islice(_lines(texts), FIRST_LINES))), "")


def _lines(texts: Iterable[str]) -> Iterator[str]:
    return (line for text in texts for line in text[:_LONGEST_BLOCK].splitlines())


def _date_of_line(line: str) -> str:
    if not _day().search(line, 0, _LONGEST_LINE):
        return ""
    plain = folded(line[:_LONGEST_LINE])
    return next((iso_of(match) for form in _line_forms() if (match := form.match(plain))), "")


@cache
def _day() -> re.Pattern[str]:
    """What looks like a day: it is seldom there, and only then is it worth the time to fold a line."""
    return re.compile(r"\d\d?(?:er)?\s+[^\W\d_]{3,9}\.?\s+[12]\d{3}|\d\d?[/.]\d\d?[/.][12]\d{3}|[12]\d{3}-\d\d-\d\d")


@cache
def _name_forms() -> list[re.Pattern[str]]:
    return [re.compile(rf"(?<!\d){form}(?!\d)") for form in _NAMES]


@cache
def _line_forms() -> list[re.Pattern[str]]:
    return [re.compile(rf"{_PLACE}{_DONE}(?:le )?(?:[a-z]{{5,8}} )?{day}{_END}") for day in _DAYS]
