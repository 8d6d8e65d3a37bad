"""Fonts: which characters the bytes of a text stand for in its font, and the codes of symbol fonts."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

_PRIVATE_CODES = range(0xF000, 0xF100)
_GREEK = {
    code: letter
    for first, letters in ((0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"), (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"))
    for code, letter in enumerate(letters, start=first)
}
_SYMBOL = {
    **_GREEK,
    **{code: chr(code) for code in range(0x20, 0x40) if chr(code) not in "\"$'*-"},
    **dict(zip(b"\x2d\xa2\xa3\xa5\xab\xac\xad\xae\xaf\xb0\xb1\xb3\xb4", "−′≤∞↔←↑→↓°±≥×", strict=True)),
    **dict(zip(b"\xb7\xb8\xb9\xbb\xbc\xce\xd2\xd3\xd4\xd6\xde\xe5\xf2", "•÷≠≈…∈®©™√⇒∑∫", strict=True)),
}
_WINGDINGS = dict(zip(b"\x28\x2a\x6c\x6e\x6f\xa7\xa8\xd8\xdf\xe0\xe8\xfb\xfc\xfd\xfe", "☎✉●■□▪◻➢←→➔✗✓☒☑", strict=True))
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_SYMBOLS, _SYMBOL_CHARSET = "symbols", 2
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_WINDOWS = {0: 1252, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250}
_CHARSETS = _WINDOWS | {77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 254: 437, 255: 850}
"""The code pages of Windows' character sets by their numbers. Set 1 is that of the document, set 2 are symbols."""
_LONGEST_NAME = 100


def symbol(font: str, code: str) -> str:
    """The character of a hexadecimal code in a font; empty for one that has no meaning outside of its font."""
    try:
        number = int(code, 16)
        character = chr(number)
    except (ValueError, OverflowError):
        return ""
    if (known := _FONTS.get(font.casefold())) is not None:
        return known.get(number - _PRIVATE_CODES.start if number in _PRIVATE_CODES else number, "")
    return "" if number in _PRIVATE_CODES or 0xD800 <= number < 0xE000 else character  # noqa: PLR2004


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
        encoding = codec(_CHARSETS[charset]) if charset in _CHARSETS else ""
        self._fonts.setdefault(font, _Font()).encoding = _SYMBOLS if charset == _SYMBOL_CHARSET else encoding

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


class TextBuffer:
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

    def add_unicode(self, unit: int, fallback: int, font: int) -> str:
        """Take in a unit of UTF-16, for which as many characters stand as said; the bytes before it as text."""
        said = "" if self._units else self.take(font)
        self._units.append(unit & 0xFFFF)
        self._left_out = fallback
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
