"""Values: what engines compare, order and count articles by as a whole, in fields of their own."""

from __future__ import annotations

from index.analysis import term
from index.engines.query import Facet, Key

LONGEST_VALUE = 8_000
"""Characters of at most four bytes each; Lucene takes no term of 32,767 bytes, tantivy none of 65,530."""


def value_field(key: Key | Facet) -> str:
    """The field of whole values of a key, or of what articles are counted by."""
    return f"by_{key}" if isinstance(key, Facet) else str(key)


def value(text: str) -> str:
    """``text`` as a field of whole values holds it: itself, or a digest where it is very long."""
    return text if len(text) <= LONGEST_VALUE else term(text)


def day(date: str) -> int:
    """An ISO date, or the beginning of one, as a number that compares as its text does."""
    return int(f"{date.replace('-', ''):0<8}"[:8])


def latest(date: str, article_id: str) -> str:
    """What orders articles by date, the latest first, those without one last, and then by id."""
    turned = date.translate(str.maketrans("0123456789", "9876543210")) if date else "~"
    return value(f"{turned:~<10} {article_id}")
