"""What a question becomes: query, search, highlights, suggestions, settings and the command line.

From Python::

    from searcher import open_index, search

    with open_index(".searcher") as index:
        for hit in search("cessez le feu", index).articles:
            print(hit.article.title, hit.score)

Names are imported when they are first used: a command loads only what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.engines.protocol import DEEPEST, Sort
    from index.engines.query import Facet
    from searcher.alerts import AlertHit, Alerts, after_update
    from searcher.answer import Answer, AnswerArticle, AnswerPassage, article_as_json, as_json
    from searcher.answering import article, clean, facets, open_index, search, search_and_count, similar
    from searcher.exports import Format, csv_row, export
    from searcher.filters import FilterError, Filters
    from searcher.options import Options, Page
    from searcher.query import LONGEST_QUERY, quoted
    from searcher.reading import Reading, read
    from searcher.snippets import Snippet, snippet
    from searcher.suggest import complete

__all__ = [
    "DEEPEST",
    "LONGEST_QUERY",
    "AlertHit",
    "Alerts",
    "Answer",
    "AnswerArticle",
    "AnswerPassage",
    "Facet",
    "FilterError",
    "Filters",
    "Format",
    "Options",
    "Page",
    "Reading",
    "Snippet",
    "Sort",
    "after_update",
    "article",
    "article_as_json",
    "as_json",
    "clean",
    "complete",
    "csv_row",
    "export",
    "facets",
    "open_index",
    "quoted",
    "read",
    "search",
    "search_and_count",
    "similar",
    "snippet",
]

_MODULES = {
    "alerts": ("AlertHit", "Alerts", "after_update"),
    "answer": ("Answer", "AnswerArticle", "AnswerPassage", "article_as_json", "as_json"),
    "answering": ("article", "clean", "facets", "open_index", "search", "search_and_count", "similar"),
    "exports": ("Format", "csv_row", "export"),
    "filters": ("FilterError", "Filters"),
    "options": ("DEEPEST", "Facet", "Options", "Page", "Sort"),
    "query": ("LONGEST_QUERY", "quoted"),
    "reading": ("Reading", "read"),
    "snippets": ("Snippet", "snippet"),
    "suggest": ("complete",),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"searcher.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
