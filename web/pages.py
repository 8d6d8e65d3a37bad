"""The pages: the one with the search box and what was found, and the one to read an article."""

from __future__ import annotations

from time import perf_counter

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

import searcher
from index.directory import IndexDirectory
from index.engines.protocol import Engine
from searcher import DEEPEST, LONGEST_QUERY, Answer, Options, clean
from web.asking import NumberError, ask, asked_number, wants_all

PER_PAGE = 10
MOST_PAGES = DEEPEST // PER_PAGE
EXAMPLES = ("eau potable", "« canal du Midi »", "navig*")
"""Queries that the home page shows; only those that find something are links."""


class Pages:
    """The views for people over one index directory."""

    def __init__(self, directory: IndexDirectory) -> None:
        self._directory = directory

    def home(self) -> str | Response:
        """``/?q=&page=&all=`` → the results, or without a query what there is to search."""
        query = _query()
        if not query.strip():
            aside = self._directory.totals().aside
            articles, useful = ask(self._directory, lambda engine: (engine.size(), _useful(engine)))
            known = {"articles": articles, "aside": aside, "queries": EXAMPLES, "useful": useful}
            return render_template("home.html", query="", **known)
        page, started = _page(), perf_counter()
        found = ask(self._directory, lambda engine: _search(query, engine, page))
        last = _last(found, page)
        if page > 1 and not found.articles:
            return redirect(url_for("home", q=query, page=max(1, min(last, page - 1)), all=_all()))
        return render_template(
            "results.html",
            query=query,
            answer=found._replace(articles=found.articles[:PER_PAGE]),
            read_as=found.read_otherwise,
            page=page,
            last=last,
            all=_all(),
            milliseconds=round(1000 * (perf_counter() - started)),
        )

    def article(self) -> str:
        """``/article?id=&q=`` → the whole article; raises NotFound for an id the index does not hold."""
        query, name = _query(), clean(request.args.get("id", ""))
        hit = ask(self._directory, lambda engine: searcher.article(name, query, engine)) if name else None
        if hit is None:
            raise NotFound
        return render_template("article.html", query=query, hit=hit, page=_page(), all=_all())


def _query() -> str:
    """The query of the request, without what is not read of it anyway."""
    return clean(request.args.get("q", "")[:LONGEST_QUERY])


def _page() -> int:
    """The page asked for; the first one where that is no number, or beyond what is listed."""
    try:
        return asked_number("page", 1, MOST_PAGES)
    except NumberError:
        return 1


def _all() -> str | None:
    """The parameter ``all`` of links to the same list."""
    return "1" if wants_all() else None


def _search(query: str, engine: Engine, page: int) -> Answer:
    """A page of the answer, with one article more where there is a next page."""
    wanted = searcher.Page(first=(page - 1) * PER_PAGE, count=PER_PAGE + 1)
    return searcher.search(query, engine, wanted, Options(complete_only=wants_all()))


def _last(found: Answer, page: int) -> int:
    """The last page that is known; articles that hold only some of the words are not counted."""
    counted = min(MOST_PAGES, -(-found.articles_total // PER_PAGE))
    if not found.partial:
        return counted
    follows = len(found.articles) > PER_PAGE
    return min(MOST_PAGES, max(counted, page + follows))


def _useful(engine: Engine) -> list[str]:
    """The examples that find something in this index."""
    page = searcher.Page(count=0)
    return [query for query in EXAMPLES if searcher.search(query, engine, page).articles_total]
