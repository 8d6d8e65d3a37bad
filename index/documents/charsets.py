"""Charsets: bytes → text, where a page or a message says which encoding it is in, rightly or not."""

from __future__ import annotations

import re

from index.documents.encoding import decode

_ONE_BYTE = r"(iso-?8859-?|latin-?)\d+|(windows-?|cp|ibm)\d{3,4}|koi8-?[rtu]|mac-?(roman|intosh|latin2)|tis-?620"
_ASIAN = r"gb2312|gbk|gb18030|big5(-?hkscs)?|shift[-_]jis|euc-?(jp|kr)|ks_c_5601.*"
_USABLE = re.compile(f"{_ONE_BYTE}|{_ASIAN}", re.IGNORECASE)
_STATEFUL = re.compile(r"iso-2022-(jp|kr)\S*|hz(-gb-2312)?", re.IGNORECASE)
_WINDOWS = re.compile(r"(iso-?8859-?|latin-?)1", re.IGNORECASE)


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
