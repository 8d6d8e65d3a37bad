"""Matching: query nodes → native queries, which give no score of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice, product
from typing import Protocol

from tantivy import FieldType, Occur, Query, Schema

from index.engines.query import All, Any, Dated, Equal, Field, Node, Not, Numbers, Pattern, Phrase, Term
from index.engines.tantivy.schema import OPTIONS
from index.engines.values import day, value, value_field

MOST_PHRASES = 256
"""A phrase whose words have several forms is asked for in so many ways at most."""
MOST_PHRASE_WORDS = 2_048
"""Maximum number of words in all alternatives of a phrase together, where there are several."""
_SPECIAL = re.compile(r"([\\.+*?()|\[\]{}^$#&\-~])")


class Dictionary(Protocol):
    """The terms of an index, by its fields."""

    schema: Schema

    def fitting(self, field: str, glob: str) -> Sequence[str]:
        """The terms that fit a pattern."""


def native(node: Node, dictionary: Dictionary) -> Query:
    """The articles that match ``node``."""
    schema = dictionary.schema
    match node:
        case Term(field, text):
            return term_query(schema, field, text)
        case Phrase(field, slots):
            return any_of(_phrases(schema, field, slots))
        case Pattern(field, glob):
            return _pattern(field, glob, dictionary)
        case Equal(key, text):
            return Query.term_query(schema, value_field(key), value(text), "basic")
        case Dated(low, high):
            return Query.range_query(schema, "date", FieldType.Unsigned, day(low), day(high))
        case Numbers(numbers):
            return numbered(schema, "number", numbers)
        case Any(nodes):
            return any_of([native(child, dictionary) for child in nodes])
        case All(nodes):
            return _all_of(nodes, dictionary)
        case Not(child):
            return _all_of((Not(child),), dictionary)
        case _:
            raise TypeError(f"{type(node).__name__} has to be verified before an engine is asked")


def term_query(schema: Schema, field: str, text: str) -> Query:
    """The documents that hold a term."""
    return Query.term_query(schema, field, text, OPTIONS.get(field, "basic"))


def numbered(schema: Schema, field: str, numbers: Iterable[int]) -> Query:
    """The documents of some numbers. A query of its own for each is much faster than a set of them."""
    return any_of([Query.term_query(schema, field, number, "basic") for number in numbers])


def any_of(queries: Sequence[Query]) -> Query:
    """What one of ``queries`` matches."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def unscored(query: Query) -> Query:
    """``query``, adding nothing to a score."""
    return Query.const_score_query(query, 0.0)


def _all_of(nodes: Sequence[Node], dictionary: Dictionary) -> Query:
    wanted = [native(node, dictionary) for node in nodes if not isinstance(node, Not)] or [Query.all_query()]
    barred = [native(node.node, dictionary) for node in nodes if isinstance(node, Not)]
    if len(wanted) == 1 and not barred:
        return wanted[0]
    return Query.boolean_query([*((Occur.Must, query) for query in wanted), *((Occur.MustNot, q) for q in barred)])


def _phrases(schema: Schema, field: Field, slots: Sequence[Sequence[str]]) -> Sequence[Query]:
    if not slots[1:]:
        return [term_query(schema, field, text) for slot in slots for text in slot]
    most = max(1, min(MOST_PHRASES, MOST_PHRASE_WORDS // len(slots)))
    ways = islice(product(*slots), most)
    return [Query.phrase_query(schema, field, list(words)) for words in ways]


def _pattern(field: Field, glob: str, dictionary: Dictionary) -> Query:
    """What fits a pattern. An automaton that would be too large, as that of ``*a??????``, the library refuses."""
    try:
        return Query.regex_query(dictionary.schema, field, _regex(glob))
    except ValueError:
        return Query.term_set_query(dictionary.schema, field, list(dictionary.fitting(field, glob)))


def _regex(glob: str) -> str:
    """A pattern as a regular expression of the library's automata, which never go back."""
    parts = (".*" if sign == "*" else "." if sign == "?" else _SPECIAL.sub(r"\\\1", sign) for sign in glob)
    return "(?s)" + re.sub(r"(?:\.\*)+", ".*", "".join(parts))
