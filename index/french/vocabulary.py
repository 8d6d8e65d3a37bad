"""Vocabulary: word → what it is. The keys that let one word stand for another, worked out once a word."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from index.french.folding import fold
from index.french.inflection import lemmas
from index.french.lexicon import open_lexicon
from index.model import Keys

if TYPE_CHECKING:
    from Stemmer import Stemmer

LONGEST_WORD = 64
"""Longer runs (keys, encoded data) are words, but nobody inflects them."""


@lru_cache(maxsize=1 << 16)
def describe(word: str, *, name: bool = False) -> Keys:
    """The keys of ``word`` (case-folded, accents as written).

    ``lemmas`` come from the lexicon; a word it lacks has the Snowball stem of its accented form, marked ``~`` so that
    it meets other such words only (« gazas » must not meet « gaz »). ``family`` is the stem of the accented word,
    folded. A ``name``, a word only ever seen capitalised, has no family but itself, and where the lexicon lacks it no
    other lemma.
    """
    folded = fold(word)
    if len(word) > LONGEST_WORD or not word.isalpha():
        return Keys(word, folded, (word,), folded)
    known = lemmas(word, open_lexicon())
    if name:
        return Keys(word, folded, known or (word,), folded)
    stem = fold(_stem(word))
    return Keys(word, folded, known or ("~" + stem,), stem)


def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    from Stemmer import Stemmer

    return Stemmer("french", 0)
