"""Query nodes: what an engine is asked, in terms of words that stand in its index.

Every expansion (accents, lemmas, prefixes, fuzzy words) has been made before a node is built, so that all engines
answer the same question. A node says which passages match; what they score is said by the terms of a search.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Field(StrEnum):
    """Which of an article's inverted indexes a node looks in.

    TITLE is what announces an article: its title, or the first passage of an article without one.
    """

    TEXT = "text"
    TITLE = "title"


class Key(StrEnum):
    """What of an article a :class:`Where` compares; all but ``DATE`` compare for equality."""

    ARTICLE = "article"
    PATH = "path"
    TYPE = "type"
    DATE = "date"


class Form(NamedTuple):
    """One word of the index that a query word stands for; ``weight`` is its tier's, in (0, 1]."""

    word: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Term:
    """Passages that hold any of ``forms``; in TITLE, every passage of the articles whose title does.

    Scored as one word: its best form, with the idf of the whole group, ``weight`` times.
    """

    forms: tuple[Form, ...]
    field: Field = Field.TEXT
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Passages where the slots stand close together: one form of each slot, at most ``slop`` places apart in all.

    With slop 0 the slots follow one another in order; with more, any order will do, and ``slop`` is how many other
    places may lie between the first and the last of them.
    """

    slots: tuple[tuple[Form, ...], ...]
    slop: int = 0
    field: Field = Field.TEXT
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class All:
    """Passages that match every node."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Passages that match one node at least."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Passages that do not match ``node``."""

    node: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every passage that can be found (echoes of the title cannot)."""


@dataclass(frozen=True, slots=True)
class Where:
    """Every passage, echoes too, of the articles whose ``key`` lies in ``[low, high]``.

    Bounds are compared as text, code point by code point. A PATH is one pattern, its case and accents aside, in
    which ``*`` and ``?`` stand for what they do in a shell.
    """

    key: Key
    low: str
    high: str = ""


Node = Term | Phrase | All | Any | Not | Everything | Where
NOTHING = Any(())
