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
    from index.engines.protocol import DEEPEST
    from searcher.answer import Answer, AnswerArticle, AnswerPassage, as_json
    from searcher.answering import Options, Page, article, clean, open_index, search
    from searcher.query import LONGEST_QUERY
    from searcher.snippets import Snippet, snippet
    from searcher.suggest import complete

__all__ = [
    "DEEPEST",
    "LONGEST_QUERY",
    "Answer",
    "AnswerArticle",
    "AnswerPassage",
    "Options",
    "Page",
    "Snippet",
    "article",
    "as_json",
    "clean",
    "complete",
    "open_index",
    "search",
    "snippet",
]

_MODULES = {
    "answer": ("Answer", "AnswerArticle", "AnswerPassage", "as_json"),
    "answering": ("DEEPEST", "Options", "Page", "article", "clean", "open_index", "search"),
    "query": ("LONGEST_QUERY",),
    "snippets": ("Snippet", "snippet"),
    "suggest": ("complete",),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"searcher.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
