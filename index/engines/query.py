"""Query nodes: which articles an engine is asked for, in terms of its inverted index.

Every node speaks of whole articles. Expansions that need the lexicon (accents, lemmas, near spellings) are made before
a node is built, so that all engines answer the same question.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """The inverted indexes of an article entry. Its title belongs to WORDS, EXACT and LEMMAS too."""

    WORDS = "words"
    """Every word, folded, with positions; phrases never cross paragraphs."""
    EXACT = "exact"
    """Words as written, case folded: what ``=mot`` asks for, and what tells « marché » from « marche »."""
    LEMMAS = "lemmas"
    """Lemmas of every word but stop words."""
    JOINED = "joined"
    """Compounds, folded, each with its parts as written, whose places the WORDS tell: « grandmere/grand/mère »."""
    LEAD = "lead"
    """Lemmas of the title and the first paragraphs."""
    TITLE = "title"
    """Lemmas of the title."""
    TITLE_WORDS = "title_words"
    """Words of the title, folded, with positions."""
    AUTHOR = "author"
    SOURCE = "source"
    TAGS = "tags"
    """Words of the metadata, folded, with positions."""
    PATH = "path"
    """The path of the file as one term, folded."""


LISTED = tuple(field for field in Field if field not in {Field.LEAD, Field.TITLE})
"""The fields whose terms can be listed: those two hold the lemmas that LEMMAS has."""


class Key(StrEnum):
    """Values of an article that are compared as a whole."""

    ID = "id"
    FILE = "file"


class Facet(StrEnum):
    """What articles are counted by."""

    YEAR = "year"
    MONTH = "month"
    FOLDER = "folder"
    TYPE = "type"
    SOURCE = "source"
    AUTHOR = "author"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Term:
    """Articles that hold a term."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles where one term of each slot follows the other, inside one paragraph; a field with positions."""

    field: Field
    slots: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """Articles that match ``candidates`` and have a paragraph in which the slots really occur together.

    ``slop`` 0: in this order, one after the other; else in any order, with at most ``slop`` other words between the
    first and the last. ``exact``: slots are words as written, not folded. Resolved before an engine is asked.
    """

    candidates: Node
    slots: tuple[tuple[str, ...], ...]
    slop: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Articles that hold a term that fits ``glob``: ``*`` stands for any run of letters, ``?`` for one."""

    field: Field
    glob: str


@dataclass(frozen=True, slots=True)
class Equal:
    """Articles whose ``key`` is ``value``, or that are counted under it."""

    key: Key | Facet
    value: str


@dataclass(frozen=True, slots=True)
class Dated:
    """Articles whose date lies in ``[low, high]``, compared as text, code point by code point."""

    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Articles by their internal numbers."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Articles that match every node; all articles for none."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Articles that match one node at least."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match ``node``."""

    node: Node


Node = Term | Phrase | Verified | Pattern | Equal | Dated | Numbers | All | Any | Not
EVERYTHING = All(())
NOTHING = Any(())
