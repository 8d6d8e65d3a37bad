"""The engine protocol: what stores, matches and scores. Whoosh, a native library or a cluster is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar

from index.engines.query import EVERYTHING, Facet, Field, Node
from index.language import tr
from index.model import Article

DEEPEST = 10_000
"""An answer lists so many articles at most."""
MOST_VALUES = 20
"""Default number of values counted for each facet."""


class Weighted(NamedTuple):
    """A term that scores. ``field`` is LEMMAS, EXACT or WORDS; ``weight`` tells how surely the term is meant.

    ``implied``: whoever holds the term holds the word, though the node of the word does not name it.
    """

    field: Field
    text: str
    weight: float = 1.0
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question.

    ``held`` says which articles hold it. ``terms`` score it in articles; ``passage_terms`` are the lemmas that find
    passages to show for it. ``kin`` are lemmas of its family: they add to the score of an article, and do not find it.
    ``weight`` multiplies its score.
    """

    typed: str
    held: Node
    terms: tuple[Weighted, ...] = ()
    passage_terms: tuple[str, ...] = ()
    weight: float = 1.0
    kin: tuple[str, ...] = ()


class Neighbours(NamedTuple):
    """Two bare words that follow one another in a question, by their positions in ``Search.words``.

    ``together`` says in which articles they stand as they do in the question.
    """

    one: int
    other: int
    together: Node


class Sort(StrEnum):
    """The order of an answer."""

    SCORE = "score"
    DATE = "date"
    """Latest first; only articles that hold all the words."""


Counts = Mapping[Facet, Sequence[tuple[str, int]]]
"""The values of facets, each with the number of articles that have it."""


@dataclass(frozen=True, slots=True)
class Search:
    """A question to an engine.

    An article is found when it matches ``required`` and holds one of the bare ``words`` at least (any article that
    matches ``required`` where there are none). Where ``neighbours`` occur together it scores more. ``scored`` are the
    words inside ``required``: they score, and are never missing. ``complete_only`` lists only articles that hold every
    bare word. ``first`` articles are skipped, ``count`` returned, each with its ``passages`` best passages. Of each of
    ``facets`` the ``most_values`` most frequent values are counted.
    """

    words: tuple[Word, ...] = ()
    required: Node = EVERYTHING
    scored: tuple[Word, ...] = ()
    complete_only: bool = False
    sort: Sort = Sort.SCORE
    first: int = 0
    count: int = 10
    passages: int = 3
    neighbours: tuple[Neighbours, ...] = ()
    facets: tuple[Facet, ...] = ()
    most_values: int = MOST_VALUES


class PassageHit(NamedTuple):
    """A passage: ``repeats`` says how often else its text occurs in the article, ``page`` where in a paged document."""

    number: int
    score: float
    text: str
    page: int | None = None
    repeats: int = 0


class ArticleHit(NamedTuple):
    """An article with its best passages, best first.

    ``article`` has no passages of its own. ``parts`` are the summands and factors of ``score``; ``missing`` the
    positions in ``Search.words`` of those it does not hold; ``passages_total`` counts its passages that were found.
    """

    article: Article
    score: float
    parts: Mapping[str, float]
    missing: tuple[int, ...]
    passages_total: int
    passages: Sequence[PassageHit]


class Found(NamedTuple):
    """What a search found.

    ``articles_total`` counts the articles that hold all the words; where none does, ``relaxed`` is true and it counts
    those that hold some. ``partial``: the list goes on with articles that hold only some. ``exhausted``: the search was
    cut short, because it asked for too much. ``counts`` are those of the facets asked for, over what is counted.
    """

    articles_total: int
    partial: bool
    relaxed: bool
    articles: Sequence[ArticleHit]
    exhausted: bool = False
    counts: Counts = MappingProxyType({})


class TermCount(NamedTuple):
    """A term of the dictionary and how many articles hold it; deleted ones may still count."""

    text: str
    articles: int


class Batch(Protocol):
    """One atomic write. What a batch puts and drops is seen at once when it ends well, and not at all otherwise."""

    def put(self, path: str, articles: Iterable[Article]) -> int:
        """Index the articles of the file ``path`` in place of those it had; returns how many. Once a path and batch."""

    def drop(self, path: str) -> None:
        """Forget a file: every article of it."""


class Dictionary(Protocol):
    """The terms of an index, and how many articles hold them."""

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        """Terms of a ``LISTED`` field that begin with ``prefix``, those that most articles hold first."""

    def frequency(self, field: Field, text: str) -> int:
        """How many articles hold a term; deleted ones may still count."""


Made = TypeVar("Made")


class Engine(Dictionary, Protocol):
    """What stores and scores: the only way to an inverted index. Safe to search from several threads."""

    def batch(self) -> AbstractContextManager[Batch]:
        """Open a batch; leaving it commits durably, leaving it by an exception keeps the index as it was.

        Raises BusyError while another process writes, StoreError where the batch cannot be written.
        """

    def is_unfinished(self) -> bool:
        """Whether a batch has left what the next one sweeps: nobody finds it, but it may count in how others rank."""

    def commit(self) -> object:
        """What stands for the last commit: one object until there is another commit. Raises as ``search``."""

    def search(self, search: Search) -> Found:
        """The articles that match, ranked. Raises StoreError where the index cannot be read."""

    def read(self, article_id: str) -> Article | None:
        """A whole article with its passages in reading order; None where there is none."""

    def similar(self, article_id: str, count: int = 5) -> Sequence[ArticleHit]:
        """Articles that share the rare words of this one, the most alike first; none of their passages."""

    def consult(self, make: Callable[[Dictionary], Made]) -> Made:
        """What ``make`` makes of the dictionary.

        It may be called twice, and is to have no other effect: an engine that is far away notes what is asked for, and
        looks all of it up together.
        """

    def size(self) -> int:
        """How many articles there are."""

    def close(self) -> None:
        """Release files and locks."""


class StoreError(Exception):
    """The index cannot be read or written; the message says what to do."""


class UnwritableError(StoreError):
    """Nothing could be written, for ``reason``, which may be an exception; the index is as it was before."""

    def __init__(self, reason: object) -> None:
        super().__init__(tr("cannot write to the index: {reason}; it is as it was before").format(reason=reason))


class DamagedError(StoreError):
    """The data of an index cannot be read, and will not be later: it is damaged, or of another version."""


class BusyError(StoreError):
    """Another process is writing to the index."""
