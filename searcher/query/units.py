"""Units: typed text → the words and compounds it is made of, as reading sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from index.analysis.pieces import Role
from index.analysis.reading import Token, tokens
from index.analysis.wordlists import word_set

REMEMBERED = 256
"""A query is read several times over: as what is asked, as what is shown of it, as what is marked."""


class Unit(NamedTuple):
    """A word, with its forms at one place, or a compound of several; ``shown`` is how it was typed."""

    shown: str
    slots: tuple[tuple[str, ...], ...]
    joined: str = ""

    @property
    def is_stop_word(self) -> bool:
        """Whether it says little on its own."""
        return len(self.slots) == 1 and are_stop_words(self.slots[0])

    @property
    def is_light(self) -> bool:
        """Whether it says less than other words, though it is looked for."""
        return len(self.slots) == 1 and all(word in word_set("light") for word in self.slots[0])

    @property
    def capital(self) -> bool:
        """Whether it was typed with a capital."""
        return self.shown[:1].isupper()


def are_stop_words(words: Iterable[str]) -> bool:
    """Whether every one of ``words`` says little on its own."""
    return all(word in word_set("stopwords") for word in words)


def telling(row: Sequence[Unit], *, otherwise: bool = True) -> Sequence[Unit]:
    """The units of a row that are no stop words; where there are no others, all (``otherwise``) or none."""
    kept = [unit for unit in row if not unit.is_stop_word]
    return kept or (row if otherwise else ())


@lru_cache(maxsize=REMEMBERED)
def units(text: str) -> tuple[Unit, ...]:
    """The units of ``text``, in order."""
    return tuple(_unit(text, list(group)) for _, group in groupby(tokens(text), key=lambda token: token.unit))


def _unit(text: str, group: Sequence[Token]) -> Unit:
    asked = [token for token in group if token.role is not Role.PART]
    joined = next((token.word for token in asked if token.role is Role.JOINED), "")
    slots: dict[int, list[str]] = {}
    for token in asked:
        if token.role is Role.WORD:
            slots.setdefault(token.place, []).append(token.word)
    shown = text[min(token.start for token in group) : max(token.end for token in group)]
    return Unit(shown, tuple(tuple(dict.fromkeys(words)) for words in slots.values()), joined)
