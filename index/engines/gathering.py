"""Gathering: the words that the texts of a batch bring, for the vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.french.chunks import chunks
from index.french.normalise import fold_case, normalise
from index.french.pieces import Piece, Role
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

    def words(self) -> Iterator[Gathered]:
        """Every distinct word read."""
        gathered: dict[str, Gathered] = {}
        for chunk, seen in self._chunks.items():
            for piece in read_chunk(chunk):
                surface = normalise(chunk[piece.start : piece.end])[0]
                entry = gathered.setdefault(piece.word, Gathered(piece.word, surface))
                lower = not surface[:1].isupper()
                if lower and not entry.lower:
                    entry.shown = _as_shown(piece, surface)
                entry.lower |= lower
                entry.seen += seen
        yield from gathered.values()


def _as_shown(piece: Piece, surface: str) -> str:
    return fold_case(surface) if piece.role is Role.JOINED else piece.word
