"""Asking: what a request says, and the question put to the engine that is current."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from flask import Request, g, request, url_for

from index.directory import IndexDirectory
from index.engines.protocol import Engine
from searcher import LONGEST_QUERY, Facet, Filters, Options, Sort, clean

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

Answered = TypeVar("Answered")
MOST_FILTERS = 20
IN_FIRST_PART = 10
"""The first part of an article has at least so many passages."""
FRAGMENT = "X-Fragment"
"""The header by which a script asks for what a page holds, without the frame around it."""


class AnyRequest(Request):
    """A request with any bytes in its address: Werkzeug fails where they are no UTF-8, and not percent-encoded."""

    def __init__(self, environ: WSGIEnvironment, *args: bool, **kwargs: bool) -> None:
        query = str(environ.get("QUERY_STRING", "")).encode("latin-1", "replace")
        environ["QUERY_STRING"] = quote(query, safe=string.punctuation)
        super().__init__(environ, *args, **kwargs)


class NumberError(ValueError):
    """A number of a request that is none, or too small or too great; the message says which are right."""


class Asked(NamedTuple):
    """A query as a request asks it: ``?q=&all=1&sort=date&since=&until=`` and values of facets (``&type=pdf``)."""

    query: str
    options: Options = Options()

    def address(self, endpoint: str, page: int | None = 1, *, anchor: str = "", **more: str) -> str:
        """The address of ``endpoint`` for the same question, its first page or another one; ``more`` comes first."""
        later = {"page": page} if page and page > 1 else {}
        parts = (urlencode(more, safe="/") if more else "", _encoded(self), urlencode(later) if later else "")
        fragment = f"#{quote(anchor)}" if anchor else ""
        return f"{_place(endpoint)}?{'&'.join(filter(None, parts))}{fragment}"

    def passage_address(self, article_id: str, number: int, page: int | None = 1) -> str:
        """The address of a passage where its article is read; a page without scripts has to be told which part."""
        part = {"passage": str(number)} if number > IN_FIRST_PART else {}
        return self.address("reading.article", page, anchor=f"p{number}", id=article_id, **part)

    def parameters(self) -> Mapping[str, str | Sequence[str]]:
        """What a request says to ask the same."""
        filters, options = self.options.filters, self.options
        values: dict[str, list[str]] = {}
        for facet, value in filters.values:
            values.setdefault(facet, []).append(value)
        flags = {
            "all": "1" if options.complete_only else "",
            "sort": "" if options.sort is Sort.SCORE else options.sort,
        }
        single = {"q": self.query, **flags, "since": filters.since, "until": filters.until}
        return {**{name: value for name, value in single.items() if value}, **values}


@lru_cache(maxsize=256)
def _encoded(question: Asked) -> str:
    """The parameters of a question as they are in an address; a page has some fifty of them."""
    return urlencode(question.parameters(), doseq=True, safe="/")


def _place(endpoint: str) -> str:
    """The path of an endpoint, which a page of results leads to some fifty times."""
    known: dict[str, str] = g.setdefault("places", {})
    if endpoint not in known:
        known[endpoint] = url_for(endpoint)
    return known[endpoint]


def asked() -> Asked:
    """What the request asks, without what is not read of it anyway."""
    values = ((facet, clean(value)) for facet in Facet for value in request.args.getlist(facet))
    filters = filters_of(values, _text("since"), _text("until"))
    sort = Sort.DATE if request.args.get("sort") == Sort.DATE else Sort.SCORE
    return Asked(_text("q"), Options(complete_only=wants_all(), filters=filters, sort=sort))


def filters_of(values: Iterable[tuple[Facet, str]], since: str, until: str) -> Filters:
    """The filters that a request names; one without a value is none, and only so many are read."""
    named = dict.fromkeys((facet, value) for facet, value in values if value)
    return Filters(tuple(named)[:MOST_FILTERS], since, until)


def _text(name: str) -> str:
    return clean(request.args.get(name, "")[:LONGEST_QUERY])


def ask(directory: IndexDirectory, question: Callable[[Engine], Answered]) -> Answered:
    """What the current engine answers to ``question``.

    Where another index takes its place in the midst of a question that then fails, the new one is asked again.
    Raises StoreError where the index cannot be read, NoIndexError where there is none.
    """
    engine = directory.engine()
    try:
        return question(engine)
    except Exception:
        if directory.engine() is engine:
            raise
    return question(directory.engine())


def asked_number(name: str, default: int, most: int) -> int:
    """The number ``name`` of the request, from 1 to ``most``, or ``default`` where it is absent. Raises NumberError."""
    text = request.args.get(name, "")
    try:
        value = int(text) if text else default
    except ValueError:
        value = 0
    if not 1 <= value <= most:
        raise NumberError(f"{name} has to be a whole number from 1 to {most}")
    return value


def wants_all() -> bool:
    """Whether the request asks for articles that hold all the words only."""
    return request.args.get("all") == "1"


def wants_fragment() -> bool:
    """Whether the request asks for what a page holds alone."""
    return FRAGMENT in request.headers
