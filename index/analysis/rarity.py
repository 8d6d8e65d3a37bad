"""Rarity: what of a text is not read as its letters stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from index.analysis.chunks import DIGIT_SPACES, LONG_S, inclusive_endings
from index.analysis.letters import DIGITS, INNOCENT, LETTERS, TELLING
from index.analysis.rules import kept_words
from index.analysis.wordlists import word_set
from index.analysis.written import LONGEST_WRITTEN


def rarities(text: str) -> Iterator[int]:
    """Where ``text`` holds what is not read as its letters stand: hyphens, and all that is rewritten."""
    yield from rare_places(text)
    for sign in f"-{LONG_S}":
        place = text.find(sign)
        while place >= 0:
            yield place
            place = text.find(sign, place + 1)


def rare_places(text: str) -> Iterator[int]:
    """Where ``text`` holds what has to be rewritten; compounds and long runs aside."""
    return (match.start() for match in _rarity().finditer(text))


def has_long_run(text: str) -> bool:
    """Whether there are so many signs without white space between; as a rule a space in each stretch says no."""
    place = 0
    while len(text) - place > LONGEST_WRITTEN:
        space = text.rfind(" ", place, place + LONGEST_WRITTEN + 1)
        if space < 0:
            return max(map(len, text.split()), default=0) > LONGEST_WRITTEN
        place = space + 1
    return False


@cache
def _rarity() -> re.Pattern[str]:
    """What has to be rewritten. It begins with one class of signs, for which Python searches fast."""
    endings, letter = inclusive_endings(), f"[{LETTERS}]"
    kinds = (
        f"(?<=[^{LETTERS}{DIGITS}{INNOCENT}{TELLING}])",
        rf"(?<=['’])(?i:{'|'.join(_odd_apostrophes())})",
        rf"(?<=[0-9])[{DIGIT_SPACES}.,][0-9]",
        rf"(?<={letter}\.){letter}(?:\.|(?![^\W_]))",
        rf"(?<=\.)(?:(?:{endings})\.s|e)(?![^\W_])",
        rf"(?<=\()(?:{endings})\)",
        r"(?<=[^\W_][&·•])(?=[^\W_])",
    )
    return re.compile(f"[^{LETTERS}²³¹¼½¾ªº{INNOCENT}](?:{'|'.join(kinds)})")


def _odd_apostrophes() -> Iterator[str]:
    """After an apostrophe: inside a run, not after an elision, or of a kept word that begins like one: quelqu'un."""
    elisions = sorted(word_set("elisions"), key=lambda before: (len(before), before not in "ldns"))
    not_elided = "".join(rf"(?<!(?<![^\W_]){before}['’])" for before in elisions)
    yield rf"(?=[^\W_]){not_elided}(?<=[^\W_]['’])"
    for word in kept_words():
        before, _, after = word.partition("'")
        if before in word_set("elisions"):
            yield rf"(?<={before}['’]){after}"
