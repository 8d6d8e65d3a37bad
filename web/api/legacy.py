"""The first API: ``/api/search`` answers as ever, for those who ask it."""

from __future__ import annotations

from flask import Response, request

from index.directory import IndexDirectory
from searcher import DEEPEST, Options, Page, as_json, search
from web.api.parameters import MOST_PASSAGES
from web.api.response import as_response
from web.asking import NumberError, ask, asked_number, wants_all


def legacy(directory: IndexDirectory) -> Response:
    """``/api/search?q=&limit=&page=&passages=&all=`` → the JSON of ``searcher query``; 400 for a bad number."""
    query = request.args.get("q")
    if query is None:
        return as_response({"error": "q is missing: /api/search?q=WORDS"}, 400)
    try:
        page = _page()
    except NumberError as error:
        return as_response({"error": str(error)}, 400)
    options = Options(complete_only=wants_all())
    return as_response(as_json(ask(directory, lambda engine: search(query, engine, page, options))))


def _page() -> Page:
    """The page asked for; none goes beyond what an answer lists at most."""
    limit = asked_number("limit", 10, DEEPEST)
    page = asked_number("page", 1, DEEPEST // limit)
    return Page(first=(page - 1) * limit, count=limit, passages=asked_number("passages", 3, MOST_PASSAGES))
