"""The character set of French texts: 256 characters, for which tables are faster than any regular expression.

Nearly all texts use no other characters. Python's charmap codecs turn such a text into bytes and back through a table
of what each byte reads as, at several hundred megabytes a second.
"""

from __future__ import annotations

import unicodedata
from codecs import charmap_build, charmap_decode, charmap_encode
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from index.analysis.characters import APOSTROPHES, HYPHENS, LONG_S, MIDDLE_DOTS, NOT_SIGN, SOFT_HYPHEN

if TYPE_CHECKING:
    from _codecs import _EncodeCharMap

UNKNOWN = "?"
"""Stands for characters outside the set: the codec replaces them by it. A question mark becomes another sign."""
_KEPT = f"{SOFT_HYPHEN}°+#"
"""What a word may hold besides letters and digits: « n° », « C++ »."""
_OTHERS = "’‘“”„–—―‒…•€œŒŸ™‹›\u202f\u2009‑‐−≤≥□ſ⁂⅓\u2028†‡"
"""What takes the places of the 32 control characters of Latin-1."""


def charset() -> str:
    """The characters of the set, in the order of their bytes."""
    return "".join(map(chr, range(0x80))) + _OTHERS + "".join(map(chr, range(0xA0, 0x100)))


def to_bytes(text: str, errors: str = "strict") -> bytes:
    """A byte for each character; UnicodeEncodeError for others than those of the set, unless they are replaced."""
    return charmap_encode(text, errors, _encoding())[0]


def to_words(data: bytes) -> str:
    """Letters in lower case, digits and what joins them; all else is white space."""
    return charmap_decode(data, "strict", _words_table())[0]


def to_folded(text: str) -> str:
    """One character for each of ``text``: letters in lower case without accents, digits, signs, spaces, and UNKNOWN."""
    data = to_bytes(text.replace(UNKNOWN, "!"), "replace")
    return charmap_decode(data, "strict", _folded_table())[0]


@cache
def _encoding() -> _EncodeCharMap:
    return charmap_build(charset())


@cache
def _words_table() -> str:
    return _table(lambda char: char.lower() if char.isalnum() else char if char in _KEPT else " ")


@cache
def _folded_table() -> str:
    return _table(_folded)


def _folded(char: str) -> str:
    """« œ » and « æ » stand as their first letters; what does not fold to one ASCII letter or digit is unknown."""
    if not char.isalnum():
        return " " if char.isspace() else UNKNOWN if char in (SOFT_HYPHEN, NOT_SIGN, "°") else char
    base = {"œ": "o", "æ": "a"}.get(char.lower()) or unicodedata.normalize("NFD", char.lower())[0]
    return base if base.isascii() else UNKNOWN


def _table(other: Callable[[str], str]) -> str:
    groups = ((APOSTROPHES, "'"), (HYPHENS, "-"), (MIDDLE_DOTS, "·"), (LONG_S, "s"), ("&", "&"))
    alike = {char: plain for chars, plain in groups for char in chars}
    return "".join(alike.get(char) or other(char) for char in charset())
