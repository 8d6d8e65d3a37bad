"""The lemmatizer: a word → its lemmas, by the lexicon, else by rules, else by its stem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from index.analysis import inflection
from index.analysis.lexicon import Lexicon, LoadedLexicon, open_lexicon, without_ligatures
from index.analysis.normalization import fold
from index.analysis.wordlists import is_stop_word, word_set

if TYPE_CHECKING:
    from Stemmer import Stemmer

SHARED = 3
"""Words with so many first letters in common are looked for by one prefix."""
LONGEST_INFLECTED = 64
"""Longer runs (keys, encoded data) are words, but nobody inflects them."""
LITERARY = ("as", "is", "us", "ât", "ît", "ût")
"""How past tenses end that are hardly written; words that end so without these accents are others."""
SHORT = 8
"""Words of fewer letters, names above all, are not stemmed: Snowball makes one of « Pauline » and « Paulin »."""
STEM = "~"
"""Marks a stem that stands for the lemma of a word that neither lexicon nor rules know: it meets other stems only."""


@lru_cache(maxsize=1 << 15)
def lemmas(exact: str) -> tuple[str, ...]:
    """The lemmas of a word (case folded, accents as written), as they are in the index; at least one."""
    return lemmas_by(open_lexicon(), exact)


def lemmas_by(lexicon: Lexicon | LoadedLexicon, exact: str) -> tuple[str, ...]:
    """The same by a lexicon that is open already."""
    if not is_inflected(exact):
        return (exact,)
    word = without_ligatures(exact)
    if known := lexicon.lemmas(word):
        return known
    return inflection.lemmas(word, lexicon) or _of_spellings(word, lexicon) or (STEM + _stem(exact),)


def family(exact: str) -> str:
    """The Snowball stem of a word, folded: « négocier » and « négociation » have one."""
    return fold(_stemmer().stemWord(exact)) if is_inflected(exact) else fold(exact)


def _stem(exact: str) -> str:
    """What stands for a word that nothing else tells of: its family, or a short word itself, without an s or x."""
    if len(exact) >= SHORT:
        return family(exact)
    return fold(exact[:-1] if exact[-1] in "sx" and len(exact) > SHARED else exact)


def spellings(folded: str) -> Sequence[str]:
    """The words of the lexicon that read ``folded`` without their accents: ``marche`` → marche, marché."""
    return _read_as(folded, open_lexicon())


@cache
def stop_word_forms(exact: str) -> tuple[str, ...]:
    """The stop words that are forms of a verb which is one itself: « est » of « être »; none of any other word."""
    if not open_lexicon().is_verb(exact):
        return ()
    return tuple(word for word in sorted(word_set("stopwords")) if exact in lemmas(word))


def compound_parts(word: str) -> tuple[str, ...]:
    """The parts of a word that is a compound with hyphens: ``weekend`` → week, end; none for any other."""
    return open_lexicon().parts(without_ligatures(word))


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


def _of_spellings(word: str, lexicon: Lexicon | LoadedLexicon) -> tuple[str, ...]:
    """The lemmas of the words that an unknown word may stand for, accents aside: « siécle » for « siècle ».

    « maïs » stands for no stop word, and « grès » for no plural.
    """
    if word.endswith("ès"):
        return ()
    forms = (form for form in _read_as(fold(word), lexicon) if not is_stop_word(form))
    return tuple(dict.fromkeys(lemma for form in forms for lemma in lexicon.lemmas(form)))


def _read_as(folded: str, lexicon: Lexicon | LoadedLexicon) -> Sequence[str]:
    """The spellings of a word, but for past tenses that hardly anybody writes: « tracas » for « traças »."""
    forms = lexicon.spellings(folded)
    return [form for form in forms if form == folded or not form.endswith(LITERARY) or _is_name(form, lexicon)]


def _is_name(form: str, lexicon: Lexicon | LoadedLexicon) -> bool:
    return any(map(lexicon.is_name, lexicon.lemmas(form)))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    from Stemmer import Stemmer

    return Stemmer("french", 0)
