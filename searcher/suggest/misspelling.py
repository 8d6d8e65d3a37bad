"""Misspelling: how far what was typed is from a word that may have been meant, in the slips that people make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

EDITED = 1.0
SWAPPED = 0.7
"""Two letters in each other's place: « jamias »."""
PLURAL = 0.6
"""An s at the end: not heard, but mostly meant."""
ALIKE = 0.5
"""A letter for another that is read alike, or one that is not heard: « majie », « ortographe », « cauchemard »."""
DOUBLED = 0.4
"""A letter doubled, or not doubled: « apeller »."""
APOSTROPHE = 0.2
SAME_SOUND = 0.5
SPELLING = 0.3
"""A word of the same sound costs so much, and such a share of what its letters cost: « falange »."""
READ_ALIKE = frozenset({"iy", "yi", "sc", "cs", "sz", "zs", "ck", "kc", "kq", "qk", "cq", "qc", "gj", "jg"})
NASAL = frozenset({"ae", "ea"})
"""« an » and « en » are read alike, « am » and « em » too."""
SILENT: Mapping[str, float] = {"s": PLURAL, **dict.fromkeys("detx", ALIKE)}
"""What a letter costs at the end of a word, where it is not heard."""
SOUNDS = (
    (r"'", ""),
    (r"ph", "f"),
    (r"s?ch|sh", "1"),
    (r"h", ""),
    (r"(.)\1", r"\1"),
    (r"y", "i"),
    (r"ction|xion", "ksion"),
    (r"tion", "sion"),
    (r"c(?=[ei])", "s"),
    (r"qu(?=[aeio])|q|c", "k"),
    (r"gu(?=[ei])", "g"),
    (r"ge(?=[ao])|g(?=[ei])", "j"),
    (r"eau|au", "o"),
    (r"(?:ai|ei|i)[nm](?![aeio])", "2"),
    (r"[ae][nm](?![aeio])", "3"),
    (r"ai|ei", "e"),
    (r"oeu|eu", "e"),
    (r"z", "s"),
    (r"(?<=..)e[rtz]$", "e"),
)
"""How folded words are read, roughly: patterns replaced one after the other; digits are sounds of two letters."""


def cost(typed: str, meant: str) -> float:
    """What it costs to take ``typed`` for ``meant``, both folded: by their letters, or their sounds if that is less."""
    letters = _distance(typed, meant)
    if letters <= SAME_SOUND:
        return letters
    return min(letters, SAME_SOUND + SPELLING * letters + _distance(sound(typed), sound(meant)))


@lru_cache(maxsize=4096)
def sound(folded: str) -> str:
    """How a folded word is read: words of one sound are easily written for one another."""
    for replace, letters in _sounds():
        folded = replace(letters, folded)
    return folded


@lru_cache(maxsize=1)
def _sounds() -> Sequence[tuple[Callable[[str, str], str], str]]:
    return [(re.compile(pattern).sub, letters) for pattern, letters in SOUNDS]


def _distance(typed: str, meant: str) -> float:
    """The optimal string alignment distance, by the costs above, of what is between equal beginnings and ends."""
    start = _shared(typed, meant)
    equal = _shared(typed[start:][::-1], meant[start:][::-1])
    places, targets = range(start, len(typed) - equal), range(start, len(meant) - equal)
    added = [_single(meant, at) for at in targets]
    before = row = [sum(added[:size]) for size in range(len(added) + 1)]
    for place in places:
        dropped = _single(typed, place)
        following = [row[0] + dropped]
        for column, at in enumerate(targets):
            edited = min(row[column + 1] + dropped, following[column] + added[column])
            replaced = row[column] + _replaced(typed, place, meant, at)
            is_swap = place > start and column and typed[place - 1 : place + 1] == meant[at] + meant[at - 1]
            following.append(min(edited, replaced, before[column - 1] + SWAPPED if is_swap else replaced))
        before, row = row, following
    return row[-1]


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _single(word: str, place: int) -> float:
    """The cost of a letter that only one of two words has."""
    letter = word[place]
    if letter == "'":
        return APOSTROPHE
    before, after = word[place - 1 : place], word[place + 1 : place + 2]
    if letter in {before, after}:
        return DOUBLED
    if not after:
        return SILENT.get(letter, EDITED)
    return ALIKE if letter == "h" else EDITED


def _replaced(typed: str, place: int, meant: str, at: int) -> float:
    """The cost of a letter in the place of another, nothing for itself."""
    pair = typed[place] + meant[at]
    if pair[0] == pair[1]:
        return 0.0
    if pair in READ_ALIKE:
        return ALIKE
    following = typed[place + 1 : place + 2]
    is_nasal = pair in NASAL and following in {"n", "m"} and following == meant[at + 1 : at + 2]
    return ALIKE if is_nasal else EDITED
