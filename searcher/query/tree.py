"""The tree of a parsed query: what was typed, before any word of it has been looked up."""

from __future__ import annotations

from dataclasses import dataclass

from index.engines.query import Key


@dataclass(frozen=True, slots=True)
class Words:
    """Bare words in a row, as typed: all of them are wanted, stop words aside."""

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
    """Words at most ``distance`` edits away; 0 lets the word's length decide."""

    text: str
    distance: int = 0


@dataclass(frozen=True, slots=True)
class InTitle:
    """``node``, looked for in titles."""

    node: Tree


@dataclass(frozen=True, slots=True)
class Filter:
    """Articles by what is known of them; ``typed`` is the value as it was typed."""

    key: Key
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
    """Nodes written one after the other: all are wanted."""

    nodes: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """Nodes joined by ET."""

    nodes: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Nodes joined by OU."""

    nodes: tuple[Tree, ...]


Tree = Words | Quoted | Exact | Wildcard | Fuzzy | InTitle | Filter | Boosted | Without | Row | Both | Either
