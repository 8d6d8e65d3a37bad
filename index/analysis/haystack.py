"""Haystack: the few places of texts where given words may occur, found without tokenizing them.

A token begins with the letters of the text, accents and case aside, or it lies in a run of characters that the rules
read in a way of their own: numbers, acronyms, inclusive writing, compounds, characters outside the character set.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import NamedTuple

from index.analysis.charset import UNKNOWN, to_folded
from index.analysis.normalization import fold
from index.analysis.rules import CONSONANTS, NASAL, is_elided
from index.analysis.segmentation import Span, with_joints
from index.analysis.spelling import as_read
from index.analysis.wordlists import word_list, word_set

_BEFORE, _AFTER = "'-·&(.)" + UNKNOWN, "'-·&(.+#" + UNKNOWN
"""Signs right before or after a word that may make it a part of something longer."""


class Needles(NamedTuple):
    """What the words that are looked for begin with. ``everything``: they may begin with anything."""

    prefixes: frozenset[str]
    everything: bool = False

    @property
    def numeric(self) -> bool:
        """Whether some of the words may be numbers, or references with numbers."""
        return any(char.isdigit() for prefix in self.prefixes for char in prefix)


def needles(prefixes: Collection[str]) -> Needles:
    """Needles for words that begin with ``prefixes``, which are folded."""
    read = {written for written, word in word_list("variants") for prefix in prefixes if word.startswith(prefix)}
    begun = (_beginning().match(prefix) for prefix in {*prefixes, *read})
    spelled = {needle for match in begun if match for needle in _spelled(match.group())}
    # A word that begins with a character outside the set is found by this character.
    return Needles(frozenset(spelled - {""}), everything="" in prefixes)


def _spelled(prefix: str) -> Iterator[str]:
    """A prefix as a folded text may have it: « cœur », folded coeur, has « cour » there."""
    ends = [match.end() for match in _ligature().finditer(prefix)]
    kept = prefix[: ends[1] - 1] if len(ends) > 1 else prefix
    yield kept
    if ends:
        yield kept[: ends[0] - 1] + kept[ends[0] :]


@cache
def _beginning() -> re.Pattern[str]:
    """What of a folded word is in a folded text: of a number its digits only, « 2e » may be written « 2nd »."""
    return re.compile("[0-9]+|[a-z0-9]*")


@cache
def _ligature() -> re.Pattern[str]:
    return re.compile("oe|ae")


class Haystack:
    """A text, and the same folded character by character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = to_folded(text)
        self._runs = with_joints(self.folded)

    def words(self, needles: Needles) -> tuple[list[Span], set[Span]]:
        """Words that may be among those looked for, and runs that may hold some and have to be tokenized."""
        words: list[Span] = []
        runs = set(self._rare_runs(needles))
        for start in self._starts(needles):
            end = _word().match(self.folded, start).end()  # type: ignore[union-attr]  # a word begins there
            if self._stands_alone(start, end):
                words.append((start, end))
            else:
                runs.add(self.run(start))
        return words, runs

    def frequency(self, needles: Needles) -> int:
        """About how often words that are looked for occur here: how often their beginnings do."""
        return sum(map(self.folded.count, needles.prefixes))

    def runs(self, needles: Needles) -> set[Span]:
        """The runs that may hold words that are looked for."""
        return set(map(self.run, self._starts(needles))).union(self._rare_runs(needles))

    def run(self, place: int) -> Span:
        """The run around a place, see :func:`run_around`."""
        end = self._runs.find(" ", place)
        return self._runs.rfind(" ", 0, place) + 1, len(self._runs) if end < 0 else end

    def run_before(self, start: int) -> Span | None:
        """The run before one that begins at ``start``, if there is one."""
        last = start - 1
        while last >= 0 and self.folded[last] == " ":
            last -= 1
        return self.run(last) if last >= 0 else None

    def run_after(self, end: int) -> Span | None:
        """The run after one that ends at ``end``, if there is one."""
        first = end
        while first < len(self.folded) and self.folded[first] == " ":
            first += 1
        return self.run(first) if first < len(self.folded) else None

    def _starts(self, needles: Needles) -> Iterator[int]:
        """Where words begin with a needle."""
        folded = self.folded
        for prefix in needles.prefixes:
            place = folded.find(prefix)
            while place >= 0:
                if place == 0 or _may_begin(folded[place - 1], prefix[0]):
                    yield place
                place = folded.find(prefix, place + 1)

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether a word is a token whatever is around it."""
        folded = self.folded
        before, after = folded[start - 1 : start], folded[end : end + 1]
        if folded[start].isdigit() or (after and after in _AFTER and not self._ends_sentence(end)):
            return False
        if before.isalnum():
            return False  # « kg » in « 50kg »
        if before == "'":
            # Accents count here: « ç’a » is elided, « Ñ’a » is not.
            return is_elided(self.text[start - 2 : start - 1].lower(), folded[start]) and self._is_space(start - 3)
        return not before or before not in _BEFORE or (before == "(" and self._is_space(start - 2))

    def _ends_sentence(self, point: int) -> bool:
        return self.folded[point] == "." and self._is_space(point + 1)

    def _is_space(self, place: int) -> bool:
        return place < 0 or self.folded[place : place + 1] in ("", " ")

    def _rare_runs(self, needles: Needles) -> Iterator[Span]:
        """Runs that may hold a word which does not occur there letter by letter."""
        yield from self._odd_runs
        yield from (run for run, joined in self._compounds if any(prefix in joined for prefix in needles.prefixes))
        if needles.numeric:
            yield from (self.run(match.start()) for match in _number().finditer(self.folded))

    @cached_property
    def _odd_runs(self) -> set[Span]:
        """Runs that may hold any word: acronyms, inclusive writing, characters outside the character set."""
        odd = chain(_places(self.folded, UNKNOWN), _places(self.folded, "·"), self._dotted())
        brackets = (place for place in _places(self.folded, "(") if not self._is_space(place - 1))
        inclusive = (run for run, _ in self._compounds if _inclusive().search(self.folded, *run))
        return {*map(self.run, chain(odd, brackets)), *inclusive}

    @cached_property
    def _compounds(self) -> Sequence[tuple[Span, str]]:
        """Runs that may be compounds, each with its parts written as one word."""
        joints = chain(_places(self.folded, "-"), _places(self.folded, "&"), self._apostrophes())
        return [(run, self._joined(run)) for run in dict.fromkeys(map(self.run, joints))]

    def _joined(self, run: Span) -> str:
        return "".join(map(as_read, self.folded[slice(*run)].translate(_PARTS).split()))

    def _dotted(self) -> Iterator[int]:
        return (match.start() for match in _dotted().finditer(self.folded))

    def _apostrophes(self) -> Iterator[int]:
        """Apostrophes that join the parts of a word rather than to follow an elision."""
        return (match.start() for match in _joining_apostrophe().finditer(self.folded))


_PARTS = {ord(sign): " " for sign in "'-&·"}


def _may_begin(before: str, first: str) -> bool:
    """Whether a token may begin with ``first`` after ``before``: digits part letters, as in « 50kg » and « l121 »."""
    return not before.isalnum() or before.isdigit() != first.isdigit()


def _places(text: str, sign: str) -> Iterator[int]:
    place = text.find(sign)
    while place >= 0:
        yield place
        place = text.find(sign, place + 1)


@cache
def _word() -> re.Pattern[str]:
    return re.compile("[a-z0-9]+")


@cache
def _dotted() -> re.Pattern[str]:
    """Where an acronym, initials, or an inclusive ending after a point, may occur in a folded text."""
    return re.compile(r"\.-?[a-z](?![a-z0-9])|\.(?<![a-z0-9][a-z0-9]\.) [a-z]\.")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"[0-9?](?=[ .,/-][0-9?])|\+(?=[0-9])|(?<![a-z0-9?])[lrda](?=[op]?[.*]*(?: ?[*]+)? ?[0-9])")


@cache
def _joining_apostrophe() -> re.Pattern[str]:
    elisions = {fold(word) for word in word_set("elisions")} - {row[0] for row in word_list("kept")} - NASAL
    after_none = "".join(rf"(?<![^a-z0-9{UNKNOWN}]{word}')" for word in sorted(elisions))
    return re.compile(rf"'{after_none}(?:(?<![^a-z0-9{UNKNOWN}][{''.join(NASAL)}]')|(?=[{''.join(CONSONANTS)}]))")


@cache
def _inclusive() -> re.Pattern[str]:
    endings = "|".join(sorted({to_folded(row[0]) for row in word_list("inclusive")}, key=len, reverse=True))
    return re.compile(f"-(?:{endings})(?:-|s?(?![a-z0-9]))")
