"""Titles: whether what a document's properties call its title is one, or what a program filled in."""

from __future__ import annotations

import re

_PROGRAM = re.compile(
    r"microsoft (?:office )?(?:word|powerpoint|excel|publisher)(?: ?[-–] .*)?"
    r"|(?:microsoft office \w+|(?:(?:libre|open)office )?(?:writer|calc|impress)) ?[-–] .*"
)
_SUFFIXES = "docx?|docm|dot[xm]?|od[tpsg]|ott|rtf|pdf|tex|dvi|indd|qxd|pptx?|pot[xm]?|xlsx?|html?|txt|pub|wpd|pages|md"
_FILE_NAME = re.compile(rf"[\w)]\.(?:{_SUFFIXES}|typ|tmp)\b|^(?:file|https?)://|^[a-z]:\\|^[^\s_]+(?:_[^\s_]+)+$")
_KIND = (
    r"(?:document|doc|pr[ée]sentation|classeur|workbook|book|feuille(?: de calcul)?|spreadsheet|diapositive|slide|dia)"
)
_DEFAULT = re.compile(
    rf"\W*(?:(?:(?:nouveau |nouvelle |new |untitled |unnamed )?{_KIND}"
    r"(?: (?:microsoft )?(?:word|powerpoint|excel|pdf|texte?|sans (?:titre|nom)))?)"
    rf"|(?:(?:microsoft )?(?:word|powerpoint|excel|pdf) {_KIND})"
    r"|untitled|unnamed|unknown|anonymous|sans[ -](?:titre|nom)|titre|title|scan|num[ée]risation)[\W\d]*"
)
"""What programs call a document that nobody has named, or that was scanned, and number from there."""


def is_given_title(title: str) -> bool:
    """Whether somebody gave a document this title: it is none of a program, and no name of a file."""
    plain = title.casefold()
    return bool(re.search(r"[^\W\d_]", title)) and not (
        _PROGRAM.fullmatch(plain) or _DEFAULT.fullmatch(plain) or _FILE_NAME.search(plain) or "\ufffd" in title
    )
