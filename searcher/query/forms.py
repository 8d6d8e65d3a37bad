"""Forms: a word of a query → the words of the index that it means, each weighted by how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.analysis.folding import fold
from index.analysis.lexicon import open_lexicon
from index.analysis.normalise import fold_case
from index.analysis.vocabulary import describe
from index.analysis.wordlists import word_set
from index.engines.protocol import Close, Engine, Equal, Like, Lookup, WordKey
from index.engines.query import Form
from index.model import Keys, WordCount

MOST_FORMS = 48
"""A word stands for so many words of the index at most; those least like it and rarest are dropped first."""
MOST_EXPANDED = 128
"""A pattern or a fuzzy word stands for so many, the most frequent."""

EDITS_FROM = (3, 6)
"""A fuzzy word may differ by one edit from so many letters on, by two from so many."""


class Tiers(NamedTuple):
    """What each way of meaning a word is worth against the word as written; see ``docs/ranking.md``."""

    folded: float = 0.9
    lemma: float = 0.8
    family: float = 0.5


class Forms:
    """Looks words up in one engine. ``tiers`` are the weights; the family tier is used only where it is asked for."""

    def __init__(self, engine: Engine, tiers: Tiers | None = None) -> None:
        self._tiers = tiers or Tiers()
        self._words = lru_cache(maxsize=4096)(engine.words)
        self._counts: dict[str, int] = {}
        self._of_word = lru_cache(maxsize=256)(self._meant)

    def of_word(self, word: str, *, capital: bool, family: bool = False) -> tuple[Form, ...]:
        """The forms of a word as reading gives it; ``capital`` says whether it was typed with one.

        A stop word is a form of no other word, accents aside: « dû » is found for « devoir », « du » is not.
        """
        return self._of_word(word, capital, family)

    def _meant(self, word: str, capital: bool, family: bool) -> tuple[Form, ...]:
        best: dict[str, tuple[float, int]] = {}
        barred = frozenset[str]() if word in word_set("stopwords") else word_set("stopwords")
        for entry, weight in self._candidates(word, capital, family):
            if entry.word in barred and fold(entry.word) != fold(word):
                continue
            if weight > best.get(entry.word, (0.0, 0))[0]:
                best[entry.word] = (weight, entry.count)
        self._counts.update((form, count) for form, (_, count) in best.items())
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
        return tuple(Form(form, weight) for form, (weight, _) in ranked[:MOST_FORMS]) or (Form(word),)

    def commonest(self, forms: Sequence[Form], most: int) -> tuple[Form, ...]:
        """The most frequent of ``forms``, at most so many."""
        return tuple(sorted(forms, key=lambda form: -self._counts.get(form.word, 0))[:most])

    def spelled(self, word: str) -> tuple[Form, ...]:
        """The forms of a word inside quotes: its spellings with and without accents."""
        entries = self._words(Equal(WordKey.FOLDED, fold(word)))
        others = (Form(entry.word, self._tiers.folded) for entry in entries if entry.word != word)
        return (Form(word), *others)[:MOST_FORMS]

    def like(self, pattern: str) -> tuple[Form, ...]:
        """The forms that fit a pattern of ``*`` and ``?``, accents aside; a hyphen joins, an elision is dropped."""
        return _all_alike(self._words(Like(WordKey.FOLDED, _bare(pattern))))

    def close_to(self, word: str, distance: int) -> tuple[Form, ...]:
        """The forms at most ``distance`` edits away; by default as many as ``EDITS_FROM`` allows."""
        folded = _bare(word)
        distance = distance or sum(len(folded) >= length for length in EDITS_FROM)
        entries = self._words(Close(folded, distance)) if distance else self._words(Equal(WordKey.FOLDED, folded))
        return _all_alike(entries)

    def keys(self, word: str, *, capital: bool) -> Keys:
        """The keys of a query word. It is a name where the index knows it as one: as a family of its own.

        A word that the index does not hold is a name when it was typed with a capital.
        """
        held = self._words(Equal(WordKey.WORD, word))
        own = (entry.word for entry in self._words(Equal(WordKey.FAMILY, fold(word))))
        return describe(word, name=word in own if held else capital)

    def _candidates(self, word: str, capital: bool, family: bool) -> Iterator[tuple[WordCount, float]]:
        tiers = self._tiers
        keys = self.keys(word, capital=capital)
        yield from self._entries(Equal(WordKey.WORD, word), 1.0)
        spellings = self._words(Equal(WordKey.FOLDED, keys.folded))
        yield from ((entry, tiers.folded) for entry in spellings)
        for lemma in keys.lemmas:
            yield from self._entries(Equal(WordKey.LEMMA, lemma), tiers.lemma)
        if word == keys.folded:
            for lemma in self._accented_lemmas(keys, (entry.word for entry in spellings)):
                yield from self._entries(Equal(WordKey.LEMMA, lemma), tiers.folded * tiers.lemma)
        if family:
            yield from self._entries(Equal(WordKey.FAMILY, keys.family), tiers.family)

    def _accented_lemmas(self, keys: Keys, spellings: Iterable[str]) -> Iterable[str]:
        """Lemmas of the accented words that a word typed without accents may stand for."""
        words = {*spellings, *open_lexicon().spellings(keys.folded)} - {keys.word}
        return dict.fromkeys(lemma for word in sorted(words) for lemma in describe(word).lemmas)

    def _entries(self, lookup: Lookup, weight: float) -> Iterator[tuple[WordCount, float]]:
        return ((entry, weight) for entry in self._words(lookup))


def _bare(typed: str) -> str:
    """A word or pattern folded, without what is elided before it; hyphens join."""
    return fold(fold_case(typed).replace("’", "'").rpartition("'")[2].replace("-", ""))


def _all_alike(entries: Iterable[WordCount]) -> tuple[Form, ...]:
    return tuple(Form(entry.word) for entry in list(entries)[:MOST_EXPANDED])
