"""The dictionary: what making a question asks of it is noted first, then looked up by one request."""

from __future__ import annotations

from collections.abc import Sequence

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

    def frequency(self, field: Field, text: str) -> int:
        """See ``Dictionary.frequency``."""
        self.held[field, text] = None
        return 0
