"""The engine protocol: what stores, matches and scores. Whoosh, a native library or a cluster stand behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from index.engines.query import Node, Phrase, Term
from index.model import Article, FileEntry, WordCount


class Weights(NamedTuple):
    """How much each kind of evidence counts in the score of an article; see ``docs/ranking.md``."""

    passage: float = 1.0
    whole: float = 3.5
    lead: float = 3.5
    title: float = 1.5
    near: float = 0.35


@dataclass(frozen=True, slots=True)
class Search:
    """A question to an engine.

    ``match`` says which passages are found; ``terms`` are what scores, in a passage, in the title, in what an article
    begins with and over the whole of it; ``pairs`` of terms add to the score of a passage where they stand together.
    ``first`` articles are skipped, ``count`` returned, each with its ``passages`` best passages, the title only where
    nothing else of it matched; None asks for all that matched, in reading order.
    """

    match: Node
    terms: tuple[Term, ...] = ()
    pairs: tuple[Phrase, ...] = ()
    weights: Weights = field(default_factory=Weights)
    first: int = 0
    count: int = 10
    passages: int | None = 3


class PassageHit(NamedTuple):
    """A passage that matched; number 0 is the article's title."""

    number: int
    score: float
    text: str


class ArticleHit(NamedTuple):
    """An article with its best passages, best first. ``parts`` are the summands of ``score`` by kind of evidence."""

    article: Article
    score: float
    parts: Mapping[str, float]
    passages: Sequence[PassageHit]


class Found(NamedTuple):
    """What a search found: how much in all, and the articles asked for, best first.

    Articles with equal scores come in the order of their ids, passages in reading order. ``about``: there are so many
    passages that the number of their articles is an estimate.
    """

    articles_total: int
    passages_total: int
    articles: Sequence[ArticleHit]
    about: bool = False


class WordKey(StrEnum):
    """The keys of a word by which the vocabulary can be asked."""

    WORD = "word"
    FOLDED = "folded"
    LEMMA = "lemma"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Equal:
    """Words that have ``value`` as this key."""

    key: WordKey
    value: str


@dataclass(frozen=True, slots=True)
class Like:
    """Words whose ``key`` (WORD or FOLDED) fits ``pattern``: ``*`` stands for any run of letters, ``?`` for one."""

    key: WordKey
    pattern: str


@dataclass(frozen=True, slots=True)
class Close:
    """Words whose folded spelling is at most ``distance`` (1 or 2) edits from ``folded``.

    An edit inserts, removes or replaces a letter or swaps two neighbours (optimal string alignment); the first letter
    stays.
    """

    folded: str
    distance: int


@dataclass(frozen=True, slots=True)
class Begins:
    """The ``most`` words most often met in texts whose folded spelling begins with ``folded``."""

    folded: str
    most: int


Lookup = Equal | Like | Close | Begins


class Batch(Protocol):
    """One atomic write. What a batch puts and drops is seen at once when it ends well, and not at all otherwise.

    A path is put, noted or dropped once in a batch; what is put has to be noted as well.
    """

    def put(self, path: str, articles: Iterable[Article]) -> None:
        """Index the articles of the file ``path``; what was there of it is dropped first."""

    def note(self, file: FileEntry) -> None:
        """Write a file's line of the catalogue, in place of the one it had."""

    def drop(self, path: str) -> None:
        """Forget a file, by its path in the index: every article of it and its line of the catalogue."""


class Engine(Protocol):
    """What stores and scores: the only way to an inverted index. Safe to search from several threads."""

    def batch(self) -> AbstractContextManager[Batch]:
        """Open a batch; leaving it commits, leaving it by an exception keeps the index as it was.

        Raises BusyError while another process writes, StoreError where the batch cannot be written.
        """

    def search(self, search: Search) -> Found:
        """The articles that match, ranked. Raises StoreError where the index cannot be read."""

    def words(self, lookup: Lookup) -> Sequence[WordCount]:
        """Words of the index, those found in most passages first, then in alphabetical order."""

    def files(self) -> Mapping[str, FileEntry]:
        """The catalogue, by path."""

    def close(self) -> None:
        """Let go of files and locks."""


class StoreError(Exception):
    """The index cannot be read or written; the message says what to do."""


class DamagedError(StoreError):
    """The data of an index cannot be read, and will not be later: it is damaged, or of another version."""


class BusyError(StoreError):
    """Another process is writing to the index."""
