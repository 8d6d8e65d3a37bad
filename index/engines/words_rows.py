"""The rows of the words file: a word's keys, without what follows from the rest.

A ``folded`` like the word is NULL, and so are a ``family`` like the folded word and a ``shown`` like the word or its
capitalised form. The table of lemmas holds neither a word that is its own lemma nor one that has its stem for a lemma:
the signs say so. Most words take one short row that way, and stand in no index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.analysis.vocabulary import STEM, describe_all
from index.engines.gathering import Gathered

LOWER, OWN, STEMMED, CAPITAL = 1, 2, 4, 8
"""Signs: seen without a capital, its own lemma, its lemma is ``STEM`` and its family, shown with a capital."""

LAYOUT = 2
"""Raised when the tables change."""
OFTEN = 32
"""Words seen so many times have an index by their beginnings."""

TABLES = f"""
    CREATE TABLE word (
        word TEXT PRIMARY KEY, seen INTEGER, signs INTEGER, folded TEXT, family TEXT, shown TEXT
    ) WITHOUT ROWID;
    CREATE TABLE lemma (lemma TEXT, word TEXT, PRIMARY KEY (lemma, word)) WITHOUT ROWID;
    PRAGMA user_version = {LAYOUT};
"""
INDEXES = (
    "CREATE INDEX IF NOT EXISTS by_folded ON word (folded) WHERE folded IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS by_family ON word (family) WHERE family IS NOT NULL",
    f"CREATE INDEX IF NOT EXISTS often ON word (ifnull(folded, word), seen) WHERE seen >= {OFTEN}",
)
"""Made when the first words are there: that is faster, and leaves them without gaps."""
PUT = """
    INSERT INTO word VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (word) DO UPDATE SET seen = seen + excluded.seen,
    signs = excluded.signs, folded = excluded.folded, family = excluded.family, shown = excluded.shown
"""
Row = tuple[str, int, int, str | None, str | None, str | None]


def rows(words: Sequence[Gathered], lemmas: list[tuple[str, str]]) -> Iterator[Row]:
    """The row of each word; what the table of lemmas holds of them is added to ``lemmas``."""
    others = [new for new in words if new.keys is None]
    keys = describe_all([new.word for new in others], (not new.lower for new in others))
    for new in words:
        folded, found, family = new.keys or next(keys)
        word, shown = new.word, new.shown
        signs = LOWER if new.lower else 0
        if word in found:
            signs |= OWN
        elif found[0].startswith(STEM):
            signs |= STEMMED
        if shown != word and shown == capitalised(word):
            signs |= CAPITAL
        if not signs & STEMMED:
            lemmas += [(lemma, word) for lemma in found if lemma != word]
        yield (
            word,
            new.seen,
            signs,
            None if folded == word else folded,
            None if family == folded else family,
            None if signs & CAPITAL or shown == word else shown,
        )


def capitalised(word: str) -> str:
    """``word`` with a capital."""
    return word[:1].upper() + word[1:]
