"""Corrections: a query → the query that was perhaps meant, by the words that the index holds."""

from __future__ import annotations

from math import log

from index.analysis import Role, Token, fold, tokens
from index.engines.protocol import Engine
from index.engines.query import Field
from searcher.suggest.candidates import COMMON, Candidate, candidates
from searcher.suggest.spelling import in_case, is_entry, is_french

MOST_MISSPELT = 8
"""Maximum number of words of a query that are corrected."""
RARER = 20
"""A word that articles hold is a misspelling only of one that so many times as many hold."""
WELL_HELD = 8
"""A word that more articles hold, and one in a thousand, is taken for a word."""
LONGEST_ACRONYM = 5
LONGEST_WORD = 40
DEAREST = ((4, 0.4), (5, 0.7), (6, 1.0), (8, 1.5))
"""The highest cost of a correction for words shorter than so many letters: short ones are near to many others."""
DEAREST_LONG = 2.0
DEAREST_NAMED = 0.7
"""The highest cost for a word that articles hold, or that is capitalised inside a query: it may be a name."""
DEAREST_PREFIXED = 1.0
"""The highest cost for a word made of a prefix and a known word: « interdicton »."""
LETTER = 0.5
"""Evidence of each letter: long words are hardly ever near to another by chance."""
LEAST_EVIDENCE = -5.4
"""The least evidence for a correction. The figures are measured by ``benchmarks/suggestions``."""


def did_you_mean(query: str, engine: Engine) -> str | None:
    """``query`` with each misspelt word replaced by the likeliest one that the index holds; None where there is none.

    A word is misspelt where the lexicon does not know it, and no articles hold it or very few; one that a prefix makes
    of a word, where none holds it and the lexicon has another that is very near.
    """
    parts: list[str] = []
    done = 0
    for token in _doubtful(query, engine)[:MOST_MISSPELT]:
        if better := _correction(token, query, engine):
            parts += [query[done : token.start], in_case(better.written(engine), query[token.start : token.end])]
            done = token.end
    return "".join([*parts, query[done:]]) if parts else None


def _doubtful(query: str, engine: Engine) -> list[Token]:
    """The plain words of a query that are no entries, nor parts of a compound that some article holds as one word."""
    found = tokens(query)
    joined = [token for token in found if token.role is Role.JOINED]
    held = {token.unit for token in joined if engine.frequency(Field.WORDS, fold(token.exact))}
    plain = [token for token in found if token.unit not in held and _is_plain(token, query)]
    return [token for token in plain if not is_entry(fold(token.exact))]


def _is_plain(token: Token, query: str) -> bool:
    """Whether a word is letters only, and no acronym, operand of an operator or name of a field."""
    typed, after = query[token.start : token.end], query[token.end : token.end + 1]
    is_acronym = typed.isupper() and len(typed) <= LONGEST_ACRONYM
    is_word = token.role is Role.WORD and token.exact.isalpha() and len(token.exact) <= LONGEST_WORD
    return is_word and not is_acronym and after not in {*"*?~:@"}


def _correction(token: Token, query: str, engine: Engine) -> Candidate | None:
    """The likeliest word for one that is no entry of the lexicon, where there is evidence enough."""
    folded = fold(token.exact)
    held, size, is_prefixed = engine.frequency(Field.WORDS, folded), engine.size(), is_french(folded)
    if (held > WELL_HELD and held * COMMON > size) or (held and is_prefixed):
        return None
    is_named = held > 0 or (query[token.start].isupper() and bool(query[: token.start].strip()))
    dearest = min(_dearest(folded), DEAREST_NAMED if is_named else DEAREST_PREFIXED if is_prefixed else DEAREST_LONG)
    for found in candidates(folded, engine, is_held=held > 0):
        if is_prefixed and not is_entry(found.text):
            continue
        if not held or (found.articles >= RARER * held and found.is_french):
            evidence = found.score + LETTER * len(folded) - log(size) / 2
            return found if found.cost <= dearest and evidence >= LEAST_EVIDENCE else None
    return None


def _dearest(folded: str) -> float:
    return next((most for length, most in DEAREST if len(folded) < length), DEAREST_LONG)
