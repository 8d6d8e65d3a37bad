"""Runs: a text → its runs of letters and digits."""

from __future__ import annotations

import re
from codecs import charmap_build, charmap_decode, charmap_encode
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _codecs import _EncodeCharMap

NO_SIGN = "\ufffe"
"""How a table of a code page says that a byte stands for nothing."""


def spellings(text: str) -> list[str]:
    """The runs of letters and digits of a plain text, as they are spelled: in lower case they are its words."""
    codes, signs, _ = _western()
    return _split(text, codes, signs)


def runs(text: str) -> list[str]:
    """The runs of letters and digits of ``text``, in lower case."""
    codes, _, small = _western()
    return _split(text, codes, small, str.lower)


def _split(text: str, codes: _EncodeCharMap, signs: str, case: Callable[[str], str] = str) -> list[str]:
    """The runs of ``text``. Where the Western code page has every sign, a table of its bytes is thrice as fast."""
    try:
        return charmap_decode(charmap_encode(text, "strict", codes)[0], "strict", signs)[0].split()
    except UnicodeEncodeError:
        return re.findall(r"[^\W_]+", case(text))


@cache
def _western() -> tuple[_EncodeCharMap, str, str]:
    """The Western code page: the byte of each sign; and of each byte, the letter or digit, or else a space.

    Letters come as they are, and once more in lower case.
    """
    signs = "".join(bytes([code]).decode("cp1252", "ignore") or NO_SIGN for code in range(256))
    read = "".join(sign if re.fullmatch(r"[^\W_]", sign) else " " for sign in signs)
    return charmap_build(signs), read, read.lower()
