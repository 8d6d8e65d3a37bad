"""The index reader: the few questions that the shared pipeline asks of an engine's snapshot."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from index.engines.protocol import Counts, Dictionary, PassageHit
from index.engines.query import Facet, Field, Node
from index.model import Article


class Scored(NamedTuple):
    """A summand of a score: ``boost`` × f / (f + norm) for a term that occurs f times in ``field``.

    ``norm`` is that of :func:`index.engines.scoring.norm`, of the quantized length of the field.
    """

    field: Field
    text: str
    boost: float


Forms = Sequence[Sequence[Scored]]
"""The forms of a word in a field, by kind: the best of each kind counts, by :func:`index.engines.scoring.of_forms`."""


class PassageFound(NamedTuple):
    """A passage that holds some of the terms asked for."""

    article: int
    number: int
    score: float


class IndexReader(Dictionary, Protocol):
    """One commit of an index, as the pipeline of :mod:`index.engines.pipeline` sees it. Safe in several threads.

    Articles are told by numbers, which no two articles ever share. A node holds no ``Verified`` any more.
    """

    def articles(self) -> int:
        """How many articles there are."""

    def expect(self, terms: Iterable[tuple[Field, str]], nodes: Iterable[Node]) -> None:
        """Announce the frequencies and counts to come, so that a remote engine fetches them in one request."""

    def count(self, node: Node) -> int:
        """How many articles match."""

    def first(self, node: Node, first: int, count: int, *, by_date: bool) -> Sequence[int]:
        """Articles that match, in the order of their ids; ``by_date``: the latest first, undated last, then by id."""

    def best(self, terms: Sequence[Scored], required: Node, most: int) -> Sequence[tuple[int, float]]:
        """The articles that hold some of ``terms`` and match ``required``, by the sum of their scores, best first."""

    def evidence(
        self, words: Sequence[Forms], nodes: Sequence[Node], articles: Sequence[int]
    ) -> tuple[Mapping[int, float], Mapping[int, int]]:
        """The score of each article, and which of ``nodes`` it matches, as a bit mask; zeros may be left out.

        The score is the sum over ``words``.
        """

    def best_passages(
        self, terms: Sequence[tuple[str, float]], articles: Sequence[int], most: int
    ) -> tuple[Sequence[PassageFound], int]:
        """The best ``most`` passages of some articles that hold some of ``terms``, best first, and how many there are.

        ``terms`` are lemmas with their boosts, which count as in :class:`Scored`.
        """

    def count_passages(self, terms: Sequence[str], articles: Sequence[int]) -> Mapping[int, int]:
        """How many passages of each article hold some of ``terms``."""

    def passages(self, wanted: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], PassageHit]:
        """Passages by article and number, their scores 0; echoes and those that are not there are left out."""

    def load(self, articles: Sequence[int]) -> Sequence[Article]:
        """Articles, without their passages, in the order they are asked for."""

    def whole(self, article: int) -> Article:
        """An article with all its passages in reading order."""

    def facets(self, node: Node, facets: Collection[Facet], most: int) -> Counts:
        """Values of ``facets`` among the articles that match, the most frequent first, then in alphabetical order."""
