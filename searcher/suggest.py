"""Suggestions: the query that was perhaps meant, and the words that a beginning may become."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.analysis.folding import fold
from index.analysis.normalise import fold_case
from index.analysis.pieces import Role
from index.analysis.reading import Token, tokens
from index.analysis.wordlists import word_set
from index.engines.protocol import Begins, Close, Engine, Equal, WordKey
from index.model import WordCount
from searcher.query.forms import EDITS_FROM, Forms

MOST_CONSIDERED = 50
MOST_STARTS = 2


def did_you_mean(query: str, engine: Engine) -> str | None:
    """``query`` with each word that the index does not hold replaced by the likeliest one it holds; None for none.

    The likeliest is the one with the fewest edits, accents aside, and then the most frequent.
    """
    forms = Forms(engine)
    parts: list[str] = []
    done = 0
    for token in _plain_words(query):
        better = _better(token, query, engine, forms)
        if better:
            parts += [query[done : token.start], better]
            done = token.end
    return "".join([*parts, query[done:]]) if parts else None


def _plain_words(query: str) -> Iterator[Token]:
    """The words of a query that may be misspelt: letters only, no part of a compound, no stop word, no operator."""
    read = tokens(query)
    sizes: dict[int, int] = {}
    for token in read:
        sizes[token.unit] = sizes.get(token.unit, 0) + 1
    for token in read:
        after = query[token.end : token.end + 1]
        plain = token.word.isalpha() and sizes[token.unit] == 1 and token.role is Role.WORD
        if plain and token.word not in word_set("stopwords") and after not in ("*", "?", "~", ":"):
            yield token


def _better(token: Token, query: str, engine: Engine, forms: Forms) -> str | None:
    """A word of the index close to one that no passage holds in any form."""
    surface = query[token.start : token.end]
    held = forms.of_word(token.word, capital=surface[:1].isupper())
    if any(engine.words(Equal(WordKey.WORD, form.word)) for form in held):
        return None
    folded = fold(token.word)
    edits = sum(len(folded) >= length for length in EDITS_FROM)
    if not edits:
        return None
    from rapidfuzz.distance import OSA

    close = engine.words(Close(folded, edits))
    best = min(close, key=lambda entry: (OSA.distance(folded, fold(entry.word)), -entry.count), default=None)
    return _in_case(best.shown, surface) if best else None


def _in_case(shown: str, typed: str) -> str:
    return shown[:1].upper() + shown[1:] if typed[:1].isupper() else shown


def complete(text: str, engine: Engine, count: int = 10) -> list[str]:
    """``text`` with its last word completed in up to ``count`` ways, by words of the index, the most frequent first.

    A compound is completed as a whole where the index holds such a one, by its last part otherwise.
    """
    starts = dict.fromkeys(match.end() for match in re.finditer(r"^|[\s'’]|[^\w](?=\w*$)", text))
    for start in sorted(starts)[-MOST_STARTS:]:
        typed = text[start:]
        beginning = fold(fold_case(typed).replace("-", ""))
        found = engine.words(Begins(beginning, MOST_CONSIDERED)) if beginning.isalnum() else ()
        shown = dict.fromkeys(_in_case(entry.shown, typed) for entry in _useful(found))
        if shown:
            return [text[:start] + word for word in list(shown)[:count]]
    return []


def _useful(found: Sequence[WordCount]) -> Iterator[WordCount]:
    return (entry for entry in found if entry.word not in word_set("stopwords"))
