"""The tokenizer: a text → tokens. Texts and questions are read by the same rules."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index.analysis.model import Role, Token
from index.analysis.normalization import normalise
from index.analysis.numbers import without_note
from index.analysis.rules import apply_rules, is_elided
from index.analysis.segmentation import chunk_spans
from index.analysis.spelling import word_of

CACHE_SIZE = 1 << 16
LONGEST_CACHED = 100
"""Longer chunks are not kept in the cache."""


def tokens(text: str) -> list[Token]:
    """The tokens of ``text``, in order. Never raises; ranges lie inside ``text``."""
    row: list[Token] = []
    position = unit = 0
    for chunk, start in chunk_spans(text):
        found = chunk_tokens(chunk)
        row += [token.moved(start, position, unit) for token in found]
        position += 1 + found[-1].position
        unit += 1 + found[-1].unit
    return row


def chunk_tokens(chunk: str) -> Sequence[Token]:
    """The tokens of one chunk; their ranges are those of ``chunk``."""
    if len(chunk) > LONGEST_CACHED:
        return _by_rules(chunk)
    return _cached(chunk)


@lru_cache(maxsize=CACHE_SIZE)
def _cached(chunk: str) -> Sequence[Token]:
    return _simple(chunk) or _by_rules(chunk)


def _by_rules(chunk: str) -> Sequence[Token]:
    clean, offsets = normalise(without_note(chunk))
    if isinstance(offsets, range):  # every code point stands where it stood
        return tuple(apply_rules(clean))
    return tuple(t._replace(start=offsets[t.start], end=offsets[t.end]) for t in apply_rules(clean))


def _simple(chunk: str) -> Sequence[Token]:
    """The tokens of a word of letters, or of two with an elision between: most chunks, read without the rules."""
    before, apostrophe, after = chunk.partition("’" if "’" in chunk else "'")
    if not (is_plain_word(before) and (not apostrophe or is_plain_word(after))):
        return ()
    first = Token(word_of(before), 0, len(before))
    if not apostrophe:
        return (first,)
    second = Token(word_of(after), len(before) + 1, len(chunk), 1, 1)
    return (first._replace(role=Role.ELIDED), second) if is_elided(first.exact, after) else ()


def is_plain_word(letters: str) -> bool:
    """Whether a chunk is one word of letters, none of them written in parts or to be taken for an apostrophe."""
    return letters.isalpha() and (letters.isascii() or letters == normalise(letters)[0])
