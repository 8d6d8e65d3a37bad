"""Gathering: the distinct words of plain texts, for the vocabulary, at native speed.

Nearly every word of a text has been seen before. A native tokenizer that leaves out what was seen hands over only what
is new, so that Python looks at each spelling of a word once or little more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from index.engines.gathering import Gathered, Gathering
from index.french.plain import Plain, joined

BLOCK = 1 << 17
"""Texts are looked through in blocks of so many code points."""
FIRST = 2_000
GROWTH = 1.3
"""The tokenizer is made anew when so many times the spellings it leaves out, and ``FIRST`` more, have been seen."""


class PlainGathering:
    """Collects the spellings of plain texts, capitals as they are, and tells the words they are."""

    def __init__(self) -> None:
        self._spellings: set[str] = set()
        self._analyzer, self._left_out = _analyzer(()), 0
        self._sources: Counter[str] = Counter()
        self._waiting: list[str] = []
        self._size = 0

    def see(self, texts: Iterable[Plain]) -> None:
        """Remember the words of plain texts; those of what was read by the rules are told by the rules."""
        for found in texts:
            if found.sources:
                self._sources.update(found.sources)
            if not found.rewritten:
                self._waiting.append(found.text)
                self._size += len(found.text)
        if self._size >= BLOCK:
            self._look()

    def _look(self) -> None:
        self._spellings.update(self._analyzer.analyze("\n".join(self._waiting)))
        self._waiting, self._size = [], 0
        if len(self._spellings) > GROWTH * self._left_out + FIRST:
            self._analyzer, self._left_out = _analyzer(self._spellings), len(self._spellings)

    def words(self) -> Iterator[Gathered]:
        """Every distinct word seen, once. How often is left open: the native index knows."""
        self._look()
        rules, compounds = Gathering(), []
        for source, seen in self._sources.items():
            if compound := joined(source):
                compounds.append(compound)
            else:
                rules.add({source: seen})
        found = {entry.word: entry for entry in rules.words()}
        for word, spelling in chain(compounds, zip(map(str.lower, self._spellings), self._spellings, strict=True)):
            _add(word, spelling, found)
        yield from found.values()


def _add(word: str, spelling: str, found: dict[str, Gathered]) -> None:
    entry = found.get(word)
    if entry is None:
        entry = found[word] = Gathered(word, spelling, seen=1)
    if not entry.lower and not spelling[0].isupper():
        entry.lower, entry.shown = True, spelling.lower()


def _analyzer(without: Iterable[str]) -> TextAnalyzer:
    """Runs of letters and digits as they are written, but for those ``without``."""
    words = TextAnalyzerBuilder(Tokenizer.simple())
    return words.filter(Filter.custom_stopword(list(without))).build()
