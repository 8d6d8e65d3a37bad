"""Scoring: the formulas that every engine uses, so that the same texts rank the same everywhere.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the idf of
Lucene, which is never negative, and lengths in the steps of Lucene's 8-bit norms, which Tantivy and OpenSearch store.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

K1 = 1.2
"""How soon more of the same word stops counting."""
B = 0.75
"""How much a long text is held against its words; 0 not at all, 1 in full."""
OTHER_FORMS = 0.4
"""How much the other kinds of forms of a word count besides the best one: as written, by a lemma, by its family."""
LEAD_LENGTH = 600
"""The lead of an article is its title and whole paragraphs, until there are so many code points: about 100 words."""
_EXACT_LENGTHS = 24
"""Norms below this are stored as they are; what goes beyond keeps four significant bits."""
_SIGNIFICANT_BITS = 4


class Weights(NamedTuple):
    """How much each kind of evidence counts in the score of an article; see ``docs/ranking.md``.

    ``whole``, ``lead`` and ``title`` weigh the words in the whole article and in its parts, ``passage`` in the best
    passage; ``near`` two words that occur together as in the question. Of the forms of a word in a text the best
    counts: the word as written in full, by its ``lemma`` or its ``kin`` less; the others add a little. ``surface`` is
    what the word as written adds to its lemmas in the first pass, which only picks candidates.
    """

    whole: float = 3.5
    lead: float = 4.0
    title: float = 2.0
    passage: float = 0.3
    near: float = 0.8
    lemma: float = 0.85
    kin: float = 0.5
    surface: float = 0.5
    share: float = 0.1


def lead_size(texts: Iterable[str]) -> int:
    """How many of an article's texts, the title first, make its lead."""
    length = size = 0
    for text in texts:
        if length >= LEAD_LENGTH:
            break
        length += len(text)
        size += 1
    return size


def idf(holding: float, total: int) -> float:
    """Weight of a word that ``holding`` of ``total`` articles hold."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def of_forms(scores: Sequence[float]) -> float:
    """The score of a word whose kinds of forms have ``scores``, one at least."""
    best = max(scores)
    return best + OTHER_FORMS * (sum(scores) - best)


def norm(length: float, mean_length: float) -> float:
    """What BM25 adds to the frequency f of a term in a field of ``length`` terms: it scores f / (f + norm), below 1."""
    return K1 * (1 - B + B * length / mean_length)


def quantized(length: int) -> int:
    """``length`` as an 8-bit norm keeps it: exact up to 40, then rounded down to four significant bits."""
    rest = length - _EXACT_LENGTHS
    shift = rest.bit_length() - _SIGNIFICANT_BITS
    return length if rest < 1 << _SIGNIFICANT_BITS else _EXACT_LENGTHS + (rest >> shift << shift)
