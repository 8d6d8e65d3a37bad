"""Segmentation: a text → chunks, the runs of characters that the rules look at one by one.

A chunk is a run of letters and digits with what may join them: apostrophes, hyphens, middle dots, ``&``, combining and
invisible characters. Numbers, dotted acronyms, inclusive endings and words broken at the end of a line make longer
chunks; the expression that finds them costs half the speed, so cheap searches decide for each text whether it needs to
run at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from index.analysis.characters import (
    APOSTROPHES,
    CAPITAL,
    DIGIT_SPACES,
    HYPHENS,
    IGNORED,
    LETTER,
    MIDDLE_DOTS,
    NOT_SIGN,
    NUMERO,
    RAISED_DIGITS,
    SIGN,
    SOFT_HYPHEN,
    combining_marks,
    composed_letter,
)
from index.analysis.numbers import numbers
from index.analysis.references import after_digit, references
from index.analysis.wordlists import word_list

Span = tuple[int, int]
"""A half-open range of a text, in code points."""

_PLAIN = bytes({*range(0x80), *range(0x80, 0xC0), *range(0xC2, 0xCA), 0xE2} - set(b"(0123456789"))
"""The UTF-8 bytes of Western letters and of punctuation. Any other may begin a mark, a number or a bracketed ending."""
_BLANK = f"[{DIGIT_SPACES}]"
_MOST_BLANKS = 4
_LINE_END = rf"[ \t]{{0,{_MOST_BLANKS}}}\r?\n[ \t]{{0,{_MOST_BLANKS}}}"
LINE_BREAK = rf"[{HYPHENS}{NOT_SIGN}]?{_LINE_END}"
"""What a word that is broken at the end of a line holds, once its invisible characters are gone."""
JOINT = "_"


def chunks(text: str) -> list[str]:
    """The chunks of ``text``, in order. Never raises."""
    pattern = _full() if _needs_full(text) else _simple()
    return pattern.findall(text)


def chunk_spans(text: str) -> Iterator[tuple[str, int]]:
    """The chunks of ``text`` with the code point each starts at; the same chunks as :func:`chunks`."""
    pattern = _full() if _needs_full(text) else _simple()
    return ((match.group(), match.start()) for match in pattern.finditer(text))


def run_around(text: str, place: int) -> Span:
    """The run without a space that ``place`` is in; spaces that a chunk may go over are part of it.

    So a run is read by itself as it is read within its text.
    """
    start, end = text.rfind(" ", 0, place), text.find(" ", place)
    while start > 0 and _may_join(text, start):
        start = text.rfind(" ", 0, start)
    while end >= 0 and _may_join(text, end):
        end = text.find(" ", end + 1)
    return start + 1, len(text) if end < 0 else end


def with_joints(folded: str) -> str:
    """A folded text, of the same length, where :data:`JOINT` stands for each space that a chunk may go over.

    What is between its spaces are the runs of :func:`run_around`, found without asking at each of them again.
    """
    return _joints().sub(lambda match: JOINT if _may_join(folded, match.start()) else " ", folded)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one; those that only touch stay two."""
    row: list[Span] = []
    for start, end in sorted(spans):
        if row and start < row[-1][1]:
            row[-1] = (row[-1][0], max(end, row[-1][1]))
        else:
            row.append((start, end))
    return row


def _may_join(text: str, space: int) -> bool:
    """Whether a number, or a word that is broken at the end of a line, may go over a space."""
    before, after = text[space - 1 : space], text[space + 1 : space + 2]
    if before.isalpha() and after.isalpha():  # as nearly all of them stand: none of what follows fits
        return False
    if _is_inside_reference(text, space, before, after) or _is_between_initials(text, space):
        return True
    if _may_be_digit(before) and (after.isalnum() or text.startswith("(0)", space + 1)):
        return True
    if _may_be_digit(after):
        # Nothing, where the text begins with two letters: « LO 141-1 ».
        is_short = before.isalnum() and not text[space - 3 : space - 1].isalnum()
        if is_short or (before and before in ".*)?"):
            return True
    around = text[max(0, space - 2 * _MOST_BLANKS - 2) : space].rstrip()
    return around.endswith((*HYPHENS, NOT_SIGN, SOFT_HYPHEN, "?")) and (after.isalnum() or after in " \t\r\n?")


@cache
def _joints() -> re.Pattern[str]:
    """The few spaces of a folded text that have to be looked at by :func:`_may_join`."""
    return re.compile(r"(?<!^) (?:(?=[*0-9?])|(?<=[-0-9? ] )|(?<=\. )(?=.\.))")


def _is_inside_reference(text: str, space: int, before: str, after: str) -> bool:
    """Whether a space may occur before the star of an article of a code: « R. *421-1 »."""
    return after == "*" and (before.isalpha() or before == ".") and text[space + 2 : space + 3] in tuple("* 0123456789")


