"""The flow: articles → articles whose texts are prepared, in blocks, a few of them ahead where there is much.

A small batch prepares its texts here. A large one starts a helper, another process, so that preparing and writing go on
side by side; where that one is lost, what it has not answered is prepared here all the same.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import NamedTuple

from index.engines.gathering import Gathered, keep
from index.engines.tantivy.helper import LOST, Helper
from index.engines.tantivy.preparing import Prepared, Preparing, Rewriting
from index.model import Article, Passage

BLOCK = 1 << 19
"""Texts are prepared in blocks of so many code points, or one article."""
AHEAD = 4
"""So many blocks are ahead of what is written at most."""
MUCH = 1 << 22
"""After so many code points it is worth while to start a helper: that takes as long as preparing some of them."""


class Ready(NamedTuple):
    """An article with its passages, the title first, and of each the text that is to be read: none of an echo.

    ``in_row`` and ``in_no_order`` are what native indexes read of it where words have an order, and where they have
    none.
    """

    article: Article
    passages: Sequence[Passage]
    texts: Sequence[str]
    in_row: Sequence[str]
    in_no_order: Sequence[str]


@dataclass(slots=True)
class Block:
    """Articles with their passages, the title first, and the texts of all of these that are to be read."""

    articles: list[tuple[Article, Sequence[Passage]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    size: int = 0
    prepared: Future[Prepared] | None = None

    def add(self, article: Article) -> None:
        """Take an article up."""
        title = (Passage(0, article.title),) if article.title else ()
        passages = (*title, *article.passages)
        texts = ["" if passage.echo else passage.text for passage in passages]
        self.articles.append((article, passages))
        self.texts += texts
        self.size += sum(map(len, texts))

    def ready(self, rewritings: dict[int, Rewriting]) -> Iterator[Ready]:
        """Its articles, with what native indexes read of each."""
        in_row, in_no_order = self.texts.copy(), self.texts.copy()
        for n, (text, beside, others) in rewritings.items():
            plain = self.texts[n] if text is None else text
            in_row[n], in_no_order[n] = plain + beside, plain + others
        first = 0
        for article, passages in self.articles:
            last = first + len(passages)
            yield Ready(article, passages, self.texts[first:last], in_row[first:last], in_no_order[first:last])
            first = last


class Flow:
    """Articles go in one by one and come out in their order, some later; ``close`` it when done."""

    def __init__(self) -> None:
        self._here = Preparing()
        self._helper: Helper | None = None
        self._helps = (os.cpu_count() or 1) > 1
        self._block, self._ahead = Block(), deque[Block]()
        self._passed = 0
        self._words: dict[str, Gathered] = {}

    def put(self, article: Article) -> Iterator[Ready]:
        """Take an article up; returns those that are ready."""
        self._block.add(article)
        if self._block.size < BLOCK:
            return iter(())
        self._passed += self._block.size
        if self._helps and self._passed > MUCH:
            self._start_helper()
        return self._out(AHEAD)

    def rest(self) -> Iterator[Ready]:
        """All that are still on their way."""
        return self._out(0)

    def words(self) -> list[Gathered]:
        """The distinct words of what has come out."""
        return list(self._words.values())

    def close(self) -> None:
        """Let go of the helper."""
        if self._helper:
            self._helper.close()
        self._helper = None

    def _out(self, most: int) -> Iterator[Ready]:
        """Send the block off; yield from the first ones until ``most`` are on their way."""
        block, self._block = self._block, Block()
        if self._helper:
            block.prepared = self._helper.prepare(block.texts)
        self._ahead.append(block)
        while len(self._ahead) > (most if self._helper else 0):
            first = self._ahead.popleft()
            yield from first.ready(self._rewritings(first))

    def _start_helper(self) -> None:
        self._helps = False
        try:
            self._helper = Helper()
        except OSError:
            self._helper = None

    def _rewritings(self, block: Block) -> dict[int, Rewriting]:
        rewritings, words = self._prepared(block)
        for word, shown, lower, keys in words:
            keep(Gathered(word, word if shown == word else shown, lower, 1, keys), self._words)
        return rewritings

    def _prepared(self, block: Block) -> Prepared:
        if block.prepared:
            try:
                return block.prepared.result()
            except LOST:
                self.close()
        return self._here.prepare(block.texts)
