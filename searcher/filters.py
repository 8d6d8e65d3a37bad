"""Filters: which articles of an answer are kept, beside what its query says."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from index.engines.query import Any, Dated, Equal, Facet, Key, Node
from index.language import tr
from searcher.query import date_range


class FilterError(ValueError):
    """A filter that cannot be read; the message says how to write it."""


class Filters(NamedTuple):
    """What the articles of an answer have in common.

    ``values``: each article is counted under all these values of facets. ``since`` and ``until`` are dates as the
    query language reads them, both included; an empty one sets no bound. An article without a date of its own lies in
    no period. With ``paths``, only the articles of these files are kept.
    """

    values: tuple[tuple[Facet, str], ...] = ()
    since: str = ""
    until: str = ""
    paths: tuple[str, ...] = ()

    def nodes(self, today: date) -> list[Node]:
        """What an engine is asked for. Raises FilterError for a bound that is no date."""
        nodes: list[Node] = [Equal(facet, value) for facet, value in self.values]
        if self.since or self.until:
            nodes.append(Dated(*self._days(today)))
        if self.paths:
            nodes.append(Any(tuple(Equal(Key.FILE, path) for path in self.paths)))
        return nodes

    def _days(self, today: date) -> tuple[str, str]:
        days = date_range(f"{self.since}..{self.until}", today)
        if days is None:  # « depuis 2023 » is a date of the query language, and no end of a period
            bounds = list(filter(None, (self.since, self.until)))
            wrong = [bound for bound in bounds if date_range(f"..{bound}", today) is None]
            said = tr("not read as a date: {dates}; write it like 2024, 2024-03 or 12/03/2024")
            raise FilterError(said.format(dates=", ".join(wrong or bounds)))
        return days


NO_FILTERS = Filters()