def _is_between_initials(text: str, space: int) -> bool:
    """Whether a space is between two single letters with points: « F. D. Roosevelt »."""
    return text[space - 1] == text[space + 2 : space + 3] == "." and (
        text[space - 2 : space - 1].isalpha()
        and text[space + 1].isalpha()
        and not text[space - 3 : space - 2].isalnum()
    )


def _may_be_digit(char: str) -> bool:
    return char.isdecimal() or char == "?"  # which stands for any other digit in a folded text


def _needs_full(text: str) -> bool:
    """Whether ``text`` holds what the simple expression does not know."""
    if is_dotted(text) or is_broken(text) or _telling().search(text):
        return True
    unusual = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return bool(unusual) and bool(unusual.translate(None, b"(0123456789") or numbers_and_brackets().search(text))


@cache
def _telling() -> re.Pattern[str]:
    """Characters that only the full expression knows, and that the bytes above do not tell."""
    return re.compile(rf"[{IGNORED}{NUMERO}°#]|\+\+")


def is_dotted(text: str) -> bool:
    """Whether an acronym, or an inclusive ending after a point, may occur in ``text``."""
    return dotted().search(text) is not None


def is_broken(text: str) -> bool:
    """Whether a word may be broken at the end of a line."""
    return "\n" in text and broken().search(text) is not None


@cache
def dotted() -> re.Pattern[str]:
    """Where an acronym, initials with spaces, or an inclusive ending after a point, may occur."""
    return re.compile(rf"\.(?:[{HYPHENS}]?{LETTER}(?:\.|(?!{SIGN}))|(?<!\w\w\.){_BLANK}{CAPITAL}\.)")


@cache
def broken() -> re.Pattern[str]:
    """Where a word may be broken at the end of a line."""
    return re.compile(rf"[{HYPHENS}{NOT_SIGN}{SOFT_HYPHEN}][{IGNORED}]*{_LINE_END}(?={LETTER})")


@cache
def numbers_and_brackets() -> re.Pattern[str]:
    """Where a number that goes over a sign, or an inclusive ending in brackets, may occur.

    It begins with a class of characters, so that all else in a text is passed over quickly. Digits that are not ASCII
    always need the full expression.
    """
    return re.compile(rf"[0-9(](?:(?<=[0-9])(?:{after_digit()})|(?<=\()(?:{inclusive_endings()})\))")


@cache
def _simple() -> re.Pattern[str]:
    joiners = "".join(sign for sign in APOSTROPHES + MIDDLE_DOTS + "&" + HYPHENS[1:] if not sign.isalnum())
    sign = f"[^\\W_{RAISED_DIGITS}]"
    return re.compile(rf"{sign}+(?:[{joiners}-]{sign}+)*[{RAISED_DIGITS}]*")


@cache
def _full() -> re.Pattern[str]:
    endings = inclusive_endings()
    letter = composed_letter()
    end = f"(?!{SIGN}|[{combining_marks()}])"
    initials = rf"(?:{letter}\.[{HYPHENS}])+{letter}(?:\.|(?!{SIGN}))"
    spaced = rf"(?<!{SIGN})(?!M\.){CAPITAL}\.(?:{_BLANK}{CAPITAL}\.(?!{LETTER}))+"
    acronym = rf"(?<!{SIGN})(?:(?:{letter}\.){{2,}}(?:{letter}(?!{SIGN}))?|{initials})"
    bracketed = rf"(?:{letter}){{2,}}\((?:{endings})\)s?{end}[{RAISED_DIGITS}]*"
    pointed = rf"(?:{letter}){{2,}}\.(?:(?:{endings})\.s|e){end}"
    signed = rf"(?<!{SIGN})(?:[nN][°º]s?(?!{LETTER})|[cC]\+\+|[cCfF]#(?!{SIGN}))|{NUMERO}"
    run = _word_run(rf"(?!(?:{letter}\.){{2}}|(?:{letter}){{2,}}\((?:{endings})\))")
    return re.compile(f"{references()}|{numbers()}|{spaced}|{acronym}|{bracketed}|{pointed}|{signed}|{run}")


def _word_run(unless: str) -> str:
    marks = f"[{combining_marks()}{IGNORED}]"
    joiner = f"[{APOSTROPHES}{MIDDLE_DOTS}&{HYPHENS[1:]}{HYPHENS[0]}][{IGNORED}]*"
    line_break = rf"(?<!\d)(?:(?<={SOFT_HYPHEN})|[{HYPHENS}{NOT_SIGN}][{IGNORED}]*){_LINE_END}(?={LETTER})"
    return rf"{SIGN}+(?:(?:{marks}*{line_break}|{marks}+|{marks}*{joiner}{unless}){SIGN}+)*{marks}*[{RAISED_DIGITS}]*"


def inclusive_endings() -> str:
    """The endings of inclusive writing, composed or not, as the inside of a group of an expression."""
    endings = {unicodedata.normalize(form, row[0]) for row in word_list("inclusive") for form in ("NFC", "NFD")}
    return "|".join(sorted(endings, key=len, reverse=True))
