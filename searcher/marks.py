"""Marks: the words of a stored text that a query found, as ranges of the text as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.engines.scoring import phrase_starts
from index.french.reading import Token, tokens
from index.nodes import All, Any, Node, Phrase, Term

Mark = tuple[int, int]


def marks(text: str, node: Node) -> list[Mark]:
    """Half-open code-point ranges of ``text``, in order and apart from one another, for what ``node`` looks for.

    A word is marked wherever it stands, the words of a phrase only where they stand together, as one mark when nothing
    may come between them.
    """
    read = tokens(text)
    return _apart(mark for leaf in set(_leaves(node)) for mark in _leaf_marks(leaf, read))


def _leaves(node: Node) -> Iterator[Term | Phrase]:
    match node:
        case Term() | Phrase():
            yield node
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from _leaves(child)
        case _:
            return


def _leaf_marks(leaf: Term | Phrase, read: Sequence[Token]) -> Iterator[Mark]:
    if isinstance(leaf, Term):
        words = {form.word for form in leaf.forms}
        yield from ((token.start, token.end) for token in read if token.word in words)
        return
    slots = [
        {token.place: token for token in read if token.word in {form.word for form in slot}} for slot in leaf.slots
    ]
    for places in phrase_starts([sorted(slot) for slot in slots], leaf.slop):
        found = [slot[place] for slot, place in zip(slots, places, strict=True)]
        if leaf.slop:
            yield from ((token.start, token.end) for token in found)
        else:
            yield min(token.start for token in found), max(token.end for token in found)


def _apart(found: Iterable[Mark]) -> list[Mark]:
    """Overlapping marks made one; marks that only touch stay two."""
    row: list[Mark] = []
    for start, end in sorted(set(found)):
        if row and start < row[-1][1]:
            row[-1] = (row[-1][0], max(end, row[-1][1]))
        else:
            row.append((start, end))
    return row
