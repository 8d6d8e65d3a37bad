"""The vocabulary of a local index, in a file of its own: word → keys, and key → words.

A small SQLite base beside the engine's data. It is written before the commit that needs it, so every word of the index
is in it whatever happens; words that no passage holds any more do no harm, since engines leave out what has no count.
"""

from __future__ import annotations

import re
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, compress, islice
from operator import attrgetter, not_
from pathlib import Path

from index.analysis.vocabulary import STEM
from index.engines.gathering import Gathered
from index.engines.protocol import Begins, Close, Equal, Like, Lookup, WordKey
from index.engines.words_rows import (
    CAPITAL,
    INDEXES,
    LAYOUT,
    LOWER,
    OFTEN,
    OWN,
    PUT,
    STEMMED,
    TABLES,
    capitalised,
    rows,
)
from index.model import WordCount

NAME = "words.sqlite"
LAST = "\U0010ffff"
MOST_SCANNED = 200_000
"""A pattern looks at so many words at most."""

_SIGNS = "SELECT signs FROM word WHERE word = ?"
_COUNT = "UPDATE word SET seen = seen + ? WHERE word = ?"
_RECOUNT = "UPDATE word SET seen = ? WHERE word = ?"
_SHOWN = "word, shown, signs"
_WORD = f"SELECT {_SHOWN} FROM word WHERE word = ?1"  # noqa: S608
_FOLDED = f"SELECT {_SHOWN} FROM word WHERE folded = ?1"  # noqa: S608
_FAMILY = (  # NULL stands for the folded word, as that does for the word
    f"SELECT {_SHOWN} FROM word WHERE family = ?1 UNION ALL {_FOLDED} AND family IS NULL "  # noqa: S608
    f"UNION ALL {_WORD} AND folded IS NULL AND family IS NULL"
)
_EQUAL = {
    WordKey.WORD: _WORD,
    WordKey.FOLDED: f"{_FOLDED} UNION ALL {_WORD} AND folded IS NULL",
    WordKey.LEMMA: f"SELECT {_SHOWN} FROM lemma JOIN word USING (word) WHERE lemma = ?1 "  # noqa: S608
    f"UNION ALL {_WORD} AND signs & {OWN}",
    WordKey.FAMILY: _FAMILY,
}
_STEMMED = f"SELECT * FROM ({_FAMILY}) WHERE signs & {STEMMED}"  # noqa: S608
_IN_RANGE = "SELECT {0}, word FROM word WHERE {0} >= ?1 AND {0} < ?2"
_OFTEN = f"{_IN_RANGE.format('ifnull(folded, word)')} AND seen >= {OFTEN} ORDER BY seen DESC LIMIT ?3"


