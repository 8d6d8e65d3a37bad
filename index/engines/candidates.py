"""Candidates: the articles that are rescored, and those that follow, in an order that no page changes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from index.engines.protocol import DEEPEST
from index.engines.query import Node
from index.engines.reader import IndexReader, Scored

CANDIDATES = 60
"""Number of articles that are rescored; those after them keep the order of the first pass."""
SPARE = 20
"""Number of further articles listed to see which of them tie with the last candidate."""
TIED = 4 * (CANDIDATES + SPARE)
"""Number of articles among which ties with the last candidate are broken by id."""
DIGITS = 4
"""Scores that agree in so many digits after the point are one: engines differ in the precision of their sums."""


class Candidate(NamedTuple):
    """An article that may be listed: its score, the bare words that it lacks, and what the score is made of."""

    article: int
    score: float
    missing: tuple[int, ...] = ()
    parts: tuple[float, ...] = ()


def best_candidates(terms: Sequence[Scored], node: Node, most: int, reader: IndexReader) -> Sequence[tuple[int, float]]:
    """The best articles by the first pass: ``most`` and the candidates at least, and those that score as the last.

    Which of the articles with one score an engine lists first is chance, and may change with how many are asked for.
    """
    needed = max(CANDIDATES, most)
    size, limit = needed + SPARE, DEEPEST if most > CANDIDATES else TIED
    best = reader.best(terms, node, size)
    while len(best) == size < limit and _agree(best[needed - 1][1], best[-1][1]):
        size = min(limit, 4 * size)
        best = reader.best(terms, node, size)
    return best


def tied_by_id(best: Sequence[tuple[int, float]], place: int, reader: IndexReader) -> Sequence[tuple[int, float]]:
    """``best`` with the articles that tie with ``best[place - 1]`` ordered by id, if some of them are out of reach."""
    tied = [n for n, (_, score) in enumerate(best[:TIED]) if place <= len(best) and _agree(score, best[place - 1][1])]
    if not tied or tied[-1] < place + SPARE:
        return best
    group = [best[n] for n in tied]
    ids = [about.id for about in reader.load([article for article, _ in group])]
    ordered = [pair for _, pair in sorted(zip(ids, group, strict=True))]
    return [*best[: tied[0]], *ordered, *best[tied[-1] + 1 :]]


def through_ties(scores: Sequence[float], size: int) -> int:
    """``size``, or more where the scores at the cut are one: which of them an engine lists first is chance."""
    while 0 < size < len(scores) and _agree(scores[size], scores[size - 1]):
        size += 1
    return size


def _agree(score: float, other: float) -> bool:
    return round(score, DIGITS) == round(other, DIGITS)


def in_order(candidates: Sequence[Candidate], most: int, reader: IndexReader) -> list[Candidate]:
    """Candidates, best first, so that equal scores come in the order of the ids; as far as they are to be shown."""
    row: list[Candidate] = []
    for _, group in groupby(candidates, key=lambda candidate: round(candidate.score, DIGITS)):
        alike = list(group)
        if len(alike) > 1 and len(row) < most:
            ids = [about.id for about in reader.load([candidate.article for candidate in alike])]
            alike = [candidate for _, candidate in sorted(zip(ids, alike, strict=True))]
        row += alike
    return row
