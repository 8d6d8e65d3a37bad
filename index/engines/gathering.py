"""Gathering: the words that the texts of a batch bring, for the vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.analysis.chunks import chunks
from index.analysis.normalise import fold_case, normalise
from index.analysis.pieces import Role
from index.analysis.reading import read_chunk, simple_reading
from index.analysis.vocabulary import Described


@dataclass(slots=True)
class Gathered:
    """A distinct word as the texts of a batch write it.

    ``lower``: it was seen without a capital. ``shown``: how to show it, with its hyphens, and its capital where it was
    never seen without. ``seen``: how often it stood in the texts. ``keys``: what it is, where that was worked out.
    """

    word: str
    shown: str
    lower: bool = False
    seen: int = 0
    keys: Described | None = None


def spelled(spelling: str, word: str = "") -> Gathered:
    """The entry of a word by the way it is written; in lower case it is shown so."""
    lower = not spelling[0].isupper()
    return Gathered(word or spelling.lower(), spelling.lower() if lower else spelling, lower)


def keep(entry: Gathered, found: dict[str, Gathered]) -> bool:
    """Take an entry up where its word is new, or was not seen in lower case before, or not with its keys; whether so.

    Keys are those of a name until the word is seen in lower case.
    """
    known = found.get(entry.word)
    if known and (known.lower, known.keys is not None) >= (entry.lower, entry.keys is not None):
        return False
    found[entry.word] = entry
    return True


class Gathering:
    """Collects the chunks of texts as they are read, and tells the words they hold."""

    def __init__(self) -> None:
        self._chunks: Counter[str] = Counter()

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
    return [(word, part, False) for (word,), part in zip(simple_reading(chunk), parts, strict=False)]


def _pieces(chunk: str) -> Iterator[Seen]:
    for piece in read_chunk(chunk):
        yield piece.word, normalise(chunk[piece.start : piece.end])[0], piece.role is Role.JOINED
