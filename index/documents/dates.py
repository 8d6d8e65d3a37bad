"""Dates as people write them in French, as ISO 8601: « 26 mars 2024 », « mars 2024 », « 26/03/2024 »."""

from __future__ import annotations

import re
from datetime import date

from index.analysis import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv", "january"),
            ("fevrier", "fevr", "february"),
            ("mars", "march"),
            ("avril", "avr", "april"),
            ("mai", "may"),
            ("juin", "june"),
            ("juillet", "juil", "july"),
            ("aout", "august"),
            ("septembre", "sept", "september"),
            ("octobre", "oct", "october"),
            ("novembre", "nov", "november"),
            ("decembre", "dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[t ]\d{1,2}:\d{2}\S*)?)?)?")
_NUMERIC = re.compile(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})")
_SPOKEN = re.compile(r"(?:(?:le )?(\d{1,2})(?:er)? )?([a-z]+)\.? (\d{4})")


def parse_date(text: str) -> str:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` for a date written in one of the usual ways; empty for anything else."""
    if not text:
        return ""
    plain = " ".join(fold(text.casefold()).split())
    if match := _ISO.fullmatch(plain):
        return _iso(match[1], match[2], match[3])
    if match := _NUMERIC.fullmatch(plain):
        return _iso(match[3], match[2], match[1])
    match = _SPOKEN.fullmatch(plain)
    if match and match[2] in MONTHS:
        return _iso(match[3], str(MONTHS[match[2]]), match[1])
    return ""


def _iso(year: str, month: str | None, day: str | None) -> str:
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return ""
    return whole if day else whole[:7] if month else whole[:4]
