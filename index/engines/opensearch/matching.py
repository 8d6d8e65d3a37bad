"""Matching: query nodes → the queries of the cluster, which give no score of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from index.engines.cluster import Body
from index.engines.opensearch.schema import MARKER
from index.engines.query import All, Any, Dated, Equal, Field, Node, Not, Numbers, Pattern, Phrase, Term
from index.engines.values import day, value, value_field

EVERY: Body = {"match_all": {}}
NONE: Body = {"match_none": {}}
MOST_SINGLE_SIGNS = 6
"""Number of question marks after a star beyond which the automaton of a pattern is too large."""

_SIGN = f"[^{MARKER}]"
"""Any sign of a word: what no word has is of no word."""

Fitting = Callable[[Field, str], Sequence[str]]
"""The terms of a field that fit a pattern."""


def native(node: Node, fitting: Fitting) -> Body:
    """The articles that match ``node``."""
    match node:
        case Term(field, text):
            return term(field, text)
        case Phrase(field, slots):
            return _phrase(field, slots)
        case Pattern(field, glob):
            return _pattern(field, glob, fitting)
        case Equal(key, text):
            return term(value_field(key), value(text))
        case Dated(low, high):
            return {"range": {"date": {"gte": day(low), "lte": day(high)}}}
        case Numbers(numbers):
            return numbered(numbers)
        case Any(nodes):
            return any_of(nodes, fitting)
        case All(nodes):
            return _all_of(nodes, fitting)
        case Not(child):
            return _all_of((Not(child),), fitting)
        case _:
            raise TypeError(f"{type(node).__name__} has to be verified before an engine is asked")


def term(field: str, text: str) -> Body:
    """The documents that hold a term."""
    return {"term": {field: {"value": text}}}


def numbered(numbers: Sequence[int]) -> Body:
    """The articles of some numbers."""
    return {"ids": {"values": [str(number) for number in numbers]}}


def any_of(nodes: Sequence[Node], fitting: Fitting) -> Body:
    """What one of ``nodes`` matches. Terms of one field are asked for together: of clauses there may be 1,024 only."""
    queries: list[Body] = []
    for field, group in groupby(sorted(nodes, key=_field), key=_field):
        found = list(group)
        if field and len(found) > 1:
            queries.append({"terms": {field: [node.text for node in found if isinstance(node, Term)]}})
        else:
            queries += [native(node, fitting) for node in found]
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else NONE


def _field(node: Node) -> str:
    return str(node.field) if isinstance(node, Term) else ""


def _all_of(nodes: Sequence[Node], fitting: Fitting) -> Body:
    wanted = [native(node, fitting) for node in nodes if not isinstance(node, Not)] or [EVERY]
    barred = [native(node.node, fitting) for node in nodes if isinstance(node, Not)]
    if len(wanted) == 1 and not barred:
        return wanted[0]
    return {"bool": {"filter": wanted, "must_not": barred}}


def _phrase(field: Field, slots: Sequence[Sequence[str]]) -> Body:
    if not all(slots):
        return NONE
    if not slots[1:]:
        return {"terms": {field: [text for slot in slots for text in slot]}}
    clauses = [_any_span([{"span_term": {field: text}} for text in slot]) for slot in slots]
    return {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}


def _any_span(spans: Sequence[Body]) -> Body:
    return spans[0] if len(spans) == 1 else {"span_or": {"clauses": spans}}


def _pattern(field: Field, glob: str, fitting: Fitting) -> Body:
    if not glob.strip("*?"):
        least = f"{glob.count('?')},"
        return {"regexp": {field: {"value": f"{_SIGN}{{{least if '*' in glob else least[:-1]}}}"}}}
    if "*" in glob and glob.count("?") > MOST_SINGLE_SIGNS:
        return {"terms": {field: fitting(field, glob)}}
    escaped = glob.replace("\\", "\\\\")
    return {"wildcard": {field: {"value": escaped}}}
