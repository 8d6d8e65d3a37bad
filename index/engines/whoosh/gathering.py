"""Gathering: the words of the texts of a batch, for the index and for the vocabulary, each spelling looked at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.analysis.chunks import chunks
from index.analysis.compounds import joined
from index.analysis.plain import Plain, plains
from index.engines.gathering import Gathered, Gathering, keep, spelled
from index.engines.whoosh.texts import Words, words_by_rules, words_of


class SpelledGathering:
    """Reads texts, and remembers what of them takes the rules to be read."""

    def __init__(self) -> None:
        self._rules = Gathering()
        self._compounds: Counter[str] = Counter()

    def read(self, texts: Sequence[str]) -> list[Words]:
        """The words of texts."""
        return list(map(self._words_of, texts, plains(texts)))

    def _words_of(self, text: str, found: Plain) -> Words:
        if found.windows:
            by_rules = chunks(text)
            self._rules.see(by_rules)
            return words_by_rules(by_rules)
        self._compounds.update(found.compounds)
        return words_of(found)

    def words(self, spellings: Iterable[str], seen: Mapping[str, int]) -> Iterator[Gathered]:
        """Every distinct word read, given all spellings, the first seen first, and how often each word was seen."""
        found = self._by_rules()
        for spelling in spellings:
            keep(spelled(spelling), found)
        for word, entry in found.items():
            entry.seen = seen.get(word, 0)
        yield from found.values()

    def _by_rules(self) -> dict[str, Gathered]:
        """The words of what was read by the rules; of most compounds only the joined form."""
        compounds = list[tuple[str, str]]()
        for run, seen in self._compounds.items():
            if compound := joined(run):
                compounds.append(compound)
            else:
                self._rules.add({run: seen})
        found = {entry.word: entry for entry in self._rules.words()}
        for word, spelling in compounds:
            keep(spelled(spelling, word), found)
        return found
