"""Packing: passages as they stand ↔ blocks of them, compressed together: what stands one after the other in a file.

A passage has its place by the numbers of its article and of itself in it; a block has that of its first passage. It
holds passages of one file only, which come and go together.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

BLOCK = 1 << 13
"""A block is closed once it holds so many code points: larger ones are smaller in all, and take longer to read."""
LEVEL = 3
"""Of compression: the highest ones take twice the time for a twentieth of the space."""
PASSAGES = 1 << 24
"""So many passages of one article at most."""
_PASSAGE, _ARTICLE, _ESCAPE = "\x1f", "\x1e", "\x1b"
_ESCAPED = {ord(sign): _ESCAPE + chr(ord(sign) + ord("@")) for sign in (_PASSAGE, _ARTICLE, _ESCAPE)}

Packed = tuple[int, bytes]
"""The place of a block and what it holds."""


def place(article: int, number: int) -> int:
    """Where passage ``number`` of an article stands among all."""
    return article * PASSAGES + number


class Block(NamedTuple):
    """The passages of some articles one after the other, those of the first from ``number`` on."""

    article: int
    number: int
    articles: Sequence[Sequence[str]]


def pack(block: Block) -> Packed:
    """A block as it is stored."""
    text = _ARTICLE.join(map(_PASSAGE.join, block.articles))
    between = sum(map(len, block.articles)) - 1
    if sum(map(text.count, (_PASSAGE, _ARTICLE, _ESCAPE))) > between:
        text = _ARTICLE.join(_PASSAGE.join(map(_escaped, passages)) for passages in block.articles)
    return place(block.article, block.number), zlib.compress(text.encode(), LEVEL)


class Unpacked:
    """A block that was stored. A passage becomes text when it is asked for: most of a block is not shown."""

    def __init__(self, packed: Packed) -> None:
        self._article, self._number = divmod(packed[0], PASSAGES)
        self._articles = zlib.decompress(packed[1]).split(_ARTICLE.encode())

    def text(self, article: int, number: int) -> str:
        """A passage that it holds."""
        first = 1 if article > self._article else self._number
        passages = self._articles[article - self._article].split(_PASSAGE.encode())
        return _unescaped(passages[number - first].decode())


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

    def add(self, path: str, article: int, passages: Sequence[str]) -> Iterator[Packed]:
        """Take up an article of the file ``path``; the blocks that are closed."""
        for number, run in _runs(passages):
            if path != self._path or number > 1 or self._size >= BLOCK:
                yield from self.rest()
            if not self._articles:
                self._path, self._first = path, (article, number)
            self._articles.append(run)
            self._size += sum(map(len, run))

    def rest(self) -> Iterator[Packed]:
        """The last block, if there is one."""
        if self._articles:
            yield pack(Block(*self._first, self._articles))
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