class WordsFile:
    """The words of one index directory. Safe to read from several threads, one at a time.

    Who reads and who writes at the same time opens it twice: readers wait only while a batch is put on disk.
    """

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / NAME, check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._base.close)
        self._base.execute("PRAGMA cache_spill = OFF")  # until then, what is written stays in memory
        if not self._base.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._base.executescript(TABLES)
        (layout,) = self._base.execute("PRAGMA user_version").fetchone()
        if layout != LAYOUT:
            raise sqlite3.DatabaseError(f"{NAME}: layout {layout}, not {LAYOUT}")

    def add(self, words: Iterable[Gathered]) -> None:
        """Write the keys of the words that are new, and how often each was seen.

        A word known only capitalised, and so perhaps for a name, gets its keys anew once it is seen in lower case.
        """
        ordered = sorted(words, key=attrgetter("word"))
        self._base.execute("BEGIN IMMEDIATE")
        try:
            self._describe(self._count(ordered))
            for index in INDEXES:
                self._base.execute(index)
            self._base.execute("COMMIT")
        except BaseException:
            self._base.execute("ROLLBACK")
            raise

    def _count(self, words: Sequence[Gathered]) -> Sequence[Gathered]:
        """Count those that stand here with the keys they need; returns the others."""
        if not self._base.execute("SELECT 1 FROM word LIMIT 1").fetchone():
            return words
        signs = [self._base.execute(_SIGNS, (new.word,)).fetchone() for new in words]
        known = [bool(sign and sign[0] & LOWER >= new.lower) for new, sign in zip(words, signs, strict=True)]
        self._base.executemany(_COUNT, [(new.seen, new.word) for new in compress(words, known)])
        return list(compress(words, map(not_, known)))

    def _describe(self, words: Sequence[Gathered]) -> None:
        lemmas: list[tuple[str, str]] = []
        self._base.executemany(PUT, rows(words, lemmas))
        self._base.executemany("INSERT OR IGNORE INTO lemma VALUES (?, ?)", sorted(lemmas))

    def recount(self, counts: Iterable[tuple[str, int]]) -> None:
        """Write how often words are seen, for an engine that knows it once it has committed them."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            self._base.executemany(_RECOUNT, ((seen, word) for word, seen in counts))
            self._base.execute("COMMIT")
        except BaseException:
            self._base.execute("ROLLBACK")
            raise

    def shown(self, word: str) -> str:
        """How to show a word to a person."""
        return _shown(*(self._base.execute(_WORD, (word,)).fetchone() or (word, None, 0)))

    def counted(self, lookup: Lookup, count: Callable[[str], int]) -> list[WordCount]:
        """The words that a look-up means and that passages hold, as many as ``count`` says, most often held first."""
        found = (WordCount(word, count(word), shown) for word, shown in self.words(lookup))
        return sorted((entry for entry in found if entry.count), key=lambda entry: (-entry.count, entry.word))

    def words(self, lookup: Lookup) -> Iterator[tuple[str, str]]:
        """The words that a look-up means, each once, those of no passage too, with how to show each."""
        if isinstance(lookup, Equal):
            return ((row[0], _shown(*row)) for row in self._equal(lookup.key, lookup.value))
        return ((word, self.shown(word)) for word in self._others(lookup))

    def _others(self, lookup: Like | Close | Begins) -> Iterator[str]:
        match lookup:
            case Like(key, pattern):
                fits = like_pattern(pattern)
                entries = self._beginning(key, re.split(r"[*?]", pattern, maxsplit=1)[0])
                return (word for spelling, word in entries if fits.fullmatch(spelling))
            case Close():
                return self._close(lookup)
            case Begins(folded, most):
                return self._most_seen(folded, most)

    def _equal(self, key: WordKey, value: str) -> list[tuple[str, str | None, int]]:
        found = self._base.execute(_EQUAL[key], (value,)).fetchall()
        if key is WordKey.LEMMA and value.startswith(STEM):
            found += self._base.execute(_STEMMED, (value.removeprefix(STEM),)).fetchall()
        return found

    def _beginning(self, key: WordKey, start: str) -> Iterator[tuple[str, str]]:
        """Key and word of the words whose key begins with ``start``."""
        own = _IN_RANGE.format("word")
        queries = (own,) if key is WordKey.WORD else (f"{own} AND folded IS NULL", _IN_RANGE.format("folded"))
        found = (self._base.execute(query, (start, start + LAST)).fetchall() for query in queries)
        return islice(chain.from_iterable(found), MOST_SCANNED)

    def _most_seen(self, start: str, most: int) -> Iterator[str]:
        """The words most often seen whose folded spelling begins with ``start``."""
        often = self._base.execute(_OFTEN, (start, start + LAST, most)).fetchall()
        if len(often) >= most:
            return (word for _, word in often)
        seen = {word: self._seen(word) for _, word in self._beginning(WordKey.FOLDED, start)}
        return iter(sorted(seen, key=lambda word: -seen[word])[:most])

    def _seen(self, word: str) -> int:
        (seen,) = self._base.execute("SELECT seen FROM word WHERE word = ?", (word,)).fetchone()
        return int(seen)

    def _close(self, lookup: Close) -> Iterator[str]:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract_iter

        entries = list(self._beginning(WordKey.FOLDED, lookup.folded[:1]))
        spellings = [spelling for spelling, _ in entries]
        found = extract_iter(lookup.folded, spellings, scorer=OSA.distance, score_cutoff=lookup.distance)
        return (entries[place][1] for _, _, place in found)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()


def _shown(word: str, shown: str | None, signs: int) -> str:
    return shown or (capitalised(word) if signs & CAPITAL else word)


def like_pattern(pattern: str) -> re.Pattern[str]:
    """The expression for a pattern of ``*`` and ``?``."""
    parts = (".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in pattern)
    return re.compile("".join(parts), re.DOTALL)
