"""Characters: the classes of characters that texts are cut by, as strings and as parts of regular expressions."""

from __future__ import annotations

import unicodedata
from functools import cache

APOSTROPHES = "'’ʼ‘‛´`＇′ʹ\u02bb\u02bd\u02be\ua78c\u0374\u1fef\u1ffd"
HYPHENS = "-‐‑"
MIDDLE_DOTS = "·•⋅∙‧\u0387"
LONG_S = "ſ"
"""The s of old prints."""
SOFT_HYPHEN = "\u00ad"
NOT_SIGN = "¬"
"""Stands for a soft hyphen where a page was scanned or typeset."""
IGNORED = f"{SOFT_HYPHEN}\u200b\u200c\u200d\u2060\ufeff"
DIGIT_SPACES = " \u00a0\u202f\u2009"
"""What groups digits besides a point."""
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NUMERO = "№"

SIGN = rf"[^\W_{APOSTROPHES}{RAISED_DIGITS}]"
"""A letter or digit. Raised digits stand only at the end of a word."""
LETTER = rf"[^\W\d_{APOSTROPHES}{RAISED_DIGITS}\u2160-\u217f]"  # Roman numerals stand for several letters
CAPITAL = "[A-ZÀ-ÖØ-Þ]"
"""A capital letter of Western languages."""


@cache
def combining_marks() -> str:
    """Every combining character below U+3100 but those for symbols, as the inside of a character class."""
    letters = (chr(code) for code in range(0x300, 0x3100) if not 0x2000 <= code < 0x2C00)  # noqa: PLR2004  # symbols
    return "".join(sign for sign in letters if unicodedata.category(sign) in ("Mn", "Mc"))


@cache
def composed_letter() -> str:
    """A letter with what is written onto it, as an expression that never gives a part of it back."""
    return f"{LETTER}[{combining_marks()}{IGNORED}]*+"


@cache
def plain_equivalents() -> dict[int, str]:
    """The character for each look-alike of it: apostrophes, hyphens, raised, lowered and full-width letters."""
    groups = ((APOSTROPHES, "'"), (HYPHENS, "-"), (MIDDLE_DOTS, "·"), (LONG_S, "s"))
    alike = {ord(sign): plain for signs, plain in groups for sign in signs}
    return dict(_compatible()) | alike


def _compatible() -> dict[int, str]:
    """Variants of single ASCII letters and digits: « ᵉ », « ₂ », « º », « Ａ », « 𝐀 »."""
    blocks = ((0xAA, 0xBB), (0x2B0, 0x300), (0x1D2C, 0x1D6B), (0x2070, 0x209D), (0xFF10, 0xFF5B), (0x1D400, 0x1D800))
    signs = (chr(code) for first, end in blocks for code in range(first, end))
    variants = ((sign, unicodedata.normalize("NFKC", sign)) for sign in signs if sign.isalnum())
    return {ord(sign): plain for sign, plain in variants if len(plain) == 1 and plain.isascii() and plain.isalnum()}


@cache
def expanded() -> frozenset[str]:
    """Characters that stand for several ASCII letters: « Ⅷ », « № »."""
    return frozenset({NUMERO, *map(chr, range(0x2160, 0x2180))})
