"""Searching: what every local engine answers by the shared pipeline, from the last commit of its folder."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from index.engines import pipeline
from index.engines.damage import reading
from index.engines.protocol import ArticleHit, Counts, Found, Search, TermCount
from index.engines.query import Equal, Facet, Field, Key
from index.engines.reader import IndexReader
from index.engines.similarity import similar
from index.model import Article


class SearchingEngine(ABC):
    """The half of an :class:`index.engines.protocol.Engine` that reads, on the index in ``folder``.

    ``errors`` are what reading damaged files of the engine raises.
    """

    errors: ClassVar[tuple[type[Exception], ...]]

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def snapshot(self) -> IndexReader:
        """A reader of the last commit, whichever process made it."""

    @contextmanager
    def _reading(self) -> Iterator[IndexReader]:
        with reading(self.folder, self.errors):
            yield self.snapshot()

    def is_unfinished(self) -> bool:
        """See ``Engine.is_unfinished``."""
        return False

    def search(self, search: Search) -> Found:
        """See ``Engine.search``."""
        with self._reading() as reader:
            return pipeline.search(search, reader)

    def facets(self, search: Search, facets: Collection[Facet], most: int = 20) -> Counts:
        """See ``Engine.facets``."""
        with self._reading() as reader:
            return pipeline.facets(search, facets, most, reader)

    def read(self, article_id: str) -> Article | None:
        """See ``Engine.read``."""
        with self._reading() as reader:
            found = reader.first(Equal(Key.ID, article_id), 0, 1, by_date=False)
            return reader.whole(found[0]) if found else None

    def similar(self, article_id: str, count: int = 5) -> Sequence[ArticleHit]:
        """See ``Engine.similar``."""
        with self._reading() as reader:
            return similar(article_id, count, reader)

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        """See ``Engine.terms``."""
        with self._reading() as reader:
            return reader.terms(field, prefix, most)

    def holding(self, field: Field, text: str) -> int:
        """See ``Engine.holding``."""
        with self._reading() as reader:
            return reader.frequency(field, text)

    def size(self) -> int:
        """See ``Engine.size``."""
        with self._reading() as reader:
            return reader.articles()
