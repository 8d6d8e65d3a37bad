"""Gathering: the words of the texts of a batch, for the index and for the vocabulary, each spelling looked at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from index.engines.gathering import Gathered, Gathering
from index.engines.whoosh.texts import Words, words_of
from index.french.plain import joined, plains
from index.french.wordlists import word_set


class SpelledGathering:
    """Reads texts, and remembers how their words are spelled."""

    def __init__(self) -> None:
        self._telling = _Telling()
        self._sources: Counter[str] = Counter()

    def read(self, texts: Sequence[str]) -> list[Words]:
        """The words of texts."""
        found = plains(texts)
        self._sources.update(chain.from_iterable([text.sources for text in found]))
        return [words._replace(telling=self._count(words)) for words in map(words_of, found)]

    def _count(self, words: Words) -> int:
        stop_words = word_set("stopwords")
        others = sum(word not in stop_words for _, word in words.others)
        return others + sum(map(self._telling.__getitem__, words.spelled))

    def words(self, seen: Mapping[str, int]) -> Iterator[Gathered]:
        """Every distinct word read; ``seen`` tells how often the texts hold each."""
        found = self._by_rules()
        for spelling in self._telling:
            _add(spelling.lower(), spelling, found)
        for word, entry in found.items():
            entry.seen = seen.get(word, 0)
        yield from found.values()

    def _by_rules(self) -> dict[str, Gathered]:
        """The words of what was read by the rules; of most compounds only the joined form."""
        rules, compounds = Gathering(), list[tuple[str, str]]()
        for source, seen in self._sources.items():
            if compound := joined(source):
                compounds.append(compound)
            else:
                rules.add({source: seen})
        found = {entry.word: entry for entry in rules.words()}
        for word, spelling in compounds:
            _add(word, spelling, found)
        return found


class _Telling(dict[str, int]):
    """Of each spelling, 0 if it is of a stop word, and else 1: numbers add up faster than truths."""

    def __missing__(self, spelling: str) -> int:
        telling = self[spelling] = int(spelling.lower() not in word_set("stopwords"))
        return telling


def _add(word: str, spelling: str, found: dict[str, Gathered]) -> None:
    entry = found.get(word)
    if entry is None:
        entry = found[word] = Gathered(word, spelling)
    if not entry.lower and not spelling[0].isupper():
        entry.lower, entry.shown = True, spelling.lower()
