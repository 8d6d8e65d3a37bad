"""Words: typed text → the words and compounds it is made of, as the analyzer sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import groupby, zip_longest
from typing import NamedTuple

from index.analysis import Role, Token, fold, is_light, is_stop_word, tokens

CACHE_SIZE = 256
"""A query is analysed several times over: as what is asked, as what is shown of it, as what is highlighted."""
_ELIDED = frozenset("cdjlmnst")
_VOWELS = frozenset("aeiouyh")
_BETWEEN_WORDS = frozenset("'’ʼ-‐‑")
"""What joins words in ordinary French: after an elision, before a clitic."""


class Unit(NamedTuple):
    """A word, or a compound of several.

    ``typed`` is ``text[start:end]``. ``slots`` are its positions, with the forms that are at each (several in
    inclusive writing), ``joined`` is the compound as one word. ``is_prefix``: a star follows at once. ``is_letter``: a
    letter that names something, as in « vitamine C ».
    """

    typed: str
    start: int
    end: int
    slots: tuple[tuple[str, ...], ...]
    joined: str = ""
    is_prefix: bool = False
    is_letter: bool = False

    @property
    def is_stop_word(self) -> bool:
        """Whether it says little on its own."""
        says_more = self.is_prefix or self.is_letter or len(self.slots) > 1
        return not says_more and all(map(is_stop_word, self.slots[0]))

    @property
    def is_light(self) -> bool:
        """Whether it says less than other words, though it is looked for."""
        return len(self.slots) == 1 and all(map(is_light, self.slots[0]))

    @property
    def is_capitalised(self) -> bool:
        """Whether it was typed with a capital."""
        return self.typed[:1].isupper()


def without_stop_words(row: Sequence[Unit], *, otherwise: bool = True) -> Sequence[Unit]:
    """The units that are no stop words; where there are no others, all (``otherwise``) or none."""
    kept = [unit for unit in row if not unit.is_stop_word]
    return kept or (row if otherwise else ())


@lru_cache(maxsize=CACHE_SIZE)
def units(text: str) -> tuple[Unit, ...]:
    """The units of ``text``, in order."""
    found = [_unit(text, list(group)) for _, group in groupby(tokens(text), key=lambda token: token.unit)]
    return tuple(
        unit._replace(is_letter=len(unit.typed) == 1 and unit.typed.isascii() and _is_letter(unit, after, text))
        for unit, after in zip_longest(found, found[1:])
    )


class Run(NamedTuple):
    """Units typed without a space between: « jean.dupont@ex.fr », « 12:30 »; most often a single one."""

    typed: str
    units: tuple[Unit, ...]

    @property
    def is_stop_word(self) -> bool:
        """Whether it says little on its own."""
        return all(unit.is_stop_word for unit in self.units)

    def is_before(self, other: Run) -> bool:
        """Whether ``other`` is the next word, each of them a single one."""
        return len(self.units) == len(other.units) == 1 and self.units[0].end + 1 == other.units[0].start


def runs(text: str, split: Collection[str] = ()) -> list[Run]:
    """The units of ``text``, those typed without a space together unless they are to be ``split``, or stop words."""
    groups: list[list[Unit]] = []
    for unit in units(text):
        if groups and _is_typed_as_one(text[groups[-1][-1].end : unit.start]):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    found = [Run(text[group[0].start : group[-1].end], tuple(group)) for group in groups]
    return [part for run in found for part in (_parts(run) if run.typed in split or run.is_stop_word else (run,))]


def _parts(run: Run) -> list[Run]:
    return [Run(unit.typed, (unit,)) for unit in run.units]


def _is_typed_as_one(between: str) -> bool:
    return bool(between) and _BETWEEN_WORDS.isdisjoint(between) and not any(map(str.isspace, between))


def _is_letter(unit: Unit, after: Unit | None, text: str) -> bool:
    """Whether a letter names something, and is not elided here, nor the word « a » or « y », nor short for « M. ».

    A capital names something unless another follows: « vitamine D et fer », but « rue D Armes », « LE MAIRE A DIT ».
    """
    around = text[unit.start - 1 : unit.start], text[unit.end : unit.end + 1]
    if not _BETWEEN_WORDS.isdisjoint(around) or (after and around[1] == "."):
        return False
    is_before_capital = after is not None and after.is_capitalised
    if unit.is_capitalised and unit.start and not is_before_capital:
        return not text.isupper()
    letter = fold(unit.typed.lower())
    return letter in _ELIDED and (after is None or fold(after.typed[0].lower()) not in _VOWELS)


def _unit(text: str, group: Sequence[Token]) -> Unit:
    asked = [token for token in group if token.role is not Role.PART]
    joined = next((token.exact for token in asked if token.role is Role.JOINED), "")
    slots: dict[int, list[str]] = {}
    for token in asked:
        if token.is_word:
            slots.setdefault(token.position, []).append(token.exact)
    start, end = min(token.start for token in group), max(token.end for token in group)
    return Unit(text[start:end], start, end, _distinct(slots.values()), joined, text[end : end + 1] == "*")


def _distinct(slots: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(dict.fromkeys(words)) for words in slots)
