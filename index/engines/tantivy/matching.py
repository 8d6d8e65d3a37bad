"""Matching: query nodes → native queries, which give no score of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice, product

from tantivy import FieldType, Occur, Query, Schema

from index.engines.query import All, Any, Dated, Equal, Field, Node, Not, Numbers, Pattern, Phrase, Term
from index.engines.tantivy.schema import OPTIONS, day, value

MOST_PHRASES = 256
"""A phrase whose words have several forms is asked for in so many ways at most."""
_SPECIAL = re.compile(r"([\\.+*?()|\[\]{}^$#&\-~])")


def native(node: Node, schema: Schema) -> Query:
    """The articles that match ``node``."""
    match node:
        case Term(field, text):
            return term_query(schema, field, text)
        case Phrase(field, slots):
            return any_of(_phrases(schema, field, slots))
        case Pattern(field, glob):
            return Query.regex_query(schema, field, _regex(glob))
        case Equal(key, text):
            name = "by_type" if key == "type" else str(key)
            return Query.term_query(schema, name, value(text), "basic")
        case Dated(low, high):
            return Query.range_query(schema, "date", FieldType.Unsigned, day(low), day(high))
        case Numbers(numbers):
            return numbered(schema, "number", numbers)
        case Any(nodes):
            return any_of([native(child, schema) for child in nodes])
        case All(nodes):
            return _all_of(nodes, schema)
        case Not(child):
            return _all_of((Not(child),), schema)
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


def _all_of(nodes: Sequence[Node], schema: Schema) -> Query:
    wanted = [native(node, schema) for node in nodes if not isinstance(node, Not)] or [Query.all_query()]
    barred = [native(node.node, schema) for node in nodes if isinstance(node, Not)]
    if len(wanted) == 1 and not barred:
        return wanted[0]
    return Query.boolean_query([*((Occur.Must, query) for query in wanted), *((Occur.MustNot, q) for q in barred)])


def _phrases(schema: Schema, field: Field, slots: Sequence[Sequence[str]]) -> Sequence[Query]:
    if not slots[1:]:
        return [term_query(schema, field, text) for slot in slots for text in slot]
    ways = islice(product(*slots), MOST_PHRASES)
    return [Query.phrase_query(schema, field, list(words)) for words in ways]


def _regex(glob: str) -> str:
    """A pattern as a regular expression of the library's automata, which never go back."""
    parts = (".*" if sign == "*" else "." if sign == "?" else _SPECIAL.sub(r"\\\1", sign) for sign in glob)
    return "(?s)" + re.sub(r"(?:\.\*)+", ".*", "".join(parts))
