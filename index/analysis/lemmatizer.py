"""The lemmatizer: a word → its lemmas, by the lexicon, else by rules, else by its Snowball stem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from index.analysis import inflection
from index.analysis.lexicon import Lexicon, LoadedLexicon, open_lexicon
from index.analysis.normalization import fold
from index.analysis.wordlists import is_stop_word, word_set

if TYPE_CHECKING:
    from Stemmer import Stemmer

SHARED = 3
"""Words with so many first letters in common are looked for by one prefix."""
LONGEST_INFLECTED = 64
"""Longer runs (keys, encoded data) are words, but nobody inflects them."""
STEM = "~"
"""Marks a stem that stands for the lemma of a word that neither lexicon nor rules know: it meets other stems only."""


@lru_cache(maxsize=1 << 15)
def lemmas(exact: str) -> tuple[str, ...]:
    """The lemmas of a word (case folded, accents as written), as they stand in the index; at least one."""
    return lemmas_by(open_lexicon(), exact)


def lemmas_by(lexicon: Lexicon | LoadedLexicon, exact: str) -> tuple[str, ...]:
    """The same by a lexicon that is open already."""
    if not is_inflected(exact):
        return (exact,)
    if known := lexicon.lemmas(exact):
        return known
    if own := _invariable().get(exact):
        return (own,)
    return inflection.lemmas(exact, lexicon) or _of_spellings(exact, lexicon) or (STEM + family(exact),)


def family(exact: str) -> str:
    """The Snowball stem of a word, folded: « négocier » and « négociation » have one."""
    return fold(_stemmer().stemWord(exact)) if is_inflected(exact) else fold(exact)


def spellings(folded: str) -> Sequence[str]:
    """The words of the lexicon that read ``folded`` without their accents: ``marche`` → marche, marché."""
    return open_lexicon().spellings(folded)


def prefixes(lemma: str) -> set[str]:
    """Folded prefixes: every word that has ``lemma`` among its lemmas begins with one of them, once it is folded."""
    if lemma.startswith(STEM):
        # Snowball replaces up to two letters at the end of a stem: « application » has « appliqu ».
        stem = lemma[len(STEM) :]
        return {stem[: max(1, len(stem) - 2)]}
    words = (lemma, *open_lexicon().forms(lemma), *inflection.possible_forms(lemma))
    return common_prefixes(map(fold, words))


def common_prefixes(folded: Iterable[str]) -> set[str]:
    """What words begin with: the longest common prefix of those that share their first letters."""
    found: dict[str, str] = {}
    for word in folded:
        known = found.setdefault(word[:SHARED], word)
        if not word.startswith(known):
            found[word[:SHARED]] = _common_prefix(known, word)
    return set(found.values())


def _common_prefix(one: str, other: str) -> str:
    length = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:length]


def is_inflected(exact: str) -> bool:
    """Whether a word can have other forms than itself."""
    return exact.isalpha() and len(exact) <= LONGEST_INFLECTED


@cache
def _invariable() -> Mapping[str, str]:
    """The invariable words that the lexicon lacks, by their spellings with and without accents."""
    words = word_set("invariable")
    return {fold(word): word for word in words} | {word: word for word in words}


def _of_spellings(exact: str, lexicon: Lexicon | LoadedLexicon) -> tuple[str, ...]:
    """The lemmas of the words that an unknown word may stand for, accents aside: « siécle » for « siècle ».

    « maïs » stands for no stop word.
    """
    forms = [form for form in lexicon.spellings(fold(exact)) if not is_stop_word(form)]
    return tuple(dict.fromkeys(lemma for form in forms for lemma in lexicon.lemmas(form))) if forms else ()


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    from Stemmer import Stemmer

    return Stemmer("french", 0)
