"""References: articles of codes, telephones, accounts and other long numbers, however they are written.

Each is found in a text as one, spaces included, and has its groups and one word for all of them: « L. 121-3 » and
« L121-3 » are l121-3, « 01 42 75 80 00 » is 0142758000.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from index.analysis.characters import DIGIT_SPACES, HYPHENS, SIGN
from index.analysis.model import Role, Token, in_a_row, whole
from index.analysis.normalization import fold_case
from index.analysis.numbers import END, GROUPED, number, start
from index.analysis.spelling import word_of

_SPACE = f"[{DIGIT_SPACES}]"
_JOINT = f"[{HYPHENS}{DIGIT_SPACES}.]"
_PAIR = rf"{_JOINT}\d\d"
_GROUPS = rf"(?:{_SPACE}?\(0\))?(?:{_JOINT}?\d{{1,4}})"
_SIREN = rf"\d{{3}}{_SPACE}\d{{3}}{_SPACE}\d{{3}}"
IDENTIFIERS = (
    rf"0\d(?:{_PAIR}){{4}}",  # a French telephone: 01 42 75 80 00
    rf"0\d{{1,3}}[/{DIGIT_SPACES}]\d{{2,3}}(?:[.{DIGIT_SPACES}]\d\d){{2}}",  # Belgian, Swiss: 0470/12.34.56
    rf"\+\d{{1,3}}{_GROUPS}{{2,6}}",  # any country: +33 6 12 34 56 99
    rf"00[1-9]\d{_GROUPS}{{3,6}}",  # the same, dialled: 0033 6 12 34 56 99
    rf"{_SIREN}{_SPACE}\d{{5}}",  # SIRET
    rf"[A-Z]{{2}}{_SPACE}?\d\d{_SPACE}(?:{_SIREN}|\d{{9}})",  # VAT number
    rf"FR{_SPACE}\d{{11}}",  # the same, its figures in one
    rf"[A-Z]{{2}}\d\d(?:{_SPACE}\d[\dA-Z]{{3}}){{3,7}}(?:{_SPACE}\d[\dA-Z]{{0,3}})?",  # IBAN
    rf"[12]{_SPACE}\d\d{_SPACE}\d\d{_SPACE}\d[\dAB]{_SPACE}\d{{3}}{_SPACE}\d{{3}}(?:{_SPACE}\d\d)?",  # social security
    rf"\d{{4}}(?:{_SPACE}\d{{4}}){{3}}",  # a bank card
    rf"97[89](?:{_JOINT}\d{{1,7}}){{3}}{_JOINT}\d",  # ISBN
)
"""Long numbers that people write in groups, each its own way."""
_REFERENCE = rf"\d+(?:[{HYPHENS}]\d+)"
_STARS = rf"(?:{_SPACE}?\*{{1,2}})"
_CODE = r"(?:[Ll]\.[Oo](?=\.)|[Ll][OoPp]?|[RrDd])"
STATUTE = (
    rf"(?:{_CODE}|A)\.?{_STARS}?\.?{_SPACE}?{_REFERENCE}+",  # L. 121-3, R*421-1, R *421-1
    rf"a\.?{_REFERENCE}+",
    rf"{_CODE}(?:\.\*{{0,2}}|\*{{1,2}}\.?){_SPACE}?{_REFERENCE}*",  # L. 121
    rf"(?:L[OP]?|[RD]){_SPACE}\d{{3,}}",  # L 121
    r"(?:[Ll][OoPp]?|[RrDd])\d{3,}",  # L121, D900
)
"""Articles of a code: legislative, « organique », « loi du pays », regulatory, by decree, by order."""
TRUNK_ZERO = ("32", "33", "41")
"""The country codes of Belgium, France and Switzerland, where a number begins with 0 when it is dialled at home."""
SHORTEST_TELEPHONE = 9
"""The digits of a telephone number with its country code, at least."""
LONGEST = 40
"""No reference is longer, in code points."""


@cache
def references() -> str:
    """References in a text, as an expression."""
    identifiers, statutes = "|".join(IDENTIFIERS), "|".join(STATUTE)
    return rf"{start()}(?:{identifiers})(?!{_JOINT}?\d){END}|{start()}(?:{statutes})(?![{HYPHENS}]?\d){END}"


@cache
def after_digit() -> str:
    """What is after a digit where a number goes over what parts words otherwise: a space, a point, a comma, a plus.

    Most digits come after others, and are told by a look at the one character before.
    """
    code = r"[LRDAlrd]"
    after = (
        rf"(?<={code}[{DIGIT_SPACES}.*]\d)(?<!{SIGN}{code}[{DIGIT_SPACES}.*]\d)",
        rf"(?<=[LRDAlrdOPop*.][.*][{DIGIT_SPACES}.*]\d)",
        rf"(?<=L[OP]{_SPACE}\d)",
        r"(?<=[Ll][OoPp][.*]\d)",
        rf"(?<=[LRDAlrdOPop.][{DIGIT_SPACES}]\*\d)",
        rf"(?<=[LRDAlrdOPop.][{DIGIT_SPACES}]\*\*\d)",
        rf"(?<=[LRDAlrdOPop.][{DIGIT_SPACES}]\*[{DIGIT_SPACES}]\d)",
        rf"(?<=FR{_SPACE}\d)",
        r"(?<=\+\d)",
    )
    return rf"[{DIGIT_SPACES}.,]\d|(?<=[+LRDAlrdOPop.*{DIGIT_SPACES}]\d)(?:{'|'.join(after)})"


def identifier(chunk: str) -> Sequence[Token]:
    """``01 42 75 80 00`` → its groups, with 0142758000 at the position of the first.

    So has +33 1 42 75 80 00, which is the same telephone; 33142758000 is found there too.
    """
    if chunk.isalnum() or not (chunk[0] in "+0123456789" or any(map(str.isdecimal, chunk[2:4]))):
        return ()  # most chunks, told without the expression
    if len(chunk) > LONGEST or not _identifier().fullmatch(chunk):
        return ()
    word = fold_case("".join(re.findall(r"[^\W_]+", chunk.replace("(0)", ""))))
    parts = list(re.finditer(rf"{GROUPED}(?!\d)|[^\W_]+", chunk))
    international = word.removeprefix("00") if chunk[0] == "+" or chunk.startswith("00") else ""
    national = _national(international)
    abroad = [Token(international, 0, len(chunk), role=Role.PART)] if national else []
    if len(parts) == 1:
        return (*whole(chunk, national or word), *abroad)
    groups = [number(match.group()) or whole(match.group(), word_of(match.group())) for match in parts]
    found = in_a_row(groups, [match.start() for match in parts], apart=False)
    return (Token(national or word, 0, len(chunk), role=Role.JOINED), *abroad, *found)


def _national(international: str) -> str:
    """A telephone number as it is dialled in its country: 33612… is 0612… there; empty where that is not known."""
    is_long = len(international) >= SHORTEST_TELEPHONE
    known = next((code for code in TRUNK_ZERO if is_long and international.startswith(code)), "")
    return f"0{international.removeprefix(known).removeprefix('0')}" if known else ""


def statute(chunk: str) -> Sequence[Token]:
    """``L. 121-3``, ``L121-3`` → l, 121, 3, with l121-3 at the position of the first; ``L.O. 141`` → lo, 141."""
    if not (chunk[0].isalpha() and chunk[-1].isdecimal() and _statute().fullmatch(chunk)):
        return ()
    parts = list(re.finditer(r"(?:[^\W\d_]\.){2}|[^\W\d_]+|\d+", chunk))
    letters, *figures = words = [fold_case(part.group().replace(".", "")) for part in parts]
    reference = Token(letters + "-".join(figures), 0, len(chunk), role=Role.JOINED)
    groups = [whole(part.group(), word) for part, word in zip(parts, words, strict=True)]
    return (reference, *in_a_row(groups, [part.start() for part in parts], apart=False))


def is_statute(text: str) -> bool:
    """Whether ``text`` names an article of a code: « L. 121-3 », « R*421-1 »."""
    return len(text) <= LONGEST and _statute().fullmatch(text) is not None


@cache
def _identifier() -> re.Pattern[str]:
    return re.compile("|".join(IDENTIFIERS))


@cache
def _statute() -> re.Pattern[str]:
    return re.compile("|".join(STATUTE))
