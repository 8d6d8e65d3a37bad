"""Weights: the forms of nodes put together, multiplied, and taken out as the terms that score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.engines.query import All, Any, Form, Node, Phrase, Term


def merged(groups: Iterable[Iterable[Form]]) -> tuple[Form, ...]:
    """The forms of several groups, each once, with its best weight; a form is once in a group."""
    row = list(groups)
    if len(row) == 1:
        return tuple(row[0])
    best: dict[str, float] = {}
    for group in row:
        for form in group:
            best[form.word] = max(form.weight, best.get(form.word, 0.0))
    return tuple(Form(word, weight) for word, weight in best.items())


def boosted(node: Node, factor: float) -> Node:
    """``node`` with the weight of every word multiplied by ``factor``."""
    match node:
        case Term() | Phrase():
            return replace(node, weight=node.weight * factor)
        case All(nodes):
            return All(tuple(boosted(child, factor) for child in nodes))
        case Any(nodes):
            return Any(tuple(boosted(child, factor) for child in nodes))
        case _:
            return node


def terms(node: Node) -> Iterator[Term]:
    """The terms of a node, those of its phrases too; not what it bars."""
    match node:
        case Term(forms, _, weight):
            yield Term(forms, weight=weight)
        case Phrase(slots, _, _, weight):
            yield from (Term(slot, weight=weight) for slot in slots)
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from terms(child)
        case _:
            return
