"""A question: what an engine is asked for a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from index.engines.protocol import Neighbours, Word
from index.engines.query import EVERYTHING, Node
from searcher.query.expansion import TEXT, TITLE, Fields

LEAST_WEIGHT = 1e-6
"""What a word counts that is not to count (``mot^0``): it is found all the same."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an engine is asked: see :class:`index.engines.protocol.Search`.

    ``runs`` are words that are several typed without a space, wanted as they are. ``is_empty``: nothing was asked.
    ``is_cut``: it asked for more than it may.
    """

    words: tuple[Word, ...] = ()
    required: Node = EVERYTHING
    scored: tuple[Word, ...] = ()
    neighbours: tuple[Neighbours, ...] = ()
    runs: tuple[Word, ...] = ()
    is_empty: bool = False
    is_cut: bool = False


class Scope(NamedTuple):
    """Where a node is looked for, and how much its words count; without a ``weight`` they do not score."""

    fields: Fields = TEXT
    weight: float | None = 1.0

    def boosted(self, factor: float) -> Scope:
        """The same, counting ``factor`` times."""
        return self if self.weight is None else self._replace(weight=max(LEAST_WEIGHT, self.weight * factor))

    def within(self, fields: Fields) -> Scope:
        """The same in other fields; only words of articles and titles score."""
        return Scope(fields, self.weight if fields in (TEXT, TITLE) else None)
