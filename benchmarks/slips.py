"""Slips: made misspellings of French words, by a model of how people err; the same every time.

Real lists of misspellings are not ours to keep here. The model has the kinds that such lists are made of, with rough
shares: a letter doubled or not (3 in 10), left out (2), swapped with the next (2), written as it sounds (2), or hit
beside the right one (1). Accents are left out now and then, which by itself is no fault for a search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from index.analysis import fold

SEED = 13
SHORTEST = 5
ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
"""Neighbours on a French keyboard."""
HEARD = (
    *(("ph", "f"), ("f", "ph"), ("qu", "k"), ("k", "c"), ("y", "i"), ("th", "t"), ("rh", "r"), ("ain", "in")),
    *(("an", "en"), ("en", "an"), ("em", "am"), ("ss", "c"), ("ci", "si"), ("ce", "se"), ("ge", "je"), ("gi", "ji")),
    *(("eau", "o"), ("au", "o"), ("z", "s"), ("x", "cs"), ("tion", "sion"), ("h", ""), ("ai", "è"), ("oe", "e")),
)


class Slip(NamedTuple):
    """A misspelling, what was meant, and the kind of error."""

    typed: str
    meant: str
    kind: str


def slips(words: Sequence[str], count: int, is_word: Callable[[str], bool]) -> Iterator[Slip]:
    """So many misspellings of ``words``, drawn evenly; none is a word itself, or differs by accents alone."""
    random = Random(SEED)
    left = count
    while left and words:
        meant = random.choice(words)
        kind = random.choices(list(KINDS), weights=[share for share, _ in KINDS.values()])[0]
        typed = _maybe_plain(KINDS[kind][1](meant, random), random)
        if fold(typed) != fold(meant) and not is_word(typed):
            left -= 1
            yield Slip(typed, meant, kind)


def _maybe_plain(word: str, random: Random) -> str:
    return fold(word) if random.random() < 0.25 else word


def _doubled(word: str, random: Random) -> str:
    """A double letter made a single one, or a consonant inside made a double one."""
    doubles = [found.start() for found in re.finditer(r"(\w)\1", word)]
    if doubles and random.random() < 0.7:
        place = random.choice(doubles)
        return word[:place] + word[place + 1 :]
    places = [found.start() for found in re.finditer(r"(?<=[aeiouéè])[cflmnprst](?=[aeiouéè])", word)]
    place = random.choice(places) if places else 0
    return word[:place] + word[place : place + 1] + word[place:] if places else word


def _left_out(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _swapped(word: str, random: Random) -> str:
    place = random.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _heard(word: str, random: Random) -> str:
    fitting = [(one, other) for one, other in HEARD if one in word]
    return word.replace(*random.choice(fitting), 1) if fitting else word


def _beside(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    row = next((row for row in ROWS if word[place] in row), "")
    at = row.find(word[place])
    beside = random.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2]) if row else word[place]
    return word[:place] + beside + word[place + 1 :]


KINDS: Mapping[str, tuple[int, Callable[[str, Random], str]]] = {
    "doubled or not": (3, _doubled),
    "left out": (2, _left_out),
    "swapped": (2, _swapped),
    "as it sounds": (2, _heard),
    "key beside": (1, _beside),
}
