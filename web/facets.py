"""Facets: what the articles of an answer have in common → links that narrow it, and links that widen it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from index.engines.protocol import Counts
from index.language import tr
from searcher import Facet, FilterError, Filters
from web.asking import Asked
from web.text import day

LISTS = (Facet.FOLDER, Facet.TYPE, Facet.SOURCE, Facet.AUTHOR, Facet.TAG)
MOST_COUNTED, MOST_VALUES = 500, 12
"""Maximum numbers of values counted for a facet, and shown in a list."""


class Value(NamedTuple):
    """A value of a facet: what it is called, how many articles have it, where only those are listed."""

    value: str
    label: str
    articles: int
    address: str


class Chip(NamedTuple):
    """A filter that is on, as a name and a value, and where it is off."""

    name: str
    label: str
    address: str


def shown(counts: Counts) -> Counts:
    """The values of facets that a page shows: months only where all articles are of one year."""
    is_of_one_year = len(counts[Facet.YEAR]) == 1
    return {facet: values for facet, values in counts.items() if facet is not Facet.MONTH or is_of_one_year}


def readable(filters: Filters) -> tuple[Filters, Mapping[str, str]]:
    """``filters`` without the bounds that are no dates, and what is wrong with those, by field."""
    kept, wrong = filters._replace(since="", until=""), {}
    for name, bound in (("since", filters.since), ("until", filters.until)):
        more = kept._replace(since=bound) if name == "since" else kept._replace(until=bound)
        try:
            more.nodes(date.today())
        except FilterError as error:
            wrong[name] = str(error)
        else:
            kept = more
    return kept, wrong


def names() -> Mapping[Facet, str]:
    """What each facet is called."""
    return {
        Facet.YEAR: tr("Year"),
        Facet.MONTH: tr("Month"),
        Facet.FOLDER: tr("Folder"),
        Facet.TYPE: tr("Type"),
        Facet.SOURCE: tr("Source"),
        Facet.AUTHOR: tr("Author"),
        Facet.TAG: tr("Tag"),
    }


def label(facet: Facet, value: str) -> str:
    """How a value is shown."""
    if facet is Facet.TYPE:
        return value.upper()
    return day(value) if facet is Facet.MONTH else value


def lists(question: Asked, counts: Counts) -> Mapping[Facet, Sequence[Value]]:
    """The facets that are lists, each with the values that would narrow the answer."""
    chosen = set(question.options.filters.values)
    shown = {
        facet: [
            Value(value, label(facet, value), n, narrowed(question, facet, value))
            for value, n in counts[facet][: MOST_VALUES + len(chosen)]
            if (facet, value) not in chosen
        ]
        for facet in LISTS
    }
    return {facet: values for facet, values in shown.items() if values}


def narrowed(question: Asked, facet: Facet, value: str) -> str:
    """The address of the same answer, of the articles with this value alone."""
    filters = question.options.filters
    return address_with(question, filters._replace(values=(*filters.values, (facet, value))))


def chips(question: Asked) -> Sequence[Chip]:
    """The filters that are on."""
    filters, called = question.options.filters, names()
    of_facets = [
        Chip(called[facet], label(facet, value), address_with(question, _without(filters, facet, value)))
        for facet, value in filters.values
    ]
    bounds = (
        (tr("Since"), filters.since, filters._replace(since="")),
        (tr("Until"), filters.until, filters._replace(until="")),
    )
    return [*of_facets, *(Chip(name, text, address_with(question, without)) for name, text, without in bounds if text)]


def address_with(question: Asked, filters: Filters) -> str:
    """The address of the same answer with other filters."""
    options = question.options._replace(filters=filters)
    return question._replace(options=options).address("results.home")


def _without(filters: Filters, facet: Facet, value: str) -> Filters:
    return filters._replace(values=tuple(pair for pair in filters.values if pair != (facet, value)))
