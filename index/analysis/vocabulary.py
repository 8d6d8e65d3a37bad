"""Vocabulary: word → what it is. The keys that let one word stand for another, worked out once a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

from index.analysis.folding import fold
from index.analysis.inflection import lemmas
from index.analysis.lexicon import Lexicon, LoadedLexicon, open_lexicon
from index.model import Keys

if TYPE_CHECKING:
    from Stemmer import Stemmer

LONGEST_WORD = 64
"""Longer runs (keys, encoded data) are words, but nobody inflects them."""
STEM = "~"
"""Marks the lemma of a word that neither dictionary nor rules know."""
MANY = 20_000
"""So many words at once are worth loading the lexicon for."""


@lru_cache(maxsize=1 << 16)
def describe(word: str, *, name: bool = False) -> Keys:
    """The keys of ``word`` (case-folded, accents as written).

    ``lemmas`` come from the lexicon; a word it lacks has the Snowball stem of its accented form, marked ``~`` so that
    it meets other such words only (« gazas » must not meet « gaz »). ``family`` is the stem of the accented word,
    folded. A ``name``, a word only ever seen capitalised, has no family but itself, and where the lexicon lacks it no
    other lemma.
    """
    (stem,) = _stems([word])
    return Keys(word, *_keys(word, name, stem, open_lexicon()))


Described = tuple[str, tuple[str, ...], str]
"""The keys of a word: folded, lemmas, family."""


def describe_all(words: Sequence[str], names: Iterable[bool]) -> Iterator[Described]:
    """The keys of each word, given with whether it is a name: those of :func:`describe`, faster."""
    return describe_by(open_lexicon().loaded() if len(words) >= MANY else open_lexicon(), words, names)


def describe_by(lexicon: Lexicon | LoadedLexicon, words: Sequence[str], names: Iterable[bool]) -> Iterator[Described]:
    """The same, by a lexicon that is open already."""
    return map(_keys, words, names, _stems(words), repeat(lexicon))


def _keys(word: str, name: bool, stem: str, lexicon: Lexicon | LoadedLexicon) -> Described:
    folded = fold(word)
    if len(word) > LONGEST_WORD or not word.isalpha():
        return folded, (word,), folded
    known = lexicon.lemmas(word) or lemmas(word, lexicon) or _of_spellings(folded, lexicon)
    if name:
        return folded, known or (word,), folded
    family = fold(stem)
    return folded, known or (STEM + family,), family


def _of_spellings(folded: str, lexicon: Lexicon | LoadedLexicon) -> tuple[str, ...]:
    """The lemmas of the accented forms that a word stands for which neither dictionary nor rules know."""
    spellings = lexicon.spellings(folded)
    return tuple(dict.fromkeys(lemma for form in spellings for lemma in lexicon.lemmas(form))) if spellings else ()


def _stems(words: Sequence[str]) -> Sequence[str]:
    """The Snowball stem of each word; of what is no word of letters, nothing."""
    return list(_stemmer().stemWords([word if word.isalpha() else "" for word in words]))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    from Stemmer import Stemmer

    return Stemmer("french", 0)
