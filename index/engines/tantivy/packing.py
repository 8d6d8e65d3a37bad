"""Packing: passages as they stand ↔ blocks of them: what stands one after the other in a file.

A passage has its place by the numbers of its article and of itself in it; a block has that of its first passage. It
holds passages of one file only, which come and go together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

BLOCK = 1 << 12
"""A block is closed once it holds so many code points: larger ones are smaller in all, and take longer to read."""
PASSAGES = 1 << 24
"""So many passages of one article at most."""
_PASSAGE, _ARTICLE, _ESCAPE = "\x1f", "\x1e", "\x1b"
_ESCAPED = {ord(sign): _ESCAPE + chr(ord(sign) + ord("@")) for sign in (_PASSAGE, _ARTICLE, _ESCAPE)}


def place(article: int, number: int) -> int:
    """Where passage ``number`` of an article stands among all."""
    return article * PASSAGES + number


class Block(NamedTuple):
    """Passages one after the other, the first of them at ``place``, as bytes."""

    place: int
    data: bytes

    def text(self, article: int, number: int) -> str:
        """A passage that it holds. Only that becomes text: most of a block is not shown."""
        first_article, first = divmod(self.place, PASSAGES)
        passages = self.data.split(_ARTICLE.encode())[article - first_article].split(_PASSAGE.encode())
        return _unescaped(passages[number - (1 if article > first_article else first)].decode())


def block(article: int, number: int, articles: Sequence[Sequence[str]]) -> Block:
    """The block of the passages of some articles, those of the first from ``number`` on."""
    text = _ARTICLE.join(map(_PASSAGE.join, articles))
    between = sum(map(len, articles)) - 1
    if sum(map(text.count, (_PASSAGE, _ARTICLE, _ESCAPE))) > between:
        text = _ARTICLE.join(_PASSAGE.join(map(_escaped, passages)) for passages in articles)
    return Block(place(article, number), text.encode())


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _unescaped(text: str) -> str:
    return re.sub(f"{_ESCAPE}(.)", lambda match: chr(ord(match[1]) - ord("@")), text) if _ESCAPE in text else text


class Packing:
    """Articles go in one after the other, in the order of their numbers; blocks come out as they are full."""

    def __init__(self) -> None:
        self._path, self._size = "", 0
        self._first = 0, 1
        self._articles: list[Sequence[str]] = []

    def add(self, path: str, article: int, passages: Sequence[str]) -> Iterator[Block]:
        """Take up an article of the file ``path``; the blocks that are closed."""
        for number, run in _runs(passages):
            if path != self._path or number > 1 or self._size >= BLOCK:
                yield from self.rest()
            if not self._articles:
                self._path, self._first = path, (article, number)
            self._articles.append(run)
            self._size += sum(map(len, run))

    def rest(self) -> Iterator[Block]:
        """The last block, if there is one."""
        if self._articles:
            yield block(*self._first, self._articles)
        self._articles, self._size = [], 0


def _runs(passages: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Runs of passages of about a block each, with the number of the first; one at least."""
    first, size = 1, 0
    for number, text in enumerate(passages, start=1):
        if size >= BLOCK:
            yield first, passages[first - 1 : number - 1]
            first, size = number, 0
        size += len(text)
    yield first, passages[first - 1 :]
