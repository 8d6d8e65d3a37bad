"""The vocabulary of a local index, in a file of its own: word → keys, and key → words.

A small SQLite base beside the engine's data. It is written before the commit that needs it, so every word of the index
is in it whatever happens; words that no passage holds any more do no harm, since engines leave out what has no count.
"""

from __future__ import annotations

import re
import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from index.engine import Begins, Close, Equal, Like, Lookup, WordKey
from index.engines.gathering import Gathered
from index.french.vocabulary import describe

NAME = "words.sqlite"
LAST = "\U0010ffff"
MOST_SCANNED = 200_000
"""A pattern looks at so many words at most."""
_TABLES = """
    CREATE TABLE IF NOT EXISTS word (
        word TEXT PRIMARY KEY, folded TEXT, family TEXT, lower INTEGER, shown TEXT, seen INTEGER
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS lemma (lemma TEXT, word TEXT, PRIMARY KEY (lemma, word)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS by_folded ON word (folded);
    CREATE INDEX IF NOT EXISTS by_family ON word (family);
    CREATE INDEX IF NOT EXISTS by_1 ON word (substr(folded, 1, 1), seen DESC);
    CREATE INDEX IF NOT EXISTS by_2 ON word (substr(folded, 1, 2), seen DESC);
    CREATE INDEX IF NOT EXISTS by_3 ON word (substr(folded, 1, 3), seen DESC);
"""
INDEXED_BEGINNING = 3
"""Beginnings of up to so many letters have an index of their most frequent words; longer ones have few words."""


class WordsFile:
    """The words of one index directory. Safe to read from several threads, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / NAME, check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._base.close)
        if not self._base.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._base.executescript(_TABLES)

    def add(self, words: Iterable[Gathered]) -> None:
        """Write the keys of the words that are new, and how often each was seen.

        A word known only capitalised, and so perhaps for a name, gets its keys anew once it is seen in lower case.
        """
        self._base.execute("BEGIN IMMEDIATE")
        try:
            for word in words:
                self._write(word)
            self._base.execute("COMMIT")
        except BaseException:
            self._base.execute("ROLLBACK")
            raise

    def _write(self, new: Gathered) -> None:
        known = self._base.execute("SELECT lower FROM word WHERE word = ?", (new.word,)).fetchone()
        if known and known[0] >= new.lower:
            self._base.execute("UPDATE word SET seen = seen + ? WHERE word = ?", (new.seen, new.word))
            return
        keys = describe(new.word, name=not new.lower)
        row = (keys.word, keys.folded, keys.family, new.lower, new.shown, new.seen)
        self._base.execute("INSERT OR REPLACE INTO word VALUES (?, ?, ?, ?, ?, ?)", row)
        self._base.execute("DELETE FROM lemma WHERE lemma = ? AND word = ?", (new.word, new.word))
        self._base.executemany("INSERT OR IGNORE INTO lemma VALUES (?, ?)", ((m, new.word) for m in keys.lemmas))

    def shown(self, word: str) -> str:
        """How to show a word to a person."""
        row = self._base.execute("SELECT shown FROM word WHERE word = ?", (word,)).fetchone()
        return row[0] if row else word

    def words(self, lookup: Lookup) -> Iterator[str]:
        """The words that a look-up means, each once, those of no passage too."""
        match lookup:
            case Equal(WordKey.LEMMA, value):
                rows = self._base.execute("SELECT word FROM lemma WHERE lemma = ?", (value,))
                return (word for (word,) in rows.fetchall())
            case Equal(key, value):
                rows = self._base.execute(f"SELECT word FROM word WHERE {_COLUMN[key]} = ?", (value,))  # noqa: S608
                return (word for (word,) in rows.fetchall())
            case Like(key, pattern):
                fits = like_pattern(pattern)
                entries = self._beginning(key, re.split(r"[*?]", pattern, maxsplit=1)[0])
                return (word for spelling, word in entries if fits.fullmatch(spelling))
            case Close():
                return self._close(lookup)
            case Begins(folded, most):
                return (word for _, word in self._most_seen(folded, most))

    def _beginning(self, key: WordKey, start: str) -> Iterator[tuple[str, str]]:
        """Key and word of the words whose key begins with ``start``."""
        column = _COLUMN[key]
        query = f"SELECT {column}, word FROM word WHERE {column} >= ? AND {column} < ? ORDER BY {column}"  # noqa: S608
        return islice(iter(self._base.execute(query, (start, start + LAST)).fetchall()), MOST_SCANNED)

    def _most_seen(self, start: str, most: int) -> Iterable[tuple[int, str]]:
        """How often they were seen and the words, the most frequent first, whose folded spelling begins so."""
        if 0 < len(start) <= INDEXED_BEGINNING:
            which = f"substr(folded, 1, {len(start)}) = ?"
            values: tuple[str, ...] = (start,)
        else:
            which, values = "folded >= ? AND folded < ?", (start, start + LAST)
        query = f"SELECT seen, word FROM word WHERE {which} ORDER BY seen DESC LIMIT ?"  # noqa: S608  # no text of users
        return self._base.execute(query, (*values, most)).fetchall()

    def _close(self, lookup: Close) -> Iterator[str]:
        from rapidfuzz.distance import OSA

        for spelling, word in self._beginning(WordKey.FOLDED, lookup.folded[:1]):
            if OSA.distance(lookup.folded, spelling, score_cutoff=lookup.distance) <= lookup.distance:
                yield word

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()


_COLUMN = {WordKey.WORD: "word", WordKey.FOLDED: "folded", WordKey.FAMILY: "family"}


def like_pattern(pattern: str) -> re.Pattern[str]:
    """The expression for a pattern of ``*`` and ``?``."""
    parts = (".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in pattern)
    return re.compile("".join(parts), re.DOTALL)
