"""Numbers: how they are written, with units, as ordinals, and as references to laws, accounts and telephones.

The expressions find them in texts, where some go over spaces; the rules turn each into tokens, so that every way to
write a number has the same ones: « 50kg » and « 50 kg », « L. 121-3 » and « L121-3 », « 2ème » and « 2e ».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from index.analysis.characters import DIGIT_SPACES, HYPHENS, RAISED_DIGITS, SIGN, combining_marks, composed_letter
from index.analysis.model import Role, Token, in_a_row, whole
from index.analysis.normalization import fold_case
from index.analysis.spelling import word_of

_SPACE = f"[{DIGIT_SPACES}]"
_END = rf"(?!{SIGN})"
_GROUPED = rf"\d{{1,3}}(?:[{DIGIT_SPACES}.]\d{{3}})+(?:,\d+)?"
_SWISS = r"\d{1,3}(?:'\d{3})+"
_DECIMAL = r"\d+[.,]\d+"
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
    rf"[A-Z]{{2}}\d\d(?:{_SPACE}\d[\dA-Z]{{3}}){{3,7}}(?:{_SPACE}\d[\dA-Z]{{0,3}})?",  # IBAN
    rf"[12]{_SPACE}\d\d{_SPACE}\d\d{_SPACE}\d[\dAB]{_SPACE}\d{{3}}{_SPACE}\d{{3}}(?:{_SPACE}\d\d)?",  # social security
    rf"\d{{4}}(?:{_SPACE}\d{{4}}){{3}}",  # a bank card
    rf"97[89](?:{_JOINT}\d{{1,7}}){{3}}{_JOINT}\d",  # ISBN
)
"""Long numbers that people write in groups, each its own way."""
_REFERENCE = rf"\d+(?:[{HYPHENS}]\d+)"
_CODE = r"(?:[Ll]\.[Oo](?=\.)|[Ll][OoPp]?|[RrDd])"
STATUTE = (
    rf"(?:{_CODE}|A)\.?\*{{0,2}}\.?{_SPACE}?{_REFERENCE}+",  # L. 121-3, R*421-1
    rf"a\.?{_REFERENCE}+",
    rf"{_CODE}(?:\.\*{{0,2}}|\*{{1,2}}\.?){_SPACE}?{_REFERENCE}*",  # L. 121
    rf"(?:L[OP]?|[RD]){_SPACE}\d{{3,}}",  # L 121
    r"(?:[Ll][OoPp]?|[RrDd])\d{3,}",  # L121, D900
)
"""Articles of a code: legislative, « organique », « loi du pays », regulatory, by decree, by order."""
_LENGTHS = frozenset({"m", "dm", "cm", "mm", "km", "dam", "hm"})
_POWER = f"23{RAISED_DIGITS}"
TRUNK_ZERO = ("32", "33", "41")
"""The country codes of Belgium, France and Switzerland, where a number begins with 0 when it is dialled at home."""
LONGEST_IDENTIFIER, FEWEST_DIGITS = 40, 9


@cache
def numbers() -> str:
    """Numbers in a text that are more than a run of digits, as an expression."""
    unit = rf"(?:(?:{composed_letter()})+[{_POWER}]?)?"
    start = rf"(?<!{SIGN})(?<![{combining_marks()}])(?<!\d[.,])"
    long = "|".join(IDENTIFIERS)
    statutes = "|".join(STATUTE)
    return (
        rf"{start}(?:{long})(?!{_JOINT}?\d){_END}|{start}(?:{statutes})(?![{HYPHENS}]?\d){_END}"
        rf"|{start}{_GROUPED}(?!\.?\d){unit}{_END}|{start}{_DECIMAL}(?![.,]?\d){unit}{_END}"
    )


@cache
def after_digit() -> str:
    """What stands after a digit where a number goes over what parts words otherwise: a space, a point, a comma, a plus.

    Most digits stand after others, and are told by a look at the one character before.
    """
    code = r"[LRDAlrd]"
    after = (
        rf"(?<={code}[{DIGIT_SPACES}.*]\d)(?<!{SIGN}{code}[{DIGIT_SPACES}.*]\d)",
        rf"(?<=[LRDAlrdOPop*.][.*][{DIGIT_SPACES}.*]\d)",
        rf"(?<=L[OP]{_SPACE}\d)",
        r"(?<=\+\d)",
    )
    return rf"[{DIGIT_SPACES}.,]\d|(?<=[+LRDAlrdOPop.*{DIGIT_SPACES}]\d)(?:{'|'.join(after)})"


def identifier(chunk: str) -> Sequence[Token]:
    """``01 42 75 80 00`` → its groups, with 0142758000 at the position of the first.

    So has +33 1 42 75 80 00, which is the same telephone; 33142758000 is found there too.
    """
    if chunk.isalnum() or not (chunk[0] in "+0123456789" or any(map(str.isdecimal, chunk[2:4]))):
        return ()  # most chunks, told without the expression
    if len(chunk) > LONGEST_IDENTIFIER or not _identifier().fullmatch(chunk):
        return ()
    word = fold_case("".join(re.findall(r"[^\W_]+", chunk.replace("(0)", ""))))
    parts = list(re.finditer(rf"{_GROUPED}(?!\d)|[^\W_]+", chunk))
    international = word.removeprefix("00") if chunk[0] == "+" or chunk.startswith("00") else ""
    national = _national(international)
    abroad = [Token(international, 0, len(chunk), role=Role.PART)] if national else []
    if len(parts) == 1:
        return (*whole(chunk, national or word), *abroad)
    groups = [_number(match.group()) or whole(match.group(), word_of(match.group())) for match in parts]
    found = in_a_row(groups, [match.start() for match in parts], apart=False)
    return (Token(national or word, 0, len(chunk), role=Role.JOINED), *abroad, *found)


def _national(international: str) -> str:
    """A telephone number as it is dialled in its country: 33612… is 0612… there; empty where that is not known."""
    known = next((code for code in TRUNK_ZERO if international.startswith(code)), "")
    return f"0{international.removeprefix(known).removeprefix('0')}" if known else ""


def statute(chunk: str) -> Sequence[Token]:
    """``L. 121-3``, ``L121-3`` → l, 121, 3, with l121-3 at the position of the first; ``L.O. 141`` → lo, 141."""
    if not (chunk[0].isalpha() and chunk[-1].isdecimal() and _statute().fullmatch(chunk)):
        return ()
    parts = list(re.finditer(r"(?:[^\W\d_]\.){2}|[^\W\d_]+|\d+", chunk))
    letters, *numbers = words = [fold_case(part.group().replace(".", "")) for part in parts]
    reference = Token(letters + "-".join(numbers), 0, len(chunk), role=Role.JOINED)
    groups = [whole(part.group(), word) for part, word in zip(parts, words, strict=True)]
    return (reference, *in_a_row(groups, [part.start() for part in parts], apart=False))


def is_statute(text: str) -> bool:
    """Whether ``text`` names an article of a code: « L. 121-3 », « R*421-1 »."""
    return len(text) <= LONGEST_IDENTIFIER and _statute().fullmatch(text) is not None


def grouped_number(chunk: str) -> Sequence[Token]:
    """``32 000``, ``32.000``, ``32'000`` → 32000; ``3,5``, ``3.5`` → 3,5."""
    return _number(chunk) if chunk[0].isdecimal() and not chunk.isdecimal() else ()


