"""Matching: a query node → the passages it matches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.analysis.folding import fold
from index.engines.query import All, Any, Everything, Field, Key, Node, Not, Phrase, Term, Where
from index.engines.scoring import phrase_frequency
from index.engines.whoosh.documents import Docs
from index.engines.whoosh.snapshot import Snapshot
from index.engines.whoosh.spots import BITS, PLACES
from index.engines.words_file import like_pattern

NO_DOCS: Docs = frozenset()
Spots = frozenset[int]


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


def phrase_counts(phrase: Phrase, snapshot: Snapshot) -> Mapping[int, int]:
    """How often a phrase stands in each document that holds it."""
    if not phrase.slots:
        return {}
    slots = [snapshot.spots_of(slot, phrase.field) for slot in phrase.slots]
    match slots:
        case _ if phrase.slop == 0:
            found = _in_order(slots)
        case [first, second]:
            found = _near_each_other(first, second, phrase.slop + 1)
        case _:
            return _together(slots, phrase.slop)
    return Counter(spot >> BITS for spot in found)


def _in_order(slots: Sequence[Spots]) -> Iterable[int]:
    """Where the slots follow one another: the spots of the first. The rarest slot is looked at first."""
    (place, spots), *others = sorted(enumerate(slots), key=lambda slot: len(slot[1]))
    found: Iterable[int] = [spot - place for spot in spots]
    for place, spots in others:
        found = [start for start in found if start + place in spots]
    return found


def _near_each_other(first: Spots, second: Spots, width: int) -> Iterable[int]:
    """The spots of the first slot that have another of the second at most ``width`` away. Documents lie far apart."""
    steps = [step for step in range(-width, width + 1) if step]
    if len(first) > len(second):
        first = first.intersection(spot + step for spot in second for step in steps)
    return [spot for spot in first if any(spot + step in second for step in steps)]


def _together(slots: Sequence[Spots], slop: int) -> Mapping[int, int]:
    """How often slots occur within so many places, in each document that holds them all."""
    docs = frozenset.intersection(*(frozenset(spot >> BITS for spot in spots) for spots in slots))
    places = [_places(spots, docs) for spots in slots]
    counts = {doc: phrase_frequency([slot[doc] for slot in places], slop) for doc in docs}
    return {doc: count for doc, count in counts.items() if count}


def _places(spots: Iterable[int], docs: Docs) -> Mapping[int, Sequence[int]]:
    places: dict[int, list[int]] = {}
    for spot in spots:
        if spot >> BITS in docs:
            places.setdefault(spot >> BITS, []).append(spot & PLACES)
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
        return [label for label in snapshot.labels(field) if fits.fullmatch(fold(label.casefold()))]
    if not node.high:
        return (node.low,)
    return [label for label in snapshot.labels(field) if node.low <= label <= node.high]
