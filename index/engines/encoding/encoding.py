"""Encoding: the articles of one batch → their entries, in order, by several processes where there are many."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future

from index.engines.encoding.encoders import Encoders
from index.engines.entries import ArticleEntry, entry_of
from index.model import Article

BLOCK = 200_000
"""Code points that a process is given at a time, about."""

Entered = tuple[Article, ArticleEntry]


class Encoding:
    """Makes entries of articles as they come, some way ahead of whoever writes them."""

    def __init__(self, encoders: Encoders) -> None:
        self._encoders = encoders
        self._most = 2 * len(encoders.encoders)
        self._size = 0
        self._block: list[Article] = []
        self._block_size = 0
        self._submitted: deque[tuple[Sequence[Article], Future[Sequence[ArticleEntry]]]] = deque()

    def take(self, article: Article) -> Iterator[Entered]:
        """Take an article in; yields those whose turn has come, with their entries."""
        size = sum(len(passage.text) for passage in article.passages)
        self._size += size
        if self._size <= self._encoders.few or not self._encoders.encoders:
            yield article, entry_of(article)
            return
        self._block.append(article)
        self._block_size += size
        if self._block_size >= BLOCK:
            self._submit()
            while self._submitted and (self._submitted[0][1].done() or len(self._submitted) > self._most):
                yield from self._next()

    def rest(self) -> Iterator[Entered]:
        """What was taken in and not yielded yet."""
        if self._block:
            self._submit()
        while self._submitted:
            yield from self._next()

    def _submit(self) -> None:
        self._submitted.append((self._block, self._encoders.submit(self._block)))
        self._block, self._block_size = [], 0

    def _next(self) -> Iterator[Entered]:
        articles, entries = self._submitted.popleft()
        yield from zip(articles, entries.result(), strict=True)

    def drop(self) -> None:
        """Forget what was taken in and not yielded yet."""
        for _, entries in self._submitted:
            entries.cancel()
        self._submitted.clear()
        self._block, self._block_size = [], 0
