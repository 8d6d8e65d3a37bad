"""Single terms that say how they want to be looked for: ``=mot``, ``génér*``, ``Aust?n``, ``mot~``, ``mot^2``."""

from __future__ import annotations

import re

from searcher.query.tree import Boosted, Exact, Fuzzy, Tree, Wildcard, Words

GREATEST_BOOST = 100.0
WORD_SIGN = re.compile(r"[^\W_]")
"""What every word has at least one of."""
_LETTERS = r"[^\W_](?:[\w'’ʼ\-\u0300-\u036f]*[\w\u0300-\u036f])?"
_BOOST = re.compile(r"(?P<term>.+)\^(?P<factor>\d+(?:[.,]\d+)?)", re.DOTALL)
_EXACT = re.compile(rf"=(?P<word>{_LETTERS})")
_FUZZY = re.compile(rf"(?P<word>{_LETTERS})~(?P<distance>[0-9]?)")
_WILDCARD = re.compile(r"(?=.*[*?])(?!-)[\w'’ʼ\-*?\u0300-\u036f]+")


def read_term(text: str) -> Tree | None:
    """The node for a term written with an operator; None for a plain word. A ``?`` at the end is punctuation."""
    if match := _BOOST.fullmatch(text):
        node = read_term(match["term"]) or (Words(match["term"]) if WORD_SIGN.search(match["term"]) else None)
        return node and Boosted(node, boost_factor(match["factor"]))
    if match := _EXACT.fullmatch(text):
        return Exact(match["word"])
    if match := _FUZZY.fullmatch(text):
        return Fuzzy(match["word"], min(2, int(match["distance"] or 0)))
    pattern = text.rstrip("?,;:!.")
    return Wildcard(pattern) if _WILDCARD.fullmatch(pattern) and pattern.strip("?") else None


def boost_factor(written: str) -> float:
    """The number after ``^``, bounded."""
    return min(GREATEST_BOOST, float(written.replace(",", ".")))
