"""Numbering of a Word document: « Article 3 », where Word counts and the text does not say so.

Only labels with a word are part of the text: nobody looks for the 3 of a list, and it would come before every item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.documents.office.ooxml import PREFIXES
from index.documents.office.package import Package
from index.documents.office.xml import Attributes, Handler, read_part

_PLACE = re.compile(r"%([1-9])")
WORD = re.compile(r"[^\W\d_]{2,}")
_LEVELS = 9
_LONGEST = 100
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
_SMALL_ROMAN = ((9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LARGEST_ROMAN = 5000


@dataclass(slots=True)
class _Level:
    text: str = ""
    start: int = 1
    kind: str = "decimal"


@dataclass(slots=True)
class _List:
    """The levels of a list, and how far each has been counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering(Handler):
    """The lists of a document. Several may count on from one another: those with the same definition."""

    def __init__(self) -> None:
        self.starts = {
            "w:abstractNum": self._define,
            "w:lvl": self._open_level,
            "w:start": self._start,
            "w:numFmt": self._choose_kind,
            "w:lvlText": self._set_text,
            "w:num": self._open_list,
            "w:abstractNumId": self._use,
            "w:lvlOverride": self._override,
            "w:startOverride": self._start_anew,
        }
        self._definitions: dict[str, _List] = {}
        self._definition = _List()
        self._lists: dict[str, str] = {}
        self._list = ""
        self._level = _Level()
        self._overridden = 0
        self._anew: dict[tuple[str, int], int] = {}

    def label(self, number: str, level: int) -> str:
        """Count a paragraph; what is before it, or nothing if that is no word."""
        known = self._definitions.get(self._lists.get(number, ""))
        if known is None or level not in known.levels:
            return ""
        first = self._anew.pop((number, level), None)
        known.counts[level] = first if first is not None else known.counts.get(level, known.levels[level].start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            known.counts.pop(deeper, None)
        text = known.levels[level].text
        if not WORD.search(_PLACE.sub("", text)):
            return ""
        return _PLACE.sub(lambda place: _count(known, int(place[1]) - 1), text)

    # -- as the part is read

    def _define(self, attributes: Attributes) -> None:
        self._definition = self._definitions.setdefault(attributes.get("w:abstractNumId", ""), _List())

    def _open_level(self, attributes: Attributes) -> None:
        self._level = self._definition.levels.setdefault(_number(attributes, "w:ilvl"), _Level())

    def _start(self, attributes: Attributes) -> None:
        self._level.start = _number(attributes)

    def _choose_kind(self, attributes: Attributes) -> None:
        self._level.kind = attributes.get("w:val", "")

    def _set_text(self, attributes: Attributes) -> None:
        text = attributes.get("w:val", "")
        self._level.text = text if len(text) <= _LONGEST else ""

    def _open_list(self, attributes: Attributes) -> None:
        self._list = attributes.get("w:numId", "")
        self._definition = _List()

    def _use(self, attributes: Attributes) -> None:
        self._lists[self._list] = attributes.get("w:val", "")

    def _override(self, attributes: Attributes) -> None:
        self._overridden = _number(attributes, "w:ilvl")

    def _start_anew(self, attributes: Attributes) -> None:
        self._anew[self._list, self._overridden] = _number(attributes)


def read_numbering(package: Package, part: str) -> Numbering:
    """The lists of a document, none if it has no such part."""
    numbering = Numbering()
    if part in package:
        read_part(package, part, numbering, PREFIXES)
    return numbering


def _number(attributes: Attributes, name: str = "w:val") -> int:
    value = attributes.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < _LEVELS else 0


def _count(known: _List, level: int) -> str:
    definition = known.levels.get(level, _Level())
    count = known.counts.get(level, definition.start)
    match definition.kind:
        case "upperRoman":
            return _roman(count)
        case "lowerRoman":
            return _roman(count).lower()
        case "upperLetter" | "lowerLetter" if count:
            letter = chr(ord("A") + (count - 1) % 26) * min(1 + (count - 1) // 26, 3)
            return letter if definition.kind == "upperLetter" else letter.lower()
        case _:
            return str(count)


def _roman(count: int) -> str:
    if count > _LARGEST_ROMAN:
        return str(count)
    text = ""
    for value, letters in (*_ROMAN, *_SMALL_ROMAN):
        text += count // value * letters
        count %= value
    return text
