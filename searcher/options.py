"""Options: what is asked for beside the query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from index.engines.protocol import DEEPEST, MOST_VALUES, Sort
from index.engines.query import Facet
from searcher.filters import NO_FILTERS, Filters


@dataclass(frozen=True, slots=True)
class Page:
    """Which articles of an answer are asked for: ``count`` from ``first`` (0 is the best), each with so many passages.

    None is listed beyond the first ten thousand.
    """

    first: int = 0
    count: int = 10
    passages: int = 3

    def bounded(self) -> Page:
        """The part of it that can be listed."""
        first = min(max(0, self.first), DEEPEST)
        return Page(first, min(max(0, self.count), DEEPEST - first), max(0, self.passages))


class Options(NamedTuple):
    """How a query is read, and its answer filtered and ordered.

    ``family``: words stand for others of their family too; ``complete_only``: no word may be missing. By date, only
    articles that hold all the words are listed.
    """

    family: bool = False
    complete_only: bool = False
    filters: Filters = NO_FILTERS
    sort: Sort = Sort.SCORE


class Wanted(NamedTuple):
    """What is wanted of an answer: a page of its articles, and the ``most`` frequent values of facets."""

    page: Page
    facets: tuple[Facet, ...] = ()
    most: int = MOST_VALUES
