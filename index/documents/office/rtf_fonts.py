"""Fonts of Rich Text Format: which encoding the bytes of a text are in, and what letters they are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from index.documents.office.symbols import symbol

_SYMBOLS = "symbols"
_LONGEST_NAME = 100
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_CHARSETS = {
    0: "cp1252",
    2: _SYMBOLS,
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""Windows' numbers of character sets. Set 1 is that of the document."""


@dataclass(slots=True)
class _Font:
    name: str = ""
    encoding: str = ""


@dataclass(slots=True)
class Fonts:
    """The fonts of a document by their numbers, and the encoding of text in a font that says nothing of it."""

    encoding: str = "cp1252"
    _fonts: dict[int, _Font] = field(default_factory=dict)

    def set_charset(self, font: int, charset: int) -> None:
        """Take in the character set of a font."""
        self._fonts.setdefault(font, _Font()).encoding = _CHARSETS.get(charset, "")

    def set_codepage(self, font: int, codepage: int) -> None:
        """Take in the code page of a font."""
        self._fonts.setdefault(font, _Font()).encoding = codec(codepage)

    def add_name(self, font: int, text: str) -> None:
        """Take in part of the name of a font, which ends in a semicolon."""
        known = self._fonts.setdefault(font, _Font())
        if len(known.name) < _LONGEST_NAME:
            known.name = (known.name + text).partition(";")[0].strip()

    def decode(self, data: bytes, font: int) -> str:
        """Text in a font."""
        known = self._fonts.get(font, _Font())
        if known.encoding == _SYMBOLS:
            # What is no letter of its own outside of the font is dropped, but a text typed in it is read as letters.
            return "".join(symbol(known.name, f"{byte:x}") for byte in data)
        return data.decode(known.encoding or self.encoding, errors="replace")


class Letters:
    """Gathers bytes of text until their font changes, and halves of Unicode characters until they are whole."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._bytes: list[str] = []
        self._units: list[int] = []
        self._left_out = 0

    def add(self, text: str, font: int) -> str:
        """Take in bytes, each as a character, but those that stand for a Unicode one; give that back."""
        if self._left_out:
            skipped = min(self._left_out, len(text))
            self._left_out -= skipped
            text = text[skipped:]
        said = self.take(font) if text and self._units else ""
        self._bytes.append(text)
        return said

    def add_unicode(self, unit: int, stands_for: int, font: int) -> str:
        """Take in a unit of UTF-16, for which as many characters stand as said; the bytes before it as text."""
        said = "" if self._units else self.take(font)
        self._units.append(unit & 0xFFFF)
        self._left_out = stands_for
        return said

    def take(self, font: int) -> str:
        """All that was gathered."""
        self._left_out = 0
        text = ""
        if self._bytes:
            text = self._fonts.decode("".join(self._bytes).encode("latin-1"), font)
            self._bytes.clear()
        if self._units:
            units = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            text += _PRIVATE.sub(_in_no_font, units.decode("utf-16-le", errors="replace"))
            self._units.clear()
        return text


def _in_no_font(match: re.Match[str]) -> str:
    """What a character of the symbol fonts looks like."""
    return symbol("symbol", f"{ord(match[0]):x}")


def codec(codepage: int) -> str:
    """The encoding of a code page, Windows' western one for one that is not known."""
    names = {10000: "mac_roman", 65001: "utf-8"}
    name = names.get(codepage, f"cp{codepage}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
