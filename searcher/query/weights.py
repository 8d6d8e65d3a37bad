"""Weights: the forms of nodes put together, multiplied, and taken out as the terms that score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.nodes import All, Any, Form, Node, Phrase, Term


def merged(groups: Iterable[Iterable[Form]]) -> tuple[Form, ...]:
    """The forms of several groups, each once, with its best weight."""
    best: dict[str, float] = {}
    for group in groups:
        for form in group:
            best[form.word] = max(form.weight, best.get(form.word, 0.0))
    return tuple(Form(word, weight) for word, weight in best.items())


def boosted(node: Node, factor: float) -> Node:
    """``node`` with the weight of every form multiplied by ``factor``."""
    match node:
        case Term(forms, field):
            return Term(_scaled(forms, factor), field)
        case Phrase(slots, slop, field):
            return Phrase(tuple(_scaled(slot, factor) for slot in slots), slop, field)
        case All(nodes):
            return All(tuple(boosted(child, factor) for child in nodes))
        case Any(nodes):
            return Any(tuple(boosted(child, factor) for child in nodes))
        case _:
            return node


def _scaled(forms: Iterable[Form], factor: float) -> tuple[Form, ...]:
    return tuple(Form(form.word, form.weight * factor) for form in forms)


def terms(node: Node) -> Iterator[Term]:
    """The terms of a node, those of its phrases too; not what it bars."""
    match node:
        case Term(forms):
            yield Term(forms)
        case Phrase(slots):
            yield from (Term(slot) for slot in slots)
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from terms(child)
        case _:
            return
