"""Numbers: how they are written, in groups, with units, as ordinals, with signs and notes.

The expression finds them in texts, where some go over spaces; the rules turn each into tokens, so that every way to
write a number has the same ones: « 50kg » and « 50 kg », « 32 000 » and « 32.000 », « 2ème » and « 2e ».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from index.analysis.characters import DIGIT_SPACES, RAISED_DIGITS, SIGN, combining_marks, composed_letter
from index.analysis.model import Role, Token, in_a_row, whole
from index.analysis.normalization import fold_case
from index.analysis.spelling import word_of

END = rf"(?!{SIGN})"
GROUPED = rf"\d{{1,3}}(?:[{DIGIT_SPACES}.]\d{{3}})+(?:,\d+)?"
_SWISS = r"\d{1,3}(?:'\d{3})+"
_DECIMAL = r"\d+[.,]\d+"
_LENGTHS = frozenset({"m", "dm", "cm", "mm", "km", "dam", "hm"})
_POWER = f"23{RAISED_DIGITS}"
LONGEST_ORDINAL = 40


@cache
def start() -> str:
    """Where a number may begin, as an expression."""
    return rf"(?<!{SIGN})(?<![{combining_marks()}])(?<!\d[.,])"


@cache
def numbers() -> str:
    """Numbers in a text that are more than a run of digits, as an expression."""
    unit = rf"(?:(?:{composed_letter()})+[{_POWER}]?)?"
    return rf"{start()}{GROUPED}(?!\.?\d){unit}{END}|{start()}{_DECIMAL}(?![.,]?\d){unit}{END}"


def grouped_number(chunk: str) -> Sequence[Token]:
    """``32 000``, ``32.000``, ``32'000`` → 32000; ``3,5``, ``3.5`` → 3,5."""
    return number(chunk) if chunk[0].isdecimal() and not chunk.isdecimal() else ()


def number(written: str) -> Sequence[Token]:
    """A grouped or decimal number as one word; nothing for any other."""
    if re.fullmatch(rf"{GROUPED}|{_SWISS}", written):
        return whole(written, re.sub(r"[^\d,]", "", written))
    return whole(written, written.replace(".", ",")) if re.fullmatch(_DECIMAL, written) else ()


def ordinal(chunk: str) -> Sequence[Token]:
    """``2ème``, ``2nd`` → 2e; ``1re`` → 1er, inside which 1 is found too."""
    is_short = chunk[0].isdecimal() and len(chunk) <= LONGEST_ORDINAL
    match = _ordinal().fullmatch(fold_case(chunk)) if is_short else None
    if not match:
        return ()
    if match["first"]:
        return (*whole(chunk, "1er"), Token("1", 0, len(chunk), role=Role.PART))
    return whole(chunk, f"{match['number'] or '2'}e")


def measure(chunk: str) -> Sequence[Token]:
    """``50kg`` → 50, kg; ``14h30`` → 14, h, 30; ``25m2`` → 25, m2."""
    match = _measure().fullmatch(chunk) if chunk[0].isdecimal() else None
    if not match:
        return ()
    amount, unit, rest = match["number"], match["unit"], match["rest"]
    if rest in ("2", "3") and fold_case(unit) in _LENGTHS:
        unit, rest = unit + rest, ""
    groups = [number(amount) or whole(amount, amount), whole(unit, word_of(unit))]
    if rest:
        groups.append(whole(rest, rest))
    together = Token("".join(group[0].exact for group in groups), 0, len(chunk), role=Role.JOINED)
    return (together, *in_a_row(groups, [0, len(amount), len(amount) + len(unit)][: len(groups)], apart=False))


def number_sign(chunk: str) -> Sequence[Token]:
    """``n°`` → no; ``no12`` → no, 12."""
    if chunk[-1] in "°s" and fold_case(chunk) in ("n°", "n°s"):
        return whole(chunk, "no")
    match = re.fullmatch(r"([Nn][Oo])(\d+)", chunk) if chunk[0] in "nN" else None
    return in_a_row([whole("no", "no"), whole(match[2], match[2])], [0, 2], apart=True) if match else ()


def without_note(chunk: str) -> str:
    """``chunk`` without the number of a note at its end: « budget¹ »; that of « m² », « x² » is part of the word."""
    word = chunk.rstrip(RAISED_DIGITS)
    if word == chunk or not (word and (word[-1].isalnum() or word[-1] == ")" or unicodedata.combining(word[-1]))):
        return chunk
    letters = unicodedata.normalize("NFC", re.sub(r"^.*\d(?=\D)", "", word))
    is_power = (len(letters) == 1 and letters.isalpha()) or fold_case(letters) in _LENGTHS
    return chunk if is_power else word


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(
        r"(?P<first>1(?:[eè]|er|i?[eè]?re|ier|i?[eè]me))s?|2(?:nde?|de?)s?|(?P<number>\d+)(?:[eè]|i?[eè]me)s?"
    )


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>{GROUPED}|{_DECIMAL}|\d+)(?P<unit>[^\W\d_]+)(?P<rest>\d*)")
