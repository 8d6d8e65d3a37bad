"""Peers that need nothing but Python's own SQLite and PyStemmer: FTS5, and Snowball stems under plain BM25."""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from Stemmer import Stemmer

K1, B = 1.2, 0.75


def words(text: str) -> list[str]:
    """Lower-cased runs of letters and digits: reading at its plainest."""
    return re.findall(r"\w+", text.lower())


@cache
def snowball(word: str) -> str:
    """The Snowball stem of a lower-cased word."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Stemmer:
    return Stemmer("french", 0)


class Fts5:
    """SQLite FTS5: ``unicode61 remove_diacritics 2``, title and text in one column, ``bm25()``."""

    def __init__(self, articles: Mapping[str, str]) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute(
            "CREATE VIRTUAL TABLE article USING fts5(id UNINDEXED, body, tokenize='unicode61 remove_diacritics 2')"
        )
        self._base.executemany("INSERT INTO article VALUES (?, ?)", articles.items())

    def any_word(self, query: str, count: int) -> list[str]:
        """The best articles with any of the words."""
        return self._found(" OR ".join(f'"{word}"' for word in words(query)), count)

    def all_words(self, query: str) -> set[str]:
        """The articles with all of the words."""
        return set(self._found(" ".join(f'"{word}"' for word in words(query)), -1))

    def _found(self, match: str, count: int) -> list[str]:
        if not match:
            return []
        rows = self._base.execute("SELECT id FROM article(?) ORDER BY bm25(article), rowid LIMIT ?", (match, count))
        return [name for (name,) in rows]


class Snowball:
    """Snowball alone: stems of lower-cased words, BM25 over whole articles."""

    def __init__(self, articles: Mapping[str, str]) -> None:
        self._names = list(articles)
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for number, text in enumerate(articles.values()):
            stems = Counter(map(snowball, words(text)))
            lengths.append(stems.total())
            for stem, often in stems.items():
                self._postings[stem].append((number, often))
        mean = sum(lengths) / max(1, len(lengths))
        self._norms = [K1 * (1 - B + B * length / mean) for length in lengths]

    def any_word(self, query: str, count: int) -> list[str]:
        """The best articles with any of the words."""
        scores: dict[int, float] = defaultdict(float)
        for stem, often in Counter(map(snowball, words(query))).items():
            held = self._postings.get(stem, ())
            idf = often * math.log(1 + (len(self._names) - len(held) + 0.5) / (len(held) + 0.5))
            for number, frequency in held:
                scores[number] += idf * frequency / (frequency + self._norms[number])
        return [self._names[number] for number in _best(scores, count)]

    def all_words(self, query: str) -> set[str]:
        """The articles with all of the words."""
        holding = [{number for number, _ in self._postings.get(snowball(word), ())} for word in words(query)]
        return {self._names[number] for number in set.intersection(*holding)} if holding else set()


def _best(scores: Mapping[int, float], count: int) -> Sequence[int]:
    return sorted(scores, key=lambda number: (-scores[number], number))[:count]
