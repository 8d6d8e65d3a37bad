"""Matching: a query node → the passages it matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from index.engines.scoring import phrase_frequency
from index.engines.whoosh.schema import word_places
from index.engines.whoosh.snapshot import Docs, Snapshot
from index.engines.words_file import like_pattern
from index.french.folding import fold
from index.nodes import All, Any, Everything, Field, Form, Key, Node, Not, Phrase, Term, Where

NO_DOCS: Docs = frozenset()


def matching(node: Node, snapshot: Snapshot) -> Docs:
    """The documents of the passages that ``node`` matches."""
    match node:
        case Term(forms, field):
            return _in_field(snapshot.docs_of(forms, field), field, snapshot)
        case Phrase():
            return _in_field(frozenset(phrase_counts(node, snapshot)), node.field, snapshot)
        case All(nodes):
            return _all(nodes, snapshot)
        case Any(nodes):
            return NO_DOCS.union(*(matching(child, snapshot) for child in nodes))
        case Not(child):
            return snapshot.findable - matching(child, snapshot)
        case Everything():
            return snapshot.findable
        case Where():
            return frozenset(_where(node, snapshot))


def _all(nodes: Sequence[Node], snapshot: Snapshot) -> Docs:
    wanted = [matching(child, snapshot) for child in nodes if not isinstance(child, Not)]
    barred = [matching(child.node, snapshot) for child in nodes if isinstance(child, Not)]
    smallest, *others = sorted(wanted, key=len) or [snapshot.findable]
    return smallest.intersection(*others).difference(*barred)


def _in_field(docs: Docs, field: Field, snapshot: Snapshot) -> Docs:
    """Documents of the text as they are; what is said of titles is said of every passage of their articles."""
    if field is Field.TEXT:
        return docs
    return snapshot.findable.intersection(doc for head in docs for doc in snapshot.passages_of(head))


def phrase_counts(phrase: Phrase, snapshot: Snapshot) -> dict[int, int]:
    """How often a phrase stands in each document that holds it."""
    held = [snapshot.docs_of(slot, phrase.field) for slot in phrase.slots]
    docs = held[0].intersection(*held[1:]) if held else NO_DOCS
    slots = [_places(slot, phrase.field, docs, snapshot) for slot in phrase.slots]
    counts = {doc: phrase_frequency([slot[doc] for slot in slots], phrase.slop) for doc in docs}
    return {doc: count for doc, count in counts.items() if count}


def _places(forms: Sequence[Form], field: Field, docs: Docs, snapshot: Snapshot) -> dict[int, list[int]]:
    """Where any of ``forms`` stands, in those of their documents that are asked for."""
    places: dict[int, list[int]] = {}
    for form in forms:
        for posting in snapshot.postings(field, form.word):
            if posting.doc in docs:
                places.setdefault(posting.doc, []).extend(word_places(posting.value))
    return places


def _where(node: Where, snapshot: Snapshot) -> Iterator[int]:
    field = {Key.ARTICLE: "article", Key.TYPE: "type", Key.DATE: "date", Key.PATH: "file"}[node.key]
    heads = set(snapshot.heads)
    for label in _labels(node, field, snapshot):
        for doc in snapshot.docs(field, label):
            if doc in heads:
                yield from snapshot.passages_of(doc)


def _labels(node: Where, field: str, snapshot: Snapshot) -> Iterable[str]:
    if node.key is Key.PATH:
        fits = like_pattern(fold(node.low.casefold()))
        labels = (label.decode() for label in snapshot.reader.lexicon(field))
        return [label for label in labels if fits.fullmatch(fold(label.casefold()))]
    if not node.high:
        return (node.low,)
    terms = (text.decode() for name, text in snapshot.reader.terms_from(field, node.low.encode()) if name == field)
    return list(takewhile(lambda label: label <= node.high, terms))