def _number(written: str) -> Sequence[Token]:
    if re.fullmatch(rf"{_GROUPED}|{_SWISS}", written):
        return whole(written, re.sub(r"[^\d,]", "", written))
    return whole(written, written.replace(".", ",")) if re.fullmatch(_DECIMAL, written) else ()


def ordinal(chunk: str) -> Sequence[Token]:
    """``2ème``, ``2nd`` → 2e; ``1re`` → 1er, inside which 1 is found too."""
    is_short = chunk[0].isdecimal() and len(chunk) <= LONGEST_IDENTIFIER
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
    number, unit, rest = match["number"], match["unit"], match["rest"]
    if rest in ("2", "3") and fold_case(unit) in _LENGTHS:
        unit, rest = unit + rest, ""
    groups = [_number(number) or whole(number, number), whole(unit, word_of(unit))]
    if rest:
        groups.append(whole(rest, rest))
    together = Token("".join(group[0].exact for group in groups), 0, len(chunk), role=Role.JOINED)
    return (together, *in_a_row(groups, [0, len(number), len(number) + len(unit)][: len(groups)], apart=False))


def number_sign(chunk: str) -> Sequence[Token]:
    """``n°`` → no; ``no12`` → no, 12."""
    if chunk[-1] in "°s" and fold_case(chunk) in ("n°", "n°s"):
        return whole(chunk, "no")
    match = re.fullmatch(r"([Nn][Oo])(\d+)", chunk) if chunk[0] in "nN" else None
    return in_a_row([whole("no", "no"), whole(match[2], match[2])], [0, 2], apart=True) if match else ()


def joined(parts: Sequence[str]) -> str:
    """The parts of a compound as one word, case folded: « F-16 » is f16.

    « 2-3 » stays so: joined it would be another number. Only a long identifier (ISBN, ISSN, telephone) is one.
    """
    word = fold_case("".join(parts).replace("'", ""))
    if re.fullmatch(r"\d+x?", word) and (len(word) >= FEWEST_DIGITS or list(map(len, parts)) == [4, 4]):
        return word
    hyphens = ("-" if before[-1].isdecimal() and after[0].isdecimal() else "" for before, after in pairwise(parts))
    row = zip(hyphens, parts[1:], strict=True)
    return fold_case(parts[0] + "".join(f"{hyphen}{part}" for hyphen, part in row)).replace("'", "")


def without_note(chunk: str) -> str:
    """``chunk`` without the number of a note at its end: « budget¹ »; that of « m² », « x² » is part of the word."""
    word = chunk.rstrip(RAISED_DIGITS)
    if word == chunk or not (word and (word[-1].isalnum() or word[-1] == ")" or unicodedata.combining(word[-1]))):
        return chunk
    letters = unicodedata.normalize("NFC", re.sub(r"^.*\d(?=\D)", "", word))
    is_power = (len(letters) == 1 and letters.isalpha()) or fold_case(letters) in _LENGTHS
    return chunk if is_power else word


@cache
def _identifier() -> re.Pattern[str]:
    return re.compile("|".join(IDENTIFIERS))


@cache
def _statute() -> re.Pattern[str]:
    return re.compile("|".join(STATUTE))


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(
        r"(?P<first>1(?:[eè]|er|i?[eè]?re|ier|i?[eè]me))s?|2(?:nde?|de?)s?|(?P<number>\d+)(?:[eè]|i?[eè]me)s?"
    )


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>{_GROUPED}|{_DECIMAL}|\d+)(?P<unit>[^\W\d_]+)(?P<rest>\d*)")
