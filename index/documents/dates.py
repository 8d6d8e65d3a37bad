"""Dates as people and programs write them, as ISO 8601: « lundi 6 mai 2024 », « mars 2024 », « 26/03/2024 »."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache

from index.analysis import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv", "january", "jan"),
            ("fevrier", "fevr", "february", "fev", "feb"),
            ("mars", "march", "mar"),
            ("avril", "avr", "april", "apr"),
            ("mai", "may"),
            ("juin", "june", "jun"),
            ("juillet", "juil", "july", "jul"),
            ("aout", "august", "aug"),
            ("septembre", "sept", "september", "sep"),
            ("octobre", "oct", "october"),
            ("novembre", "nov", "november"),
            ("decembre", "dec", "december"),
        ),
        start=1,
    )
    for name in names
}
LONGEST_DATE = 80
"""No date takes more code points than this."""
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
"""The name of a month, as a part of a regular expression for folded text."""
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
_ZONE = r"(?: ?(?:z|[a-z]{3,4}|[a-z]{2,9}/[a-z_]{2,30}|[+-]\d{2}:?\d{2}|\([a-z ]{1,30}\))){0,3}"
_CLOCK = r"\d{1,2} ?(?:[:h] ?(?:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?)(?: ?[ap]m)?"
_TIME = rf"(?:(?:t|,? | a | - ){_CLOCK}{_ZONE})?"
_WEEKDAY = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\.?,? )?"
)
_FORMS = (
    rf"(?P<year>\d{{4}})(?:(?P<sep>[-/.])(?P<month>\d{{1,2}})(?:(?P=sep)(?P<day>\d{{1,2}}){_TIME})?)?",
    r"(?P<year>(?:1[89]|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:t\d{4,6}(?:z|[+-]\d{2}:?\d{2})?)?",
    rf"(?P<day>\d{{1,2}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}){_TIME}",
    r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
    rf"{_WEEKDAY}(?:le )?{_WEEKDAY}{_DAY}[ -](?:of )?(?P<name>{MONTH})\.?,?[ -](?P<year>\d{{4}}){_TIME}",
    rf"{_WEEKDAY}(?P<name>{MONTH})\.? {_DAY},? (?P<year>\d{{4}}){_TIME}",
    rf"(?P<name>{MONTH})\.?[ -](?P<year>\d{{4}})",
)
"""What a date looks like when it is folded. A day stands before its month: 06-05-2024 is in May."""


def parse_date(text: str) -> str:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` for a date written in one of the usual ways; empty for anything else.

    A time of day and its zone may follow; the day is the one that is written.
    """
    if not text or len(text) > LONGEST_DATE:
        return ""
    plain = folded(text)
    return next((iso_of(match) for form in _forms() if (match := form.fullmatch(plain))), "")


@cache
def _forms() -> list[re.Pattern[str]]:
    return [re.compile(form) for form in _FORMS]


def date_of_time(seconds: float | None) -> str:
    """The day of a time in seconds since the epoch, where the computer stands; empty where none is known."""
    if seconds is None:
        return ""
    try:
        return datetime.fromtimestamp(seconds, UTC).astimezone().date().isoformat()
    except (OverflowError, OSError, ValueError):
        return ""


def folded(text: str) -> str:
    """``text`` in lower case without accents, and with single spaces."""
    return " ".join(fold(text.casefold()).split())


def iso_of(match: re.Match[str]) -> str:
    """The date that the groups ``year``, ``month`` (or ``name``) and ``day`` of a match tell; empty for none."""
    groups = match.groupdict()
    name, month, day = (groups.get(group) for group in ("name", "month", "day"))
    return iso(int(match["year"]), MONTHS[name] if name else int(month) if month else None, int(day) if day else None)


def iso(year: int, month: int | None = None, day: int | None = None) -> str:
    """A date, or a month or a year alone, as ISO 8601; empty for one that never was."""
    try:
        whole = date(year, 1 if month is None else month, 1 if day is None else day).isoformat()
    except ValueError:
        return ""
    return whole if day else whole[:7] if month else whole[:4]
