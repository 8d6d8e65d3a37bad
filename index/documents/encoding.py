"""Encoding: bytes → text. Tells the encodings French files come in apart, and text from what is none."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1A), *range(0x1C, 0x20)))
_SAMPLE = 1 << 16
MOST_CONTROLS = 0.01
"""More control characters than this share of a text mean that it is none."""


class NotTextError(ValueError):
    """The bytes are not text in any encoding that is read."""


def decode(data: bytes) -> str:
    """``data`` as text: by its byte order mark, else UTF-8, UTF-16 without a mark, Windows-1252, Latin-1.

    A detector that guesses among a hundred encodings is wrong more often on short French texts than this order: valid
    UTF-8 is never anything else, and every Latin-1 letter has the same code in Windows-1252. Raises NotTextError.
    """
    text = _decode(data)
    sample = text[:_SAMPLE]
    if _controls(sample) > MOST_CONTROLS * len(sample):
        raise NotTextError("not text")
    return text


def _controls(text: str) -> int:
    """How many control characters ``text`` holds: counted in bytes, which is much faster than looking for them."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data) - len(data.translate(None, _CONTROLS))


def storable(text: str) -> str:
    """``text`` without half surrogate pairs: the escapes of JSON and YAML can write them, no encoding can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    wide = _utf16_without_mark(data)
    if wide:
        return data.decode(wide, errors="replace")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _utf16_without_mark(data: bytes) -> str:
    """Which UTF-16 it is, by the zero bytes of Latin letters, all on one side; empty for none."""
    low, high = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    half = max(1, min(len(data), _SAMPLE) // 2)
    if high > 0.7 * half and low < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if low > 0.7 * half and high < 0.05 * half else ""
