"""Building: tree → query nodes. Words are looked up, stop words set aside, neighbours paired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from index.engines.query import NOTHING, All, Any, Everything, Field, Form, Node, Not, Phrase, Term, Where
from searcher.query.forms import Forms
from searcher.query.tree import (
    Boosted,
    Both,
    Either,
    Exact,
    Filter,
    Fuzzy,
    InTitle,
    Quoted,
    Row,
    Tree,
    Wildcard,
    Without,
    Words,
)
from searcher.query.units import Unit, are_stop_words, telling, units
from searcher.query.weights import boosted, merged, terms

NEAR = 2
"""Query words that stand next to each other count more in a passage where at most so many words stand between them."""

PAIRED = 2
"""Neighbours are looked for by so many forms each, the most frequent."""
LIGHT = 0.4
"""What a word that carries little counts; see ``light.txt``."""


class Demand(Enum):
    """How many of the bare words a passage must hold."""

    EVERY = "every"
    """All of them: what is asked when nothing else is said."""
    SOME = "some"
    """One at least, and all that stands in quotes: a relaxed search."""
    ANY = "any"
    """One at least, those in quotes counted among them."""


class Built(NamedTuple):
    """What an engine is asked: what must match, the words scored over whole articles, and pairs of neighbours."""

    match: Node
    terms: tuple[Term, ...]
    pairs: tuple[Phrase, ...]


class Builder:
    """Builds the nodes of one query. ``family`` lets words stand for others of their family."""

    def __init__(self, forms: Forms, demand: Demand = Demand.EVERY, *, family: bool = False) -> None:
        self._forms = forms
        self._demand = demand
        self._family = family
        self._pairs: list[Phrase] = []

    def build(self, tree: Tree) -> Built:
        """The nodes for ``tree``."""
        match = self.node(tree, Field.TEXT)
        return Built(match, tuple(dict.fromkeys(terms(match))), tuple(dict.fromkeys(self._pairs)))

    def node(self, tree: Tree, field: Field) -> Node:
        """What matches ``tree`` in ``field``. What is barred is barred as strictly as it is written."""
        if text := self._bare_text(tree):
            return self._combined(self._words(telling(units(text)), field))
        match tree:
            case Row(nodes):
                return self._row(nodes, field)
            case Both(nodes):
                return All(tuple(self.node(node, field) for node in nodes))
            case Either(nodes):
                return Any(tuple(self.node(node, field) for node in nodes))
            case Without(node):
                return Not(Builder(self._forms).node(node, field))
            case Boosted(node, factor):
                return boosted(self.node(node, field), factor)
            case InTitle(node):
                return self.node(node, Field.TITLE)
            case _:
                return self._leaf(tree, field)

    def _leaf(self, tree: Words | Quoted | Exact | Wildcard | Fuzzy | Filter, field: Field) -> Node:
        match tree:
            case Words():
                return NOTHING
            case Filter(key, low, high):
                return All((Where(key, low, high), Everything()))
            case Quoted(text, slop, exact):
                return self._quoted(units(text), slop, exact, field)
            case Exact(text):
                return self._quoted(units(text), 0, True, field)
            case Wildcard(pattern):
                return Everything() if not pattern.strip("*") else Term(self._forms.like(pattern), field)
            case Fuzzy(text, distance):
                return Term(self._forms.close_to(text, distance), field)

    def _row(self, nodes: Sequence[Tree], field: Field) -> Node:
        """Nodes in a row: the bare words as the demand says, everything else without fail."""
        bare = [unit for node in nodes for unit in units(self._bare_text(node))]
        fixed = [self.node(node, field) for node in nodes if not self._bare_text(node)]
        asked = [node for node in fixed if not isinstance(node, Not)]
        words = self._words(telling(bare, otherwise=not asked), field)
        if not words:
            return All(tuple(fixed)) if fixed else NOTHING
        return All((*fixed, self._combined(words))) if fixed else self._combined(words)

    def _bare_text(self, tree: Tree) -> str:
        """The words of a node that are asked for one by one; empty for any other node."""
        quotes_hold = self._demand is not Demand.ANY
        return tree.text if isinstance(tree, Words) or (isinstance(tree, Quoted) and not quotes_hold) else ""

    def _combined(self, nodes: Sequence[Node]) -> Node:
        if len(nodes) == 1:
            return nodes[0]
        return All(tuple(nodes)) if nodes and self._demand is Demand.EVERY else Any(tuple(nodes))

    def _words(self, row: Sequence[Unit], field: Field) -> list[Node]:
        if field is Field.TEXT:
            self._pairs.extend(self._pair(one, other) for one, other in pairwise(row))
        return [self._unit(unit, field) for unit in row]

    def _pair(self, one: Unit, other: Unit) -> Phrase:
        sides = self._meant(one.slots[-1], one), self._meant(other.slots[0], other)
        weight = LIGHT if one.is_light or other.is_light else 1.0
        return Phrase(tuple(self._forms.commonest(side, PAIRED) for side in sides), slop=NEAR, weight=weight)

    def _unit(self, unit: Unit, field: Field) -> Node:
        """A word by its forms; a compound as one word, or its parts one after the other (any part, where some do)."""
        slots = tuple(self._meant(words, unit) for words in unit.slots)
        if len(slots) == 1:
            return Term(slots[0], field, LIGHT if unit.is_light else 1.0)
        ways: list[Node] = [Phrase(slots, field=field)]
        if self._demand is not Demand.EVERY:
            ways = [
                Term(slot, field) for slot, words in zip(slots, unit.slots, strict=True) if not are_stop_words(words)
            ]
        if unit.joined:
            ways.insert(0, Term(self._meant((unit.joined,), unit), field))
        return Any(tuple(ways))

    def _meant(self, words: Iterable[str], unit: Unit) -> tuple[Form, ...]:
        return merged(self._forms.of_word(word, capital=unit.capital, family=self._family) for word in words)

    def _quoted(self, row: Sequence[Unit], slop: int, exact: bool, field: Field) -> Node:
        """A phrase of all its words, compounds in parts or, where there are any, joined."""
        if not row:
            return NOTHING
        parts = [slot for unit in row for slot in unit.slots]
        joined = [slot for unit in row for slot in (((unit.joined,),) if unit.joined else unit.slots)]
        ways = [parts] if parts == joined else [parts, joined]
        nodes = [self._sequence(way, slop, exact, field) for way in ways]
        return nodes[0] if len(nodes) == 1 else Any(tuple(nodes))

    def _sequence(self, slots: Sequence[Sequence[str]], slop: int, exact: bool, field: Field) -> Node:
        spelled = tuple(
            merged((Form(word),) if exact else self._forms.spelled(word) for word in words) for words in slots
        )
        return Term(spelled[0], field) if len(spelled) == 1 else Phrase(spelled, slop, field)
