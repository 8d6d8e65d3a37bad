"""Questions built from what is typed, by a small dictionary of terms, and what is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from index.engines.protocol import TermCount, Word
from index.engines.query import (
    Any,
    Field,
    Node,
    Term,
)
from searcher.query import Builder, Question, parse

TODAY = date(2024, 3, 27)


class Dictionary:
    """Terms and how many articles hold each."""

    def __init__(self, **fields: Mapping[str, int]) -> None:
        self._fields = {Field(name): counts for name, counts in fields.items()}

    def terms(self, field: Field, prefix: str, most: int | None = None) -> Sequence[TermCount]:
        found = [TermCount(text, n) for text, n in self._fields.get(field, {}).items() if text.startswith(prefix)]
        return sorted(found, key=lambda entry: (-entry.articles, entry.text))[:most]

    def frequency(self, field: Field, text: str) -> int:
        return self._fields.get(field, {}).get(text, 0)


SMALL = Dictionary(
    words={
        "jamais": 3,
        "jambe": 1,
        "jambon": 2,
        "general": 4,
        "generaux": 2,
        "rafah": 5,
        "marche": 2,
        "mot": 1,
        "mots": 9,
    },
    lemmas={"négocier": 2, "négociation": 3, "négoce": 1, "néglige": 4, "~rafah": 5},
)


def question(
    query: str, dictionary: Dictionary = SMALL, *, family: bool = False, split: Sequence[str] = ()
) -> Question:
    return Builder(dictionary, family=family, split=split).build(parse(query, TODAY))


def required(query: str) -> Node:
    return question(query).required


def word(query: str, dictionary: Dictionary = SMALL, *, family: bool = False) -> Word:
    [found] = question(query, dictionary, family=family).words
    return found


def words_of(field: str, *texts: str) -> list[Term]:
    return [Term(Field(field), text) for text in texts]


def held(node: Node) -> set[Node]:
    return set(node.nodes) if isinstance(node, Any) else {node}


def weights(found: Word) -> dict[tuple[str, str], float]:
    return {(term.field.value, term.text): term.weight for term in found.terms}
