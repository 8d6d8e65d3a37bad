"""What the Whoosh index holds: three kinds of documents in one index, so that one commit writes them all.

* an article's head: its title, which is its passage number 0 if there is one, and what is known of it;
* its passages, right behind the head, in reading order: a document's article is the last head before it;
* a file of the catalogue.

Whoosh keeps the numbers of the documents, segments and their tables of terms. A term is none of Whoosh's, one for each
word, and a posting none for each document: both are blocks. See ``pages`` and ``blocks``.
"""

from __future__ import annotations

from enum import IntFlag

from whoosh.analysis.analyzers import Analyzer
from whoosh.fields import FieldType, Schema
from whoosh.formats import Format

TEXTS = ("text", "title")
LABELS = ("file", "line", "article", "type", "date")
"""The fields with pages of words, and those with pages of labels, which are words that stand nowhere in particular."""
OTHERS = ("rows", "data", "lines")
"""The fields with what is known of documents."""


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
    return Schema(**{name: Blocks() for name in (*TEXTS, *LABELS, *OTHERS)})
