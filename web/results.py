"""The page with the search box: what was found, or what there is to search."""

from __future__ import annotations

from time import perf_counter

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Redirect

import searcher
from index.directory import IndexDirectory
from index.engines.protocol import Counts, Engine
from searcher import DEEPEST, Answer, AnswerArticle, Facet, Sort, clean
from web import facets
from web.asking import FRAGMENT, Asked, NumberError, ask, asked, asked_number, wants_fragment
from web.cache import AnswerCache
from web.home import Home
from web.timeline import timeline

PER_PAGE = 10
MOST_PAGES = DEEPEST // PER_PAGE
BEST, UNFOLDED = 3, 60
"""Maximum numbers of passages shown of an article, and of one that is unfolded."""


def blueprint(directory: IndexDirectory, cache: AnswerCache) -> Blueprint:
    """``/?q=…``, see ``Asked``: the results, or without a query what there is to search."""
    pages = Blueprint("results", __name__)
    start = Home(directory)

    @pages.get("/")
    def home() -> ResponseReturnValue:
        question = asked()
        if question.query.strip() or any(question.options.filters):
            return cache.answer(lambda: _results(question, directory))
        return render_template("home.html", frame=_frame(), query="", **start.facts())

    @pages.after_request
    def varying(response: Response) -> Response:
        response.vary.add(FRAGMENT)
        return response

    return pages


def _frame() -> str:
    """The template around a page: as little as there can be for a script that has the rest already."""
    return "fragment.html" if wants_fragment() else "base.html"


def _results(typed: Asked, directory: IndexDirectory) -> bytes | Redirect:
    page, started = _page(), perf_counter()
    filters, wrong = facets.readable(typed.options.filters)
    question = typed._replace(options=typed.options._replace(filters=filters))
    unfolded = clean(request.args.get("unfold", ""))
    found, counts = ask(directory, lambda engine: _found(question, engine, page, unfolded))
    last = _last(found, page)
    if page > 1 and not found.articles:
        return redirect(question.address("results.home", min(last, page - 1)))
    known = {"query": question.query, "asked": question, "typed": typed.options.filters, "wrong": wrong}
    return render_template(
        "results.html",
        frame=_frame(),
        **known,
        answer=found._replace(articles=[_shown(hit, unfolded) for hit in found.articles[:PER_PAGE]]),
        unfolded=unfolded,
        narrowing=_narrowing(question, counts),
        page=page,
        last=last,
        milliseconds=round(1000 * (perf_counter() - started)),
    ).encode()


def _found(question: Asked, engine: Engine, page: int, unfolded: str) -> tuple[Answer, Counts]:
    """A page of the answer, with one article more where there is a next page, and the facets of the whole."""
    wanted = searcher.Page((page - 1) * PER_PAGE, PER_PAGE + 1, UNFOLDED if unfolded else BEST)
    answer, counts = searcher.search_and_count(
        question.query, engine, wanted, question.options, most=facets.MOST_COUNTED
    )
    return answer, facets.shown(counts)


def _shown(hit: AnswerArticle, unfolded: str) -> AnswerArticle:
    """``hit`` with its best passages, and where it is unfolded then the others as they are read."""
    others = hit.passages[BEST:] if hit.article.id == unfolded else ()
    return hit._replace(passages=[*hit.passages[:BEST], *sorted(others, key=lambda passage: passage.number)])


def _narrowing(question: Asked, counts: Counts) -> dict[str, object]:
    """What the answer can be narrowed by, for the template."""
    chosen = question.options.filters.values
    return {
        "names": facets.names(),
        "chips": facets.chips(question),
        "bars": timeline(question, counts),
        "lists": facets.lists(question, counts),
        "chosen": {facet: [value for kind, value in chosen if kind is facet] for facet in Facet},
        "by_date": question._replace(options=question.options._replace(sort=Sort.DATE)),
        "by_score": question._replace(options=question.options._replace(sort=Sort.SCORE)),
        "plain": Asked(question.query),
    }


def _page() -> int:
    """The page asked for; the first one where that is no number, or beyond what is listed."""
    try:
        return asked_number("page", 1, MOST_PAGES)
    except NumberError:
        return 1


def _last(found: Answer, page: int) -> int:
    """The last page that is known; articles that hold only some of the words are not counted."""
    counted = min(MOST_PAGES, -(-found.articles_total // PER_PAGE))
    if not found.partial:
        return counted
    follows = len(found.articles) > PER_PAGE
    return min(MOST_PAGES, max(counted, page + follows))
