"""Highlights: what a question asks for → what is marked in the texts of its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.analysis import Highlighter, Sought, SoughtPhrase
from index.engines.query import All, Any, Field, Node, Pattern, Phrase, Term, Verified
from searcher.query import Question

_EXACT = frozenset({Field.EXACT})
_FOLDED = frozenset({Field.WORDS, Field.TITLE_WORDS})
_LEMMAS = frozenset({Field.LEMMAS, Field.TITLE})


def highlighter(question: Question) -> Highlighter:
    """What marks texts for ``question``: its words wherever they occur, those of a phrase where they occur together."""
    return Highlighter(sought([*(word.held for word in question.words), question.required]))


def sought(nodes: Iterable[Node]) -> Sought:
    """What ``nodes`` look for in texts; what they bar, and what they ask of metadata, is none of it."""
    leaves = list(dict.fromkeys(leaf for node in nodes for leaf in _leaves(node)))
    terms = [leaf for leaf in leaves if isinstance(leaf, Term)]
    return Sought(
        exact=_texts(terms, _EXACT),
        folded=_texts(terms, _FOLDED),
        lemmas=_texts(terms, _LEMMAS),
        globs=tuple(leaf.glob for leaf in leaves if isinstance(leaf, Pattern) and leaf.field in _FOLDED),
        phrases=tuple(_phrase(leaf) for leaf in leaves if isinstance(leaf, Phrase | Verified)),
    )


def _leaves(node: Node) -> Iterator[Term | Pattern | Phrase | Verified]:
    match node:
        case Term() | Pattern() | Verified():
            yield node
        case Phrase(field) if field in _FOLDED:
            yield node
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from _leaves(child)
        case _:
            return


def _texts(terms: Iterable[Term], fields: frozenset[Field]) -> frozenset[str]:
    return frozenset(term.text for term in terms if term.field in fields)


def _phrase(leaf: Phrase | Verified) -> SoughtPhrase:
    slots = tuple(map(frozenset, leaf.slots))
    return SoughtPhrase(slots, leaf.slop, leaf.exact) if isinstance(leaf, Verified) else SoughtPhrase(slots)
