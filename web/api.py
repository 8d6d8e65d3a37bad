"""The JSON API: the answers of the command line over HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Response, request

from index.directory.store import Store
from searcher.answer import as_json
from searcher.search import Page, search
from web.asking import NumberError, ask, asked_number

MOST_ARTICLES = 10_000
MOST_PAGES = 1_000_000
MOST_PASSAGES = 100


class Api:
    """The views of the API over one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def search(self) -> Response:
        """``/api/search?q=&limit=&page=&passages=`` → what ``searcher query --json`` prints; 400 for a bad number."""
        query = request.args.get("q")
        if query is None:
            return as_response({"error": "q is missing: /api/search?q=WORDS"}, 400)
        try:
            page = _page()
        except NumberError as error:
            return as_response({"error": str(error)}, 400)
        return as_response(as_json(ask(self._store, lambda engine: search(query, engine, page))))


def _page() -> Page:
    limit = asked_number("limit", 10, MOST_ARTICLES)
    page = asked_number("page", 1, MOST_PAGES)
    return Page(first=(page - 1) * limit, count=limit, passages=asked_number("passages", 3, MOST_PASSAGES))


def as_response(content: Mapping[str, object], status: int = 200) -> Response:
    """``content`` as JSON in UTF-8. Half a surrogate pair, which UTF-8 cannot hold, becomes a question mark."""
    text = json.dumps(content, ensure_ascii=False) + "\n"
    return Response(text.encode("utf-8", "replace"), status, mimetype="application/json")
