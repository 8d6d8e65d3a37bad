"""Look-ups in the dictionary of an engine: the terms that begin so, fit a pattern, are near a word or of its family."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis import STEM, family, fold, fold_case, literal_prefix, matching, term
from index.engines.protocol import Dictionary
from index.engines.query import Field
from searcher.query.expansion import splits
from searcher.query.words import units

MOST_BEGINNINGS = 64
"""Maximum number of terms that a prefix in a phrase stands for, the most frequent first."""
MOST_NEAR = 128
MOST_FITTING = 32
MOST_AKIN = 8
MOST_TERMS = 1_000
"""Maximum number of terms expanded for one query; later expressions stand for one term each."""
MOST_SCANS = 40
"""Maximum number of prefixes looked up for one query."""
LOOKED_THROUGH = 5_000
"""Maximum number of terms compared for a prefix, the most frequent first."""
LOOKED_THROUGH_IN_ALL = 200_000
"""Maximum number of terms compared for one query."""
SHORTEST_BEGINNING = 3
MOST_COMPARED = 200
"""Maximum number of lemmas with the prefix of a stem that are compared for the family of a word."""
EDITS_FROM = (3, 6)
"""A fuzzy word may differ by one edit from so many letters on, by two from so many."""


LONGEST_ELISION = 2
"""What is elided for good before a word; longer ones, as in « presqu’île », may belong to it."""


def bare(typed: str) -> str:
    """A word or pattern folded, without what is elided before it; hyphens join."""
    plain = fold_case(typed).replace("’", "'").strip("'")
    before, _, after = plain.partition("'")
    while after and len(before) <= LONGEST_ELISION and len(units(f"{before}'mot")) > 1:
        plain = after
        before, _, after = plain.partition("'")
    return fold(plain.replace("-", ""))


def stem_of(word: str) -> str:
    """The stem of the family of ``word``. Snowball makes two of « éligible » and « éligibilité »."""
    stem = family(word)
    return f"{stem[:-4]}ibl" if stem.endswith("ibil") else stem


def edits(folded: str) -> int:
    """By how many edits a fuzzy word may differ."""
    return sum(len(folded) >= length for length in EDITS_FROM)


class Lookup:
    """The look-ups of one query, which are bounded together; what is looked up twice counts once."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._left = MOST_TERMS
        self._to_compare = LOOKED_THROUGH_IN_ALL
        self._scanned: dict[tuple[Field, str, int], list[str]] = {}
        self._akin: dict[str, tuple[str, ...]] = {}
        self._known: dict[tuple[str, Field, str, int], tuple[str, ...]] = {}

    @property
    def is_spent(self) -> bool:
        """Whether the query asked for more terms than it may have."""
        return self._left <= 0

    def beginning(self, field: Field, prefix: str) -> tuple[str, ...]:
        """The terms that begin with ``prefix``, the most frequent first."""
        return self._once("beginning", field, prefix, MOST_BEGINNINGS)

    def fitting(self, field: Field, glob: str) -> tuple[str, ...]:
        """Terms that fit a pattern of ``*`` and ``?``, the most frequent first."""
        return self._once("fitting", field, glob, MOST_FITTING)

    def near(self, field: Field, folded: str, distance: int) -> tuple[str, ...]:
        """The terms at most ``distance`` edits away that begin with the same letter; the word itself for none."""
        if not distance:
            return (term(folded),)
        return self._once(f"near{distance}", field, folded, MOST_NEAR) or (term(folded),)

    def splits(self, word: str) -> Sequence[tuple[str, ...]]:
        """The parts, as written, in which articles hold a word as a compound, or broken at the end of a line."""
        return splits(word, self._dictionary)

    def akin(self, word: str) -> tuple[str, ...]:
        """The lemmas of the index that have the stem of ``word``."""
        if word not in self._akin:
            self._akin[word] = tuple(self._find_akin(word)[:MOST_AKIN])
        return self._akin[word]

    def _once(self, kind: str, field: Field, text: str, most: int) -> tuple[str, ...]:
        key = kind, field, text, most
        if key not in self._known:
            found = () if self.is_spent else self._find(kind, field, text, most)
            self._known[key] = tuple(found[: min(most, self._left)])
            self._left -= len(self._known[key])
        return self._known[key]

    def _find(self, kind: str, field: Field, text: str, most: int) -> Sequence[str]:
        if kind == "beginning":
            return self._terms(field, text, most)
        if kind == "fitting":
            return matching(text, self._compared(field, literal_prefix(text)))
        return self._near(field, text, int(kind.removeprefix("near")))

    def _compared(self, field: Field, prefix: str) -> list[str]:
        """Terms with a beginning, to be compared; when there have been too many, no more are looked up."""
        found = self._terms(field, prefix, LOOKED_THROUGH)
        self._to_compare -= len(found)
        if self._to_compare < 0:
            self._left = 0
        return found

    def _terms(self, field: Field, prefix: str, most: int) -> list[str]:
        """The most frequent terms with a beginning; none when the query has had as many beginnings as it may."""
        key = field, prefix, most
        if key not in self._scanned:
            if len(self._scanned) >= MOST_SCANS:
                self._left = 0
                return []
            self._scanned[key] = [entry.text for entry in self._dictionary.terms(field, prefix, most)]
        return self._scanned[key]

    def _near(self, field: Field, folded: str, distance: int) -> list[str]:
        from rapidfuzz.distance import OSA

        lengths = range(len(folded) - distance, len(folded) + distance + 1)
        return [
            found
            for found in self._compared(field, folded[:1])
            if len(found) in lengths and OSA.distance(folded, found, score_cutoff=distance) <= distance
        ]

    def _find_akin(self, word: str) -> list[str]:
        """Lemmas that begin as the word and its stem do, and have the stem."""
        stem = stem_of(word)
        folded = fold(word)
        size = next((n for n, (one, other) in enumerate(zip(folded, stem, strict=False)) if one != other), len(stem))
        if size < SHORTEST_BEGINNING or len(folded) != len(word):
            return []
        akin = self._dictionary.terms(Field.LEMMAS, word[:size], MOST_COMPARED)
        return [STEM + stem, *(entry.text for entry in akin if stem_of(entry.text) == stem)]
