"""The pages: the one with the search box and what was found, and the one to read an article."""

from __future__ import annotations

from time import perf_counter

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from index.directory.store import Store
from index.engines.protocol import Engine
from searcher import search as searching
from searcher.answer import Answer
from searcher.query.lexer import LONGEST_QUERY
from web.asking import NumberError, ask, asked_number

PER_PAGE = 10
MOST_PAGES = 1_000_000


class Pages:
    """The views for people over one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def home(self) -> str | Response:
        """``/?q=&page=`` → the results, or without a query what there is to search."""
        query = _query()
        if not query.strip():
            return render_template("home.html", query="", articles=ask(self._store, _count))
        page, started = _page(), perf_counter()
        answer = ask(self._store, lambda engine: _search(query, engine, page))
        last = -(-answer.articles_total // PER_PAGE)
        if page > 1 and page > last:
            return redirect(url_for("home", q=query, page=max(1, last)))
        return render_template(
            "results.html",
            query=query,
            answer=answer,
            read_as=answer.read_otherwise,
            page=page,
            last=last,
            milliseconds=round(1000 * (perf_counter() - started)),
        )

    def article(self) -> str:
        """``/article?id=&q=`` → the whole article; raises NotFound for an id the index does not hold."""
        query, name = _query(), searching.clean(request.args.get("id", ""))
        hit = ask(self._store, lambda engine: searching.article(name, query, engine)) if name else None
        if hit is None:
            raise NotFound
        return render_template("article.html", query=query, hit=hit, page=_page())


def _query() -> str:
    """The query of the request, without what is not read of it anyway."""
    return searching.clean(request.args.get("q", "")[:LONGEST_QUERY])


def _page() -> int:
    """The page asked for; the first one where that is no number."""
    try:
        return asked_number("page", 1, MOST_PAGES)
    except NumberError:
        return 1


def _search(query: str, engine: Engine, page: int) -> Answer:
    return searching.search(query, engine, searching.Page(first=(page - 1) * PER_PAGE, count=PER_PAGE))


def _count(engine: Engine) -> int:
    return sum(file.articles for file in engine.files().values())
