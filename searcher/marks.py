"""Marks: the words of a stored text that a query found, as ranges of the text as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from index.analysis.finding import places_of, spans, windows
from index.analysis.spans import Span, apart
from index.engines.query import All, Any, Node, Phrase, Term
from index.engines.scoring import phrase_starts

Mark = Span


class Marker:
    """Marks texts for what ``node`` looks for."""

    def __init__(self, node: Node) -> None:
        leaves = list(dict.fromkeys(_leaves(node)))
        self._words = frozenset(form.word for leaf in leaves if isinstance(leaf, Term) for form in leaf.forms)
        self._phrases = [_Sought(leaf) for leaf in leaves if isinstance(leaf, Phrase) and leaf.slots]

    def marks(self, texts: Sequence[str]) -> list[list[Mark]]:
        """Half-open code-point ranges of each of ``texts``, in order and apart from one another.

        A word is marked wherever it stands, the words of a phrase only where they stand together, as one mark when
        nothing may come between them.
        """
        return [
            apart(chain(found, *(phrase.marks(text) for phrase in self._phrases)))
            for text, found in zip(texts, spans(texts, self._words), strict=True)
        ]


def _leaves(node: Node) -> Iterator[Term | Phrase]:
    match node:
        case Term() | Phrase():
            yield node
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from _leaves(child)
        case _:
            return


class _Sought:
    """A phrase to be marked."""

    def __init__(self, phrase: Phrase) -> None:
        self._slop = phrase.slop
        self._slots = [frozenset(form.word for form in slot) for slot in phrase.slots]
        self._words = frozenset().union(*self._slots)

    def marks(self, text: str) -> Iterator[Mark]:
        """Where the slots stand together; only what stands around the rarest of them is read."""
        lower = text.lower()
        rarest = min(self._slots, key=lambda words: sum(map(lower.count, words)))
        for start, end in windows(text, rarest, len(self._slots) - 1 + self._slop):
            for low, high in self._together(text[start:end]):
                yield start + low, start + high

    def _together(self, text: str) -> Iterator[Mark]:
        read = places_of(text, self._words)
        slots = [{found.place: found for found in read if found.word in words} for words in self._slots]
        for places in phrase_starts([sorted(slot) for slot in slots], self._slop):
            found = [slot[place] for slot, place in zip(slots, places, strict=True)]
            if self._slop:
                yield from ((one.start, one.end) for one in found)
            else:
                yield min(one.start for one in found), max(one.end for one in found)
