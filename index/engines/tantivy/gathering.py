"""Gathering: the distinct words of plain texts, for the vocabulary, at native speed.

Nearly every word of a text has been seen before. A native tokenizer that leaves out what was seen hands over only what
is new, so that Python looks at each spelling of a word once or little more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from index.analysis.chunks import chunks
from index.analysis.compounds import joined
from index.analysis.plain import Plains
from index.engines.gathering import Gathered, Gathering, spelled

FIRST = 2_000
GROWTH = 1.3
"""The tokenizer is made anew when so many times the spellings it leaves out, and ``FIRST`` more, have been seen."""


class PlainGathering:
    """Collects the spellings of plain texts, capitals as they are, and tells the words they are."""

    def __init__(self) -> None:
        self._spellings: set[str] = set()
        self._compounds: set[str] = set()
        self._chunks: set[str] = set()
        self._analyzer, self._left_out = _analyzer(()), 0
        self._told: dict[str, bool] = {}

    def new_words(self, texts: Plains) -> list[Gathered]:
        """The words of plain texts that were not told before, or not in lower case; perhaps one of them twice.

        Those of windows are told by the rules. How often is left open: the native index knows.
        """
        spellings = self._new_spellings(texts.kept)
        windows = set(chain.from_iterable([found.windows for found in texts.found.values()]))
        compounds = set(chain.from_iterable([found.compounds for found in texts.found.values()])) - self._compounds
        self._compounds |= compounds
        entries = chain(map(spelled, spellings), self._read_by_rules(windows, compounds))
        return list(filter(self._is_new, entries))

    def _is_new(self, entry: Gathered) -> bool:
        """Whether a word was not told before, or not in lower case; it is now."""
        if self._told.get(entry.word, -1) >= entry.lower:
            return False
        self._told[entry.word] = entry.lower
        return True

    def _read_by_rules(self, windows: Iterable[str], compounds: Iterable[str]) -> Iterator[Gathered]:
        """Of most compounds only the joined form; the words of other chunks, but for those seen before."""
        seen = set(chain.from_iterable(map(chunks, windows)))
        for run in compounds:
            if compound := joined(run):
                yield spelled(compound[1], compound[0])
            else:
                seen.update(chunks(run))
        seen -= self._chunks
        self._chunks |= seen
        rules = Gathering()
        rules.see(seen - self._spellings)
        yield from rules.words()

    def _new_spellings(self, text: str) -> set[str]:
        spellings = set(self._analyzer.analyze(text)) - self._spellings
        self._spellings |= spellings
        if len(self._spellings) > GROWTH * self._left_out + FIRST:
            self._analyzer, self._left_out = _analyzer(self._spellings), len(self._spellings)
        return spellings


def _analyzer(without: Iterable[str]) -> TextAnalyzer:
    """Runs of letters and digits as they are written, but for those ``without``."""
    words = TextAnalyzerBuilder(Tokenizer.simple())
    return words.filter(Filter.custom_stopword(list(without))).build()
