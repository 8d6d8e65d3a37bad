"""The dictionary: what making a question asks of it is noted first, then looked up at one go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.engines.protocol import TermCount
from index.engines.query import Field


class NotedDictionary:
    """Holds nothing, and notes what it is asked for: ``beginnings`` of terms, and terms that may be ``held``."""

    def __init__(self) -> None:
        self.beginnings: dict[tuple[Field, str, int | None], None] = {}
        self.held: dict[tuple[Field, str], None] = {}

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        """See ``Dictionary.terms``."""
        self.beginnings[field, prefix, most] = None
        return ()

    def holding(self, field: Field, text: str) -> int:
        """See ``Dictionary.holding``."""
        self.held[field, text] = None
        return 0


class Terms(Protocol):
    """What a dictionary is read from."""

    def terms(self, field: Field, prefix: str, most: int | None) -> Sequence[TermCount]:
        """See ``IndexReader.terms``."""

    def frequency(self, field: Field, text: str) -> int:
        """See ``IndexReader.frequency``."""


class ReaderDictionary:
    """See ``Dictionary``: that of one snapshot."""

    def __init__(self, reader: Terms) -> None:
        self._reader = reader

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        """See ``Dictionary.terms``."""
        return self._reader.terms(field, prefix, most)

    def holding(self, field: Field, text: str) -> int:
        """See ``Dictionary.holding``."""
        return self._reader.frequency(field, text)
