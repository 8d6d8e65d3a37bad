"""Messages: an entry as one process sends it to another, without the texts, which that one has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.engines.entries import ArticleEntry, PassageEntry
from index.model import Passage


class Packed(NamedTuple):
    """An entry without its passages, and of each passage the lemmas and the number of repeats."""

    entry: ArticleEntry
    passages: Sequence[tuple[str, int]]


def packed(entry: ArticleEntry) -> Packed:
    """``entry`` as it is sent."""
    return Packed(entry._replace(passages=()), [(passage.lemmas, passage.repeats) for passage in entry.passages])


def unpacked(packed: Packed, passages: Sequence[Passage]) -> ArticleEntry:
    """The entry that was packed, of the article with these ``passages``."""
    entries = [PassageEntry(passage, *kept) for passage, kept in zip(passages, packed.passages, strict=True)]
    return packed.entry._replace(passages=entries)
