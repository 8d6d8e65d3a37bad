"""Citation: what says where a passage comes from, as one writes it in French or English."""

from __future__ import annotations

from index.language import tr
from index.model import Article
from web.text import day


def reference(article: Article) -> str:
    """Who wrote an article, its title, where and when it appeared; what it does not say is left out.

    The time of a file is no date of what is in it.
    """
    known = (article.author, article.title or article.id, article.source, day(article.own_date))
    return ", ".join(" ".join(fact.split()) for fact in known if fact.strip())


def pattern() -> str:
    """How a passage is quoted, with ``{text}``, ``{reference}`` and ``{address}`` in it."""
    return tr("“{text}” — {reference}, {address}")


def page_pattern() -> str:
    """How a page is named in a reference, with ``{page}`` in it."""
    return tr("p. {page}")
