"""Gathering: the words that the texts of a batch bring, for the vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.french.chunks import chunks
from index.french.normalise import fold_case, normalise
from index.french.pieces import Role
from index.french.reading import Reading, read_chunk, readings


@dataclass(slots=True)
class Gathered:
    """A distinct word as the texts of a batch write it.

    ``lower``: it was seen without a capital. ``shown``: how to show it, with its hyphens, and its capital where it was
    never seen without. ``seen``: how often it stood in the texts.
    """

    word: str
    shown: str
    lower: bool = False
    seen: int = 0


class Gathering:
    """Collects the chunks of texts as they are read, and tells the words they hold."""

    def __init__(self) -> None:
        self._chunks: Counter[str] = Counter()

    def read(self, text: str) -> list[Reading]:
        """The readings of the chunks of ``text``; the chunks are remembered."""
        found = chunks(text)
        self._chunks.update(found)
        return readings(found)

    def add(self, texts: Mapping[str, int]) -> None:
        """Remember the chunks of texts, each seen so many times."""
        for text, seen in texts.items():
            for chunk in chunks(text):
                self._chunks[chunk] += seen

    def see(self, chunks: Iterable[str]) -> None:
        """Remember chunks."""
        self._chunks.update(chunks)

    def words(self) -> Iterator[Gathered]:
        """Every distinct word read."""
        gathered: dict[str, Gathered] = {}
        for chunk, seen in self._chunks.items():
            for word, surface, joined in _plain(chunk) or _pieces(chunk):
                entry = gathered.get(word)
                if entry is None:
                    entry = gathered[word] = Gathered(word, surface)
                entry.seen += seen
                if entry.lower or surface[:1].isupper():
                    continue
                entry.lower = True
                entry.shown = fold_case(surface) if joined else word
        yield from gathered.values()


Seen = tuple[str, str, bool]
"""A word, how a text writes it, and whether its parts were joined."""


def _plain(chunk: str) -> Sequence[Seen]:
    """The words of a chunk of letters, perhaps with an elision: most chunks. Empty for what takes a closer look."""
    parts = chunk.replace("’", "'").split("'")
    if not all(map(_is_plain, parts)):
        return ()
    words = [fold_case(part) for part in parts]
    if len(parts) > 1 and readings((chunk,)) != [tuple((word,) for word in words)]:
        return ()
    return [(word, part, False) for word, part in zip(words, parts, strict=True)]


def _is_plain(part: str) -> bool:
    return part.isalpha() and (part.isascii() or normalise(part)[0] == part)


def _pieces(chunk: str) -> Iterator[Seen]:
    for piece in read_chunk(chunk):
        yield piece.word, normalise(chunk[piece.start : piece.end])[0], piece.role is Role.JOINED
