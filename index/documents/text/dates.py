"""Dates: as people and programs write them, in a file's name or in the first lines of a text, as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from itertools import islice

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
"""What a date looks like when it is folded. A day comes before its month: 06-05-2024 is in May."""
FIRST_LINES = 12
"""Number of lines among which a dateline is looked for: a letter begins with two addresses."""
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
"""What is in the name of a file, the surest first; no digit comes before or after it."""
_PLACE = r"(?:[^\W\d_][\w'’ -]{1,40}, ?)?"
_DONE = r"(?:(?:publie|poste|mis|fait|redige|emis|paru|date)e?(?: en ligne)?(?: a [\w'’ -]{2,40},?)?(?: ?:)? ?)"
_DAYS = (
    rf"(?P<day>\d\d?)(?:er)? (?P<name>{MONTH})\.? {_YEAR}",
    rf"(?P<day>\d\d?)[/.](?P<month>\d\d?)[/.]{_YEAR}",
    r"(?P<year>1\d{3}|20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
)
_END = r"(?=[.,]?$| ?[—–:|•(]| --? | a \d\d? ?[h:])"


def parse_date(text: str) -> str:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` for a date written in one of the usual ways; empty for anything else.

    A time of day and its zone may follow; the day is the one that is written.
    """
    return _parsed(text) if text and len(text) <= LONGEST_DATE else ""


@lru_cache(maxsize=256)
def _parsed(text: str) -> str:
    """A date that was chosen among several is read once more as the article's, and records have those before."""
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
    heads = ((f"{_DONE}?", _END), (_DONE, "(?= par )"))
    days = ((done, rf"(?:le )?(?:[a-z]{{5,8}} )?{day}", end) for day in _DAYS for done, end in heads)
    return [re.compile(f"{_PLACE}{done}{day}{end}") for done, day, end in days]
