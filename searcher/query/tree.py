"""The tree of a parsed query: what was typed, before any word of it has been looked up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Attribute(StrEnum):
    """What an article can be asked for by the name of a field; the value is the name that is shown."""

    TITLE = "titre"
    AUTHOR = "auteur"
    SOURCE = "source"
    TAG = "tag"
    DATE = "date"
    PATH = "chemin"
    TYPE = "type"


FILTERS = frozenset({Attribute.DATE, Attribute.PATH, Attribute.TYPE})
"""Attributes that are compared as a whole; the others hold words."""


@dataclass(frozen=True, slots=True)
class Words:
    """Bare words in a row, as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in this order; with ``slop``, near each other in any order. ``exact``: letters and accents as written."""

    text: str
    slop: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Exact:
    """One word as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words that fit a pattern of ``*`` and ``?``; ``*`` alone is everything."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words at most ``distance`` edits away; None lets the word's length decide."""

    text: str
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class InField:
    """``node``, looked for in the words of an attribute."""

    attribute: Attribute
    node: Tree


@dataclass(frozen=True, slots=True)
class Filter:
    """Articles whose date lies in ``[low, high]``, or whose path or type is ``low``; ``typed`` is what was typed."""

    attribute: Attribute
    low: str
    high: str
    typed: str


@dataclass(frozen=True, slots=True)
class Boosted:
    """``node``, counting ``factor`` times."""

    node: Tree
    factor: float


@dataclass(frozen=True, slots=True)
class Without:
    """What does not match ``node``."""

    node: Tree


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes written one after the other."""

    nodes: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """Nodes joined by ET."""

    nodes: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Nodes joined by OU."""

    nodes: tuple[Tree, ...]


Tree = Words | Quoted | Exact | Wildcard | Fuzzy | InField | Filter | Boosted | Without | Row | Both | Either
