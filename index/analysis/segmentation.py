"""Segmentation: a text → chunks, the runs of characters that the rules look at one by one.

A chunk is a run of letters and digits with what may join them: apostrophes, hyphens, middle dots, ``&``, combining and
invisible characters. Grouped digits, dotted acronyms and inclusive endings make longer chunks; the expression that
finds them costs half the speed, so three cheap searches decide for each text whether it needs to run at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from index.analysis.wordlists import word_list

APOSTROPHES = "'’ʼ‘‛´`＇′ʹ\u0374\u1fef\u1ffd"
HYPHENS = "-‐‑"
MIDDLE_DOTS = "·•⋅∙‧\u0387"
LONG_S = "ſ"
"""The s of old prints."""
IGNORED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
DIGIT_SPACES = " \u00a0\u202f\u2009"

Span = tuple[int, int]
"""A half-open range of a text, in code points."""

_SIGN = rf"[^\W_{APOSTROPHES}]"
_LETTER = rf"[^\W\d_{APOSTROPHES}]"
_GROUPED = rf"(?<!{_SIGN})(?<!\d[.,])\d{{1,3}}(?:[{DIGIT_SPACES}.]\d{{3}})+(?:,\d+)?(?!\.?{_SIGN})"
_DECIMAL = rf"(?<!{_SIGN})(?<!\d[.,])\d+[.,]\d+(?![.,]?{_SIGN})"

_PLAIN = bytes({*range(0x80), *range(0x80, 0xC0), *range(0xC2, 0xCA), 0xE2} - set(b"(0123456789"))
"""The UTF-8 bytes of Western letters and of punctuation. Any other may begin a mark, a number or a bracketed ending."""


def chunks(text: str) -> list[str]:
    """The chunks of ``text``, in order. Never raises."""
    pattern = _full() if _needs_full(text) else _simple()
    return pattern.findall(text)


def chunk_spans(text: str) -> Iterator[tuple[str, int]]:
    """The chunks of ``text`` with the code point each starts at; the same chunks as :func:`chunks`."""
    pattern = _full() if _needs_full(text) else _simple()
    return ((match.group(), match.start()) for match in pattern.finditer(text))


def run_around(text: str, place: int) -> Span:
    """The run without a space that ``place`` is in; spaces between digits, which may group them, are part of it.

    No chunk goes over any other space, so a run is read by itself as it is read within its text.
    """
    start, end = text.rfind(" ", 0, place), text.find(" ", place)
    while _may_group(text, start):
        start = text.rfind(" ", 0, start)
    while _may_group(text, end):
        end = text.find(" ", end + 1)
    return start + 1, len(text) if end < 0 else end


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one; those that only touch stay two."""
    row: list[Span] = []
    for start, end in sorted(spans):
        if row and start < row[-1][1]:
            row[-1] = (row[-1][0], max(end, row[-1][1]))
        else:
            row.append((start, end))
    return row


def _may_group(text: str, space: int) -> bool:
    return space > 0 and _may_be_digit(text[space - 1]) and _may_be_digit(text[space + 1 : space + 2])


def _may_be_digit(char: str) -> bool:
    return char.isdecimal() or char == "?"  # which stands for any other digit in a folded text


def _needs_full(text: str) -> bool:
    """Whether ``text`` holds what the simple expression does not know: marks, grouped digits, acronyms, brackets."""
    if dotted().search(text) or "\u00ad" in text or "\u200b" in text or "\u200c" in text or "\u200d" in text:
        return True
    unusual = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return bool(unusual and (unusual.translate(None, b"(0123456789") or numbers_and_brackets().search(text))) or (
        "\u2060" in text
    )


@cache
def dotted() -> re.Pattern[str]:
    """Where an acronym, or an inclusive ending after a point, may stand."""
    return re.compile(rf"\.{_LETTER}(?:\.|(?!{_SIGN}))")


@cache
def numbers_and_brackets() -> re.Pattern[str]:
    """Where a grouped or decimal number, or an inclusive ending in brackets, may stand."""
    return re.compile(rf"\d[{DIGIT_SPACES}.,]\d|\((?:{inclusive_endings()})\)")


@cache
def _simple() -> re.Pattern[str]:
    joiners = "".join(sign for sign in APOSTROPHES + MIDDLE_DOTS + "&" + HYPHENS[1:] if not sign.isalnum())
    return re.compile(rf"[^\W_]+(?:[{joiners}-][^\W_]+)*")


@cache
def _full() -> re.Pattern[str]:
    endings = inclusive_endings()
    letter = f"{_LETTER}[{combining_marks()}{IGNORED}]*+"
    end = f"(?!{_SIGN}|[{combining_marks()}])"
    acronym = rf"(?<!{_SIGN})(?:{letter}\.){{2,}}(?:{letter}(?!{_SIGN}))?"
    bracketed = rf"(?:{letter}){{2,}}\((?:{endings})\)s?{end}"
    pointed = rf"(?:{letter}){{2,}}\.(?:(?:{endings})\.s|e){end}"
    run = _word_run(rf"(?!(?:{letter}\.){{2}})")
    return re.compile(f"{acronym}|{_GROUPED}|{_DECIMAL}|{bracketed}|{pointed}|{run}")


def _word_run(unless: str) -> str:
    marks = f"[{combining_marks()}{IGNORED}]"
    joiner = f"[{APOSTROPHES}{MIDDLE_DOTS}&{HYPHENS[1:]}{HYPHENS[0]}][{IGNORED}]*"
    return rf"{_SIGN}+(?:(?:{marks}+|{marks}*{joiner}{unless}){_SIGN}+)*{marks}*"


def inclusive_endings() -> str:
    """The endings of inclusive writing, composed or not, as the inside of a group of an expression."""
    endings = {unicodedata.normalize(form, row[0]) for row in word_list("inclusive") for form in ("NFC", "NFD")}
    return "|".join(sorted(endings, key=len, reverse=True))


@cache
def combining_marks() -> str:
    """Every combining character below U+3100 but those for symbols, as the inside of a character class."""
    letters = (chr(code) for code in range(0x300, 0x3100) if not 0x2000 <= code < 0x2C00)  # noqa: PLR2004  # symbols
    return "".join(sign for sign in letters if unicodedata.category(sign) in ("Mn", "Mc"))
