"""Encoding: bytes → text. Tells the encodings French files come in apart, and text from what is none."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from index.documents.text.one_byte import charset_of, is_french
from index.model import Fault

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
_TWICE = re.compile("Ã[©¨ª§´®»¢\u00a0]|â€[™œ¦“”\u009d]")
"""What French letters and quotes become when UTF-8 is taken for Windows-1252 and written as UTF-8 again."""
MOST_TWICE = 3
"""Number of them from which they are no accident."""
_WRONG_BYTE = re.compile("[\udc80-\udcff]")
"""What stands for a byte that is no UTF-8."""
_BEYOND_ASCII = re.compile("[^\\x00-\\x7f]")
_ONE_BYTE = r"(iso-?8859-?|latin-?)\d+|(windows-?|cp|ibm)\d{3,4}|koi8-?[rtu]|mac-?(roman|intosh|latin2)|tis-?620"
_ASIAN = r"gb2312|gbk|gb18030|big5(-?hkscs)?|shift[-_]jis|euc-?(jp|kr)|ks_c_5601.*"
_USABLE = re.compile(f"{_ONE_BYTE}|{_ASIAN}", re.IGNORECASE)
_STATEFUL = re.compile(r"iso-2022-(jp|kr)\S*|hz(-gb-2312)?", re.IGNORECASE)
_WINDOWS = re.compile(r"(iso-?8859-?|latin-?)1", re.IGNORECASE)


class NotTextError(ValueError):
    """The bytes are not text in any encoding that is read."""


class Decoded(NamedTuple):
    """A text, and what is to be said of it: that some bytes were mended, or that its accents seem wrong."""

    text: str
    fault: Fault | None = None


def decode(data: bytes) -> str:
    """``data`` as text. See :func:`decoded`."""
    return decoded(data).text


def decoded(data: bytes) -> Decoded:
    """``data`` as text: by its byte order mark, else UTF-8, UTF-16 without a mark, the one-byte encoding it looks like.

    A detector that guesses among a hundred encodings is wrong more often on short French texts than this order: valid
    UTF-8 is never anything else. Where most of what is not ASCII is valid UTF-8, the few other bytes are read as
    Windows-1252, one by one. Raises NotTextError.
    """
    found = _decoded(data)
    sample = found.text[:_SAMPLE]
    if _controls(sample) > MOST_CONTROLS * len(sample):
        raise NotTextError("not text")
    return found


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


def _decoded(data: bytes) -> Decoded:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            found = _utf8(rest) if encoding == "utf-8" else Decoded(rest.decode(encoding, errors="replace"))
            return found._replace(text=found.text.lstrip("\ufeff"))  # some programs put a mark before a mark
    return _utf8(data)


def _utf8(data: bytes) -> Decoded:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        wide = _utf16_without_mark(data)
        return Decoded(data.decode(wide, errors="replace")) if wide else _damaged(data)
    sample = text[:_SAMPLE]
    twice = ("Ã" in sample or "â€" in sample) and len(_TWICE.findall(sample)) >= MOST_TWICE
    return Decoded(text, Fault("accents")) if twice else Decoded(text)


def _damaged(data: bytes) -> Decoded:
    """Bytes that are not valid UTF-8: mended where most are, else in the encoding that they look like."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = len(_WRONG_BYTE.findall(text))
    if sum(map(is_french, _BEYOND_ASCII.findall(text))) >= wrong:
        return Decoded(_WRONG_BYTE.sub(_mended, text), Fault("mended", values={"n": wrong}))
    charset = charset_of(data)
    return Decoded(data.decode(charset.name), Fault("accents") if charset.looks < 0 else None)


def _mended(wrong: re.Match[str]) -> str:
    """A byte that is no UTF-8 as Windows-1252, if it is likely in French, as where texts were put together."""
    sign = wrong[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return sign if is_french(sign) else "\ufffd"


def _utf16_without_mark(data: bytes) -> str:
    """Which UTF-16 it is, by the zero bytes of Latin letters, all on one side; empty for none."""
    low, high = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    half = max(1, min(len(data), _SAMPLE) // 2)
    if high > 0.7 * half and low < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if low > 0.7 * half and high < 0.05 * half else ""


def decode_declared(data: bytes, declared: str = "") -> str:
    """``data`` as text, in the encoding that is ``declared`` where that can be. Raises NotTextError.

    What is valid UTF-8 is UTF-8 whatever is declared: other encodings of French texts hardly ever look like it.
    """
    name = declared.strip().strip("\"'")
    if _STATEFUL.fullmatch(name):
        return _decode(data, name)
    if not _USABLE.fullmatch(name) or _is_utf8(data):
        return decode(data)
    return _decode(data, "cp1252" if _WINDOWS.fullmatch(name) else name)


def _decode(data: bytes, encoding: str) -> str:
    """``data`` in the declared encoding, or as it looks, where no encoding is called that or it does not fit."""
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return decode(data)
    decode(text.encode("utf-8", "replace"))  # raises where it is no text
    return text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
