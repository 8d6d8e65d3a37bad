"""Dates in queries: ``2024``, ``2024-03..2024-04``, ``mars 2024``, ``hier`` → the days they span."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from index.analysis import fold

EARLIEST, LATEST = "0000", "9999-12-31"
_WITHIN = re.compile(r"(?P<low>.*?)\s*(?:\.{2,3}|…)\s*(?P<high>.*)")
_BETWEEN = re.compile(r"\s+(?:[-–—/]|a|au|to|until)\s+|[-–—/]")
"""What may occur between two dates, and inside one as well: « 2024-2025 », « 2024-01-01/2024-05-01 »."""
_TIME = re.compile(r",? (?:(?:a|at|-) )?\d{1,2} ?[h:]|t\d{1,2}:\S* \S")
"""What begins the words after a date, though dates of documents have it: « date:2024-03-26 18h30 budget »."""
_OPEN = ("*", "")
"""How no first or no last day is written."""
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?")
_FROM_TO = re.compile(r"(?:de |du |entre (?:le )?)(?P<low>.+?) (?:a|au|et|et le) (?P<high>.+)")
_SINCE = re.compile(r"(?:(?:depuis|des)(?: le)? |>= ?)(?P<low>.+)")
_UNTIL = re.compile(r"(?:jusqu'(?:a|au|en)(?: le)? |<= ?)(?P<high>.+)")
_AFTER = re.compile(r"(?:apres(?: le)? |> ?)(?P<last>.+)")
_BEFORE = re.compile(r"(?:avant(?: le)? |< ?)(?P<first>.+)")


def date_range(text: str, today: date) -> tuple[str, str] | None:
    """The first and last day, in ISO 8601, that ``text`` names; None where it names none.

    Articles dated by a month or a year lie in a range that holds its first day: ISO dates compare as text, and a range
    that begins with a month or a year begins with its name.
    """
    days = _range(text, today)
    if days is None or days[0] == days[1]:
        return days
    return days[0].removesuffix("-01").removesuffix("-01"), days[1]


def _range(text: str, today: date) -> tuple[str, str] | None:
    plain = " ".join(fold(text.casefold().replace("’", "'")).strip("[]{}").split())
    if match := _WITHIN.fullmatch(plain) or _FROM_TO.fullmatch(plain):
        return _between(match["low"], match["high"], today)
    if match := _SINCE.fullmatch(plain):
        return _between(match["low"], "", today)
    if match := _UNTIL.fullmatch(plain):
        return _between("", match["high"], today)
    if (match := _AFTER.fullmatch(plain)) and (span := _span(match["last"], today)):
        return _moved(span[1], 1), LATEST
    if (match := _BEFORE.fullmatch(plain)) and (span := _span(match["first"], today)):
        return EARLIEST, _moved(span[0], -1)
    if plain == "*":
        return EARLIEST, LATEST
    return _span(plain.removesuffix("*"), today) or _either_side(plain, today)


def _either_side(text: str, today: date) -> tuple[str, str] | None:
    """The days of two dates with a sign or a little word between them."""
    for match in _BETWEEN.finditer(text):
        low, high = text[: match.start()], text[match.end() :]
        if low and high and (days := _between(low, high, today)):
            return days
    return None


def _moved(iso: str, days: int) -> str:
    """The day so many days from the first one of ``iso``; the same where the calendar ends."""
    first = date.fromisoformat(f"{iso}-01-01"[: len("2024-03-26")])
    return date.fromordinal(min(max(first.toordinal() + days, 1), date.max.toordinal())).isoformat()


def _between(low: str, high: str, today: date) -> tuple[str, str] | None:
    """The days from the first one of ``low`` to the last one of ``high``, whichever of them is typed first."""
    if not (low or high):
        return None
    first = (EARLIEST, EARLIEST) if low in _OPEN else _first(low, high, today)
    last = (LATEST, LATEST) if high in _OPEN else _span(high, today)
    if not (first and last):
        return None
    return (first[0], last[1]) if first[0] <= last[1] else (last[0], first[1])


def _first(low: str, high: str, today: date) -> tuple[str, str] | None:
    """The days of ``low``, in the year that ends ``high`` where it names none: « de mars à mai 2023 »."""
    year = re.search(r"(?<!\d)\d{4}\Z", high)
    in_that_year = _span(f"{low} {year[0]}", today) if year and not re.search(r"\d{3}", low) else None
    return in_that_year or _span(low, today)


def _span(text: str, today: date) -> tuple[str, str] | None:
    spoken = _spoken(text, today)
    if spoken:
        return spoken[0].isoformat(), spoken[1].isoformat()
    if _TIME.search(text):
        return None
    from index.documents import parse_date  # only a date in a query is worth the time to import it

    iso = parse_date(_SLASHED.sub(_hyphened, text.removeprefix("le ").removeprefix("en ")))
    if len(iso) == len("2024"):
        return iso, f"{iso}-12-31"
    if len(iso) == len("2024-03"):
        return iso, f"{iso}-{monthrange(int(iso[:4]), int(iso[5:]))[1]}"
    return (iso, iso) if iso else None


def _hyphened(match: re.Match[str]) -> str:
    """A date that begins with the year as ISO 8601 writes it."""
    return "-".join(filter(None, match.groups()))


def _spoken(text: str, today: date) -> tuple[date, date] | None:
    """Days named from today: « hier », « cette semaine », « le mois dernier », « mars »."""
    from index.documents import MONTHS

    day = timedelta(days=1)
    monday, first = today - day * today.weekday(), today.replace(day=1)
    last_month = (first - day).replace(day=1)
    spans = {
        "aujourd'hui": (today, today),
        "hier": (today - day, today - day),
        "avant-hier": (today - 2 * day, today - 2 * day),
        "cette semaine": (monday, monday + 6 * day),
        "la semaine derniere": (monday - 7 * day, monday - day),
        "semaine derniere": (monday - 7 * day, monday - day),
        "ce mois": (first, _end_of_month(first)),
        "ce mois-ci": (first, _end_of_month(first)),
        "le mois dernier": (last_month, first - day),
        "mois dernier": (last_month, first - day),
        "cette annee": (date(today.year, 1, 1), date(today.year, 12, 31)),
        "l'annee derniere": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        "annee derniere": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }
    if text in MONTHS:
        month = date(today.year, MONTHS[text], 1)
        month = month if month <= today else month.replace(year=today.year - 1)
        return month, _end_of_month(month)
    return spans.get(text)


def _end_of_month(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])
