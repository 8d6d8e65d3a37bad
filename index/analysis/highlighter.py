"""The highlighter: the words of a text that a question found, as ranges of the text as stored."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from index.analysis.globs import literal_prefix, matches
from index.analysis.haystack import Haystack, Needles, needles
from index.analysis.lemmatizer import common_prefixes, lemmas, prefixes
from index.analysis.model import Role
from index.analysis.normalization import fold
from index.analysis.phrases import SoughtPhrase, phrase_finder
from index.analysis.segmentation import Span, merged
from index.analysis.spelling import word_of
from index.analysis.tokenizer import tokens
from index.analysis.wordlists import may_be_elided

SEPARATOR = " | "
"""Separates texts that are searched together: no chunk spans it."""


class Sought(NamedTuple):
    """What is highlighted: exact words, folded words, words by their lemmas, folded words by globs, and phrases."""

    exact: frozenset[str] = frozenset()
    folded: frozenset[str] = frozenset()
    lemmas: frozenset[str] = frozenset()
    globs: tuple[str, ...] = ()
    phrases: tuple[SoughtPhrase, ...] = ()

    def has(self, exact: str) -> bool:
        """Whether a word is highlighted wherever it occurs."""
        folded = fold(exact)
        return (
            exact in self.exact
            or folded in self.folded
            or (bool(self.lemmas) and not self.lemmas.isdisjoint(lemmas(exact)))
            or any(matches(glob, folded) for glob in self.globs)
        )


class Highlighter:
    """Highlights what is ``sought`` in texts."""

    def __init__(self, sought: Sought) -> None:
        self._words = _WordHighlighter(sought)
        self._phrases = list(map(phrase_finder, sought.phrases))

    def marks(self, texts: Sequence[str]) -> list[list[Span]]:
        """Half-open code-point ranges of each text, in order; those that overlap are made one.

        A word is highlighted wherever it occurs, the words of a phrase only where they occur together: as one range
        when nothing may come between them, else each.
        """
        found = self._words.spans(texts)
        for phrase in self._phrases:
            for spans, text in zip(found, texts, strict=True):
                spans.extend(phrase.spans(text))
        return [merged(spans) for spans in found]


def phrase_in(text: str, slots: Sequence[Iterable[str]], slop: int = 0, *, exact: bool = False) -> bool:
    """Whether a paragraph holds words of the slots together."""
    return phrase_finder(SoughtPhrase(tuple(map(frozenset, slots)), slop, exact)).is_in(text)


def phrase_spans(text: str, slots: Sequence[Iterable[str]], slop: int = 0, *, exact: bool = False) -> Sequence[Span]:
    """Where a paragraph holds words of the slots together; highlighting it afterwards costs nothing."""
    return phrase_finder(SoughtPhrase(tuple(map(frozenset, slots)), slop, exact)).spans(text)


class _WordHighlighter:
    """Finds words that are sought one by one. What it found out about words and runs is kept: they recur."""

    def __init__(self, sought: Sought) -> None:
        self._needles = _needles(sought)
        self._is_any = any((sought.exact, sought.folded, sought.lemmas, sought.globs))
        others = sought._replace(exact=frozenset())
        self._letters = {word for word in sought.exact if may_be_elided(word) and not others.has(word)}
        self._is_sought = lru_cache(maxsize=None)(lambda word: sought.has(word_of(word)))
        self._run_spans = lru_cache(maxsize=1 << 12)(self._tokenized)

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """The ranges of sought words in each text; all texts are searched together."""
        if self._needles.everything:
            return [self._tokenized(text) for text in texts]
        if not self._is_any:
            return [[] for _ in texts]
        starts = [0, *accumulate(len(text) + len(SEPARATOR) for text in texts)]
        found: list[list[Span]] = [[] for _ in texts]
        for start, end in self._spans(Haystack(SEPARATOR.join(texts))):
            number = bisect_right(starts, start) - 1
            found[number].append((start - starts[number], end - starts[number]))
        return found

    def _spans(self, haystack: Haystack) -> Iterator[Span]:
        text, is_sought = haystack.text, self._is_sought
        words, runs = haystack.words(self._needles)
        for start, end in words:
            if is_sought(text[start:end]):
                yield start, end
        for start, end in runs:
            for low, high in self._run_spans(text[start:end]):
                yield start + low, start + high

    def _tokenized(self, text: str) -> list[Span]:
        """Where sought words stand; a letter that is a word itself is sought only where it is not elided."""
        read = [token for token in tokens(text) if self._is_sought(token.exact)]
        return [(t.start, t.end) for t in read if t.role is not Role.ELIDED or t.exact not in self._letters]


def _needles(sought: Sought) -> Needles:
    words = common_prefixes([*map(fold, sought.exact), *sought.folded])
    return needles({*words, *map(literal_prefix, sought.globs)}.union(*map(prefixes, sought.lemmas)))
