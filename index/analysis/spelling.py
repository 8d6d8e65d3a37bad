"""Spelling: the words that are read as another one, because people write it in more ways than one."""

from __future__ import annotations

import re
from functools import cache

from index.analysis.normalization import fold_case
from index.analysis.wordlists import word_list

_ORDINAL_ENDINGS = ("ème", "eme", "èmes", "emes")


def as_read(word: str) -> str:
    """A word (case folded) as it is read: « st » is saint, « xixème » is xixe."""
    return _variants().get(word) or (_roman_ordinal(word) if word.endswith(_ORDINAL_ENDINGS) else word)


def word_of(chunk: str) -> str:
    """A chunk that is one word, case folded, as it is read."""
    return as_read(fold_case(chunk))


def _roman_ordinal(word: str) -> str:
    match = _ordinal().fullmatch(word)
    return f"{match['numeral']}e" if match else word


@cache
def _variants() -> dict[str, str]:
    return {row[0]: row[1] for row in word_list("variants")}


@cache
def _ordinal() -> re.Pattern[str]:
    """A Roman numeral as of a century, and its ending: « dixième » is none, nor « ième »."""
    return re.compile("(?P<numeral>(?=[ivxlc]{2}|[vx])(?:x[cl]|l?x{0,3}|c{1,3})(?:i[xv]|v?i{0,3}))i?[eè]mes?")
