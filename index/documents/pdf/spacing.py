"""Spacing: the words of a line → its text, with a space only where one is seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from index.documents.pdf.characters import RAISED, SUPERSCRIPTS, Word

CLOSE = 0.1
"""There is no space between letters nearer than this, in sizes."""
BESIDE = 0.3
"""The mark of a note is nearer to its word than this, in sizes."""
SMALLER = 0.85
"""And smaller than this part of it."""
SPACED, FEWEST = 0.8, 5
"""A line is letter-spaced if so many of its words, and not less than five, are single letters."""
WIDER = 1.6
"""The spaces of such a line are so much wider than those between its letters."""


def text_of(words: Sequence[Word]) -> str:
    """The text of the words of a line."""
    if _is_spaced(words):
        return _closed_up(words)
    parts = [words[0].text]
    for word, following in pairwise(words):
        if _is_mark(word, following):
            parts.append(following.text.translate(SUPERSCRIPTS))
        else:
            parts += ["" if _is_close(word, following) else " ", following.text]
    return "".join(parts)


def _is_close(word: Word, following: Word) -> bool:
    """Whether two words are one: PDFium breaks the line before a letter of another size."""
    return word.broken and _gap(word, following) < CLOSE * word.size


def _is_mark(word: Word, following: Word) -> bool:
    """Whether a number is the mark of a note at the end of a word, or an exponent."""
    return (
        following.text.isdecimal()
        and following.text.isascii()
        and following.size < SMALLER * word.size
        and following.baseline - word.baseline > RAISED * word.size
        and _gap(word, following) < BESIDE * word.size
    )


def _is_spaced(words: Sequence[Word]) -> bool:
    """Whether a line is « l e t t e r - s p a c e d »."""
    letters = sum(len(word.text) == 1 and word.text.isalpha() for word in words)
    return letters >= FEWEST and letters >= SPACED * len(words)


def _closed_up(words: Sequence[Word]) -> str:
    gaps = [_gap(*pair) for pair in pairwise(words)]
    usual = max(median(gaps), 0)
    texts = [(" " if gap > WIDER * usual else "") + word.text for gap, word in zip(gaps, words[1:], strict=True)]
    return words[0].text + "".join(texts)


def _gap(word: Word, following: Word) -> float:
    return following.left - word.right
