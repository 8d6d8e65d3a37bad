"""Rendering: a tree → how the query was read, in the query language itself."""

from __future__ import annotations

import re
from datetime import date
from itertools import zip_longest

from searcher.query.dates import EARLIEST, LATEST
from searcher.query.lexer import Kind, lex
from searcher.query.quotes import SIGNS
from searcher.query.tree import (
    Attribute,
    Boosted,
    Both,
    Either,
    Exact,
    Filter,
    Fuzzy,
    InField,
    Quoted,
    Row,
    Tree,
    Wildcard,
    Without,
    Words,
)
from searcher.query.words import units

_ANY_DAY = date(2000, 1, 1)
_QUOTE = re.compile(f"[{SIGNS}]")
_UNQUOTED = re.compile(r"[\w./*\-][\w./*?\-]*")


def read_as(tree: Tree) -> str:
    """The query as it was read: operators in capitals, punctuation gone, dates as the days they span.

    Read once more, it says the same: what was no operator is not shown as one.
    """
    match tree:
        case Words(text):
            return _bare(_as_typed(text))
        case Row(nodes):
            return " ".join(_in_row(node, after) for node, after in zip_longest(nodes, nodes[1:]))
        case Both(nodes):
            return " ET ".join(map(_inside, nodes))
        case Either(nodes):
            return " OU ".join(map(_inside, nodes))
        case Without(node):
            return f"SAUF {read_as(node) if isinstance(node, (InField, Filter)) else _as_one(node)}"
        case InField(attribute, node):
            return f"{attribute}:{_inside(node) if isinstance(node, Boosted) else _as_one(node)}"
        case Boosted(node, factor):
            return f"{_as_one(node)}^{format(factor, '.6f').rstrip('0').rstrip('.')}"
        case _:
            return _leaf(tree)


def _leaf(tree: Quoted | Exact | Wildcard | Fuzzy | Filter) -> str:
    match tree:
        case Quoted(text, slop, exact):
            return f"{'=' if exact else ''}{_in_quotes(_as_typed(text))}{f'~{slop}' if slop else ''}"
        case Exact(text):
            return f"={text}"
        case Wildcard(pattern):
            return pattern
        case Fuzzy(text, distance):
            return f"{text}~{'' if distance is None else distance}"
        case Filter(Attribute.DATE, low, high):
            return f"date:{_days(low, high)}"
        case Filter(attribute, value):
            return f"{attribute}:{value if _UNQUOTED.fullmatch(value) else _in_quotes(value)}"


def _days(low: str, high: str) -> str:
    if (low, high) == (EARLIEST, LATEST):
        return "*"
    if low == EARLIEST:
        return f"jusqu'au {high}"
    if high == LATEST:
        return f"depuis {low}"
    return low if low == high else f"{low}..{high}"


def _in_quotes(text: str) -> str:
    """``text`` in the first quotes within which it is read as a whole, without signs that bar all of them."""
    ways = [f"{opening}{text}{closing}" for opening, closing in ('""', "«»", "“”")]
    whole = (way for way in ways if [lexeme.text for lexeme in lex(way, _ANY_DAY)] == [text])
    return next(whole, f'"{" ".join(_QUOTE.sub(" ", text).split())}"')


def _bare(text: str) -> str:
    """``text`` without quotes that stand alone, and without what would be read as an operator now."""
    return " ".join(piece if _is_plain(piece) else _only_words(piece) for piece in _QUOTE.sub(" ", text).split())


def _is_plain(piece: str) -> bool:
    return all(lexeme.kind is Kind.WORDS for lexeme in lex(piece, _ANY_DAY))


def _only_words(piece: str) -> str:
    return " ".join(unit.typed for unit in units(piece)).lower()


def _as_typed(text: str) -> str:
    """The words as typed, from the first to the last, on one line."""
    found = units(text)
    return " ".join(text[found[0].start : found[-1].end + found[-1].is_prefix].split()) if found else ""


def _in_row(node: Tree, after: Tree | None) -> str:
    """A node with another after it: SAUF bars all the words that follow it, so that it says where they end."""
    if isinstance(node, Without) and isinstance(node.node, Words) and isinstance(after, Words):
        return f"SAUF ({read_as(node.node)})"
    return _inside(node)


def _inside(tree: Tree) -> str:
    """Part of a larger query: in brackets where it would be read otherwise without."""
    return f"({read_as(tree)})" if isinstance(tree, (Both, Either)) else read_as(tree)


def _as_one(tree: Tree) -> str:
    """What an operator is put before or after: in brackets unless it is a single word or phrase."""
    text = read_as(tree)
    single = " " not in text if isinstance(tree, Words) else isinstance(tree, (Quoted, Exact, Wildcard, Fuzzy))
    return text if single else f"({text})"
