"""The schema: what the documents of the Whoosh index are.

An article is one document, followed by one document for each of its passages. All are in one index, so that one commit
writes them together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from typing import Any

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Format

from index.engines.query import Field, Key
from index.engines.whoosh.codec import number_bytes

PASSAGE = "passage"
"""The field of the lemmas of a passage."""
ARTICLE, NUMBER, STORED = "article", "number", "stored"
"""Columns: the number of the article, that of the passage (or IS_ARTICLE), and what is shown, as JSON."""
Indexed = Generator[tuple[bytes, int, float, bytes], Any, None]
"""The postings of a document: term, frequency twice, and positions."""
IS_ARTICLE = -1
WITH_POSITIONS = (Field.WORDS, Field.TITLE_WORDS, Field.AUTHOR, Field.SOURCE, Field.TAGS)
WITH_LENGTHS = (*(field for field in Field if field is not Field.PATH), PASSAGE)


class Terms(FieldType):
    """A field whose values are terms separated by spaces, and how often each occurs there."""

    format = Format()
    scorable = False

    def __init__(self) -> None:
        """Make a field that has only what its class says."""

    def index(self, value: str, **kwargs: object) -> Indexed:  # noqa: ARG002
        """The postings of a document: term, frequency twice, and no positions."""
        for text, frequency in Counter(value.split(" ")).items():
            yield self.to_bytes(text), frequency, frequency, b""

    def to_bytes(self, value: str | bytes) -> bytes:
        """A term as bytes; words may hold halves of surrogate pairs."""
        return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


class Positions(Terms):
    """A field of several values of terms, and where each occurs; a phrase never crosses from one value to the next."""

    def index(self, value: Sequence[str], **kwargs: object) -> Indexed:  # noqa: ARG002
        """The postings of a document. The empty position between values is one that no phrase can match."""
        positions: dict[str, list[int]] = {}
        for position, text in enumerate("  ".join(filter(None, value)).split(" ")):
            if text:
                positions.setdefault(text, []).append(position)
        for text, places in positions.items():
            yield self.to_bytes(text), len(places), len(places), number_bytes(places)


class Whole(Terms):
    """A field whose value is one term."""

    def index(self, value: str, **kwargs: object) -> Indexed:  # noqa: ARG002
        """The one posting of a document."""
        yield self.to_bytes(value), 1, 1, b""


def schema() -> Schema:
    """The fields of articles and of passages."""
    fields: dict[str, FieldType] = {field.value: Terms() for field in Field}
    fields |= {field.value: Positions() for field in WITH_POSITIONS}
    fields |= {key.value: Whole() for key in Key}
    fields |= {Field.PATH.value: Whole(), PASSAGE: Terms(), STORED: COLUMN(VarBytesColumn())}
    fields |= {ARTICLE: COLUMN(NumericColumn("Q")), NUMBER: COLUMN(NumericColumn("i"))}
    fields |= {length_column(field): COLUMN(NumericColumn("I")) for field in WITH_LENGTHS}
    return Schema(**fields)


def length_column(field: str) -> str:
    """The column of how many terms ``field`` has."""
    return f"{field}_length"
