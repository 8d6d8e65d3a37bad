"""Searching: what every engine answers by the shared pipeline, from the last commit of its index."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, TypeVar

from index.engines import pipeline
from index.engines.damage import reading
from index.engines.more_like_this import similar
from index.engines.protocol import ArticleHit, Dictionary, Found, Made, Search, TermCount
from index.engines.query import Equal, Field, Key
from index.engines.reader import IndexReader
from index.model import Article

Answer = TypeVar("Answer")


class SearchingEngine(ABC):
    """The half of an :class:`index.engines.protocol.Engine` that reads."""

    @abstractmethod
    def snapshot(self) -> IndexReader:
        """A reader of the last commit, whichever process made it."""

    @abstractmethod
    def ask(self, question: Callable[[IndexReader], Answer]) -> Answer:
        """What ``question`` makes of a snapshot. Raises StoreError where it cannot be read."""

    def is_unfinished(self) -> bool:
        """See ``Engine.is_unfinished``."""
        return False

    def commit(self) -> object:
        """See ``Engine.commit``."""
        return self.ask(lambda reader: reader)

    def search(self, search: Search) -> Found:
        """See ``Engine.search``."""
        return self.ask(partial(pipeline.search, search))

    def read(self, article_id: str) -> Article | None:
        """See ``Engine.read``."""

        def read(reader: IndexReader) -> Article | None:
            found = reader.first(Equal(Key.ID, article_id), 0, 1, by_date=False)
            return reader.whole(found[0]) if found else None

        return self.ask(read)

    def similar(self, article_id: str, count: int = 5) -> Sequence[ArticleHit]:
        """See ``Engine.similar``."""
        return self.ask(partial(similar, article_id, count))

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        """See ``Engine.terms``."""
        return self.ask(lambda reader: reader.terms(field, prefix, most))

    def frequency(self, field: Field, text: str) -> int:
        """See ``Engine.frequency``."""
        return self.ask(lambda reader: reader.frequency(field, text))

    def consult(self, make: Callable[[Dictionary], Made]) -> Made:
        """See ``Engine.consult``."""
        return self.ask(make)

    def size(self) -> int:
        """See ``Engine.size``."""
        return self.ask(lambda reader: reader.articles())


class LocalEngine(SearchingEngine):
    """An engine on the index in ``folder``; ``errors`` are what reading damaged files of it raises."""

    errors: ClassVar[tuple[type[Exception], ...]]

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ask(self, question: Callable[[IndexReader], Answer]) -> Answer:
        """See ``SearchingEngine.ask``. Raises DamagedError where the files are damaged."""
        with reading(self.folder, self.errors):
            return question(self.snapshot())
