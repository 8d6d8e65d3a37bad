"""Timeline: when the articles of an answer are from, as the bars of a histogram that narrow it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple

from index.engines.protocol import Counts
from searcher import Facet
from web.asking import Asked
from web.facets import address_with, narrowed
from web.text import day, month_name

MOST_BARS = HEIGHTS = 12
"""A bar has one of so many heights, which the style sheet knows by number."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Numbers of years that a bar can stand for."""


class Bar(NamedTuple):
    """A bar of the histogram: what is under it, what it is called in full, and whether there is a gap before it."""

    label: str
    name: str
    articles: int
    address: str
    height: int = 0
    after_gap: bool = False


def timeline(question: Asked, counts: Counts) -> Sequence[Bar]:
    """When the articles are from: by month where all are of one year, else by years, several to a bar if need be."""
    years = {int(year): n for year, n in counts[Facet.YEAR] if year.isdecimal()}
    bars = _by_year(question, years) if len(years) > 1 else _by_month(question, dict(counts.get(Facet.MONTH, ())))
    most = max((bar.articles for bar in bars), default=0)
    return [bar._replace(height=ceil(HEIGHTS * bar.articles / most)) for bar in bars] if len(bars) > 1 else []


def _by_month(question: Asked, counts: Mapping[str, int]) -> Sequence[Bar]:
    return [
        Bar(month_name(month), day(month), counts[month], narrowed(question, Facet.MONTH, month))
        for month in sorted(counts)
    ]


def _by_year(question: Asked, counts: Mapping[int, int]) -> Sequence[Bar]:
    step = next(step for step in STEPS if len({year // step for year in counts}) <= MOST_BARS)
    sums = Counter[int]()
    for year, n in counts.items():
        sums[year - year % step] += n
    return [
        Bar(
            str(first),
            _span(first, step),
            sums[first],
            _period(question, first, step),
            after_gap=first - step not in sums and first != min(sums),
        )
        for first in sorted(sums)
    ]


def _span(first: int, years: int) -> str:
    return str(first) if years == 1 else f"{first}–{first + years - 1}"


def _period(question: Asked, first: int, years: int) -> str:
    if years == 1:
        return narrowed(question, Facet.YEAR, f"{first:04}")
    first, last = max(1, first), first + years - 1  # there is no year 0
    return address_with(question, question.options.filters._replace(since=f"{first:04}", until=f"{last:04}"))
