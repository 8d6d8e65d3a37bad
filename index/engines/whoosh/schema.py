"""What the Whoosh index holds: three kinds of documents in one index, so that one commit writes them all.

* an article's head: its title, which is its passage number 0 if there is one, and what is known of it;
* its passages, right behind the head, in reading order: a document's article is the last head before it;
* a file of the catalogue.

Whoosh keeps them, their labels and the table of the words. A posting of a word is none of Whoosh's, one for each
document, but a block: all the places of the word in many documents. See ``blocks``.
"""

from __future__ import annotations

from enum import IntFlag

from whoosh.analysis.analyzers import Analyzer
from whoosh.fields import ID, FieldType, Schema
from whoosh.formats import Format

BLOCKS = frozenset({"text", "title", "rows", "data"})
"""The fields whose postings are blocks."""


class Kind(IntFlag):
    """What a document is: bits of its row."""

    HEAD = 1
    STORED = 2
    """It is a passage, be it an echo or an empty title."""
    FINDABLE = 4
    FILE = 8
    LEAD = 16
    """It belongs to what its article begins with; every head does."""


class BlockFormat(Format):
    """The value of a posting is a block, as it stands."""

    def __init__(self) -> None:
        super().__init__(field_boost=1.0)

    def fixed_value_size(self) -> None:
        """Blocks vary in size."""


class Blocks(FieldType):
    """A field whose postings the writer makes."""

    def __init__(self) -> None:
        super().__init__(format=BlockFormat(), analyzer=Analyzer(), scorable=False)


def schema() -> Schema:
    """The fields of every kind of document."""
    return Schema(
        file=ID(),
        line=ID(),
        article=ID(),
        type=ID(),
        date=ID(),
        text=Blocks(),
        title=Blocks(),
        rows=Blocks(),
        data=Blocks(),
    )
