"""Wording: a tree → how the query was read, in the words of a person and in the user's language."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from itertools import zip_longest

from index.language import tr, trn
from searcher.query.dates import EARLIEST, LATEST
from searcher.query.render import read_as
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


def in_words(tree: Tree) -> str:
    """What a query asks for: « maire, date : mars 2024, sans budget »."""
    match tree:
        case Row(nodes):
            return "".join(f"{_inside(node)}{_gap(node, after)}" for node, after in zip_longest(nodes, nodes[1:]))
        case Both(nodes):
            return _joined(tr("AND"), nodes)
        case Either(nodes):
            return _joined(tr("OR"), nodes)
        case Without(node):
            return tr("without {words}").format(words=_inside(node))
        case Boosted(node, factor):
            return f"{_inside(node)} (× {factor:g})"
        case InField(attribute, node):
            return _named(attribute, in_words(node))
        case Filter(Attribute.DATE, low, high):
            return _named(Attribute.DATE, days_in_words(low, high))
        case Filter(attribute, value, _, typed):
            return _named(attribute, typed if attribute is Attribute.PATH else value)
        case _:
            return _expression(tree)


def _expression(tree: Words | Quoted | Exact | Wildcard | Fuzzy) -> str:
    match tree:
        case Quoted(_, slop, exact):
            phrase = read_as(Quoted(tree.text))
            notes = [trn("{n} word between at most", "{n} words between at most", slop)] if slop else []
            notes += [tr("as written")] if exact else []
            return _noted(phrase, *notes)
        case Exact(text):
            return _noted(text, tr("as written"))
        case Fuzzy(text, None):
            return _noted(text, tr("or nearly"))
        case Fuzzy(text, int(distance)):
            return _noted(text, trn("{n} letter apart at most", "{n} letters apart at most", distance))
        case _:
            return tr("everything") if tree == Wildcard("*") else read_as(tree)


def _noted(text: str, *notes: str) -> str:
    return f"{text} ({', '.join(notes)})" if notes else text


def _joined(operator: str, nodes: Sequence[Tree]) -> str:
    return f" {operator} ".join(map(_inside, nodes))


def _inside(tree: Tree) -> str:
    """Part of a larger query: in brackets where it would be taken otherwise without."""
    return f"({in_words(tree)})" if isinstance(tree, (Row, Both, Either)) else in_words(tree)


def _gap(node: Tree, after: Tree | None) -> str:
    if after is None:
        return ""
    return " " if isinstance(node, (Words, Quoted, Wildcard)) and isinstance(after, (Words, Quoted, Wildcard)) else ", "


def _named(attribute: Attribute, value: str) -> str:
    """A field with its value."""
    labels = {
        Attribute.TITLE: tr("title: {value}"),
        Attribute.AUTHOR: tr("author: {value}"),
        Attribute.SOURCE: tr("source: {value}"),
        Attribute.TAG: tr("keyword: {value}"),
        Attribute.DATE: tr("date: {value}"),
        Attribute.PATH: tr("path: {value}"),
        Attribute.TYPE: tr("type: {value}"),
    }
    return labels[attribute].format(value=value)


def days_in_words(low: str, high: str) -> str:
    """The days from ``low`` to ``high``: « mars 2024 », « du 3 mars 2024 au 5 avril 2024 »."""
    if low == EARLIEST:
        return tr("known") if high == LATEST else tr("until {day}").format(day=_day(high))
    if high == LATEST:
        return tr("from {day} on").format(day=_day(low))
    if low == high:
        return _day(low)
    return _period(low, high) or tr("from {first} to {last}").format(first=_day(low), last=_day(high))


def _period(low: str, high: str) -> str:
    """Whole years or months by their names; empty for any other days."""
    first, last = _first_day(low), high
    if not (first.endswith("-01") and int(last[8:]) == monthrange(int(last[:4]), int(last[5:7]))[1]):
        return ""
    is_years = first.endswith("-01-01") and last.endswith("-12-31")
    names = (first[:4], last[:4]) if is_years else (_month(first), _month(last))
    return " – ".join(dict.fromkeys(names))


def _day(iso: str) -> str:
    day = int(_first_day(iso)[8:])
    return (tr("1 {month}") if day == 1 else f"{day} {{month}}").format(month=_month(_first_day(iso)))


def _month(iso: str) -> str:
    names = (
        *(tr("January {year}"), tr("February {year}"), tr("March {year}"), tr("April {year}"), tr("May {year}")),
        *(tr("June {year}"), tr("July {year}"), tr("August {year}"), tr("September {year}"), tr("October {year}")),
        *(tr("November {year}"), tr("December {year}")),
    )
    return names[int(iso[5:7]) - 1].format(year=iso[:4])


def _first_day(iso: str) -> str:
    """The first day of a year or a month, or the day itself."""
    return f"{iso}-01-01"[: len("2024-03-26")]
