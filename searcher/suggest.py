"""Suggestions: the query that was perhaps meant, and the words that a beginning may become."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from index.analysis import Role, Token, fold, fold_case, is_stop_word, lemmas, spellings, tokens
from index.engines.protocol import Engine, TermCount
from index.engines.query import Field
from searcher.query.lookup import LOOKED_THROUGH, edits

MOST_CONSIDERED = 50
MOST_STARTS = 2
BEGINNING = 3
MOST_SPELLINGS = 200
"""A word that the lexicon does not know is looked for among so many exact words with the same beginning."""
MOST_MISSPELT = 8
"""So many words of a query are corrected."""


def did_you_mean(query: str, engine: Engine) -> str | None:
    """``query`` with each word that the index does not hold replaced by the likeliest one it holds; None for none.

    The likeliest is the one with the fewest edits, accents aside, and then the most frequent.
    """
    parts: list[str] = []
    done = 0
    for token in _misspelt(query, engine)[:MOST_MISSPELT]:
        better = _better(token.exact, engine)
        if better:
            parts += [query[done : token.start], _in_case(better, query[token.start : token.end])]
            done = token.end
    return "".join([*parts, query[done:]]) if parts else None


def _misspelt(query: str, engine: Engine) -> list[Token]:
    """The plain words of a query that no article holds in any form."""
    return [token for token in _plain_words(query) if not _is_held(token.exact, engine)]


def _plain_words(query: str) -> Iterator[Token]:
    """Words that may be misspelt: letters only, no part of a compound, no stop word, no operator."""
    found = tokens(query)
    sizes = Counter(token.unit for token in found)
    for token in found:
        after = query[token.end : token.end + 1]
        plain = token.exact.isalpha() and sizes[token.unit] == 1 and token.role is Role.WORD
        if plain and not is_stop_word(token.exact) and after not in ("*", "?", "~", ":"):
            yield token


def _is_held(word: str, engine: Engine) -> bool:
    folded = fold(word)
    forms = {word, *(spellings(folded) if word == folded else ())}
    found = {lemma for form in forms for lemma in lemmas(form)}
    return bool(engine.holding(Field.WORDS, folded) or any(engine.holding(Field.LEMMAS, lemma) for lemma in found))


def _better(word: str, engine: Engine) -> str | None:
    """A word of the index close to ``word``, by its first letter or, where that is wrong, by the others."""
    folded = fold(word)
    distance = edits(folded)
    if not distance:
        return None
    close = _close(folded, distance, engine.terms(Field.WORDS, folded[0], LOOKED_THROUGH))
    return _accented(close, engine) if close else None


def _close(folded: str, distance: int, entries: Iterable[TermCount]) -> str | None:
    from rapidfuzz.distance import OSA

    found = [
        (OSA.distance(folded, entry.text, score_cutoff=distance), -entry.articles, entry.text)
        for entry in entries
        if abs(len(entry.text) - len(folded)) <= distance and entry.text.isalpha()
    ]
    best = min(found, default=None)
    return best[2] if best and best[0] <= distance else None


def _accented(folded: str, engine: Engine) -> str:
    """A folded word as most articles write it: by the lexicon, or by the index where the lexicon does not know it."""
    forms = spellings(folded) or [
        entry.text
        for entry in engine.terms(Field.EXACT, folded[:BEGINNING], MOST_SPELLINGS)
        if fold(entry.text) == folded
    ]
    return max((folded, *forms), key=lambda form: engine.holding(Field.EXACT, form))


def _in_case(shown: str, typed: str) -> str:
    return shown[:1].upper() + shown[1:] if typed[:1].isupper() else shown


def complete(text: str, engine: Engine, count: int = 10) -> list[str]:
    """``text`` with its last word completed in up to ``count`` ways, by words of the index, the most frequent first."""
    starts = dict.fromkeys(match.end() for match in re.finditer(r"^|[\s'’]|[^\w](?=\w*$)", text))
    for start in sorted(starts)[-MOST_STARTS:]:
        typed = text[start:]
        beginning = fold(fold_case(typed))
        found = engine.terms(Field.WORDS, beginning, MOST_CONSIDERED) if beginning.isalnum() else ()
        shown = dict.fromkeys(_in_case(word, typed) for word in _useful(found, engine))
        if shown:
            return [text[:start] + word for word in list(shown)[:count]]
    return []


def _useful(found: Sequence[TermCount], engine: Engine) -> Iterator[str]:
    return (_accented(entry.text, engine) for entry in found if not is_stop_word(entry.text))
