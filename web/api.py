"""The JSON API: the answers of the command line over HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Response, request

from index.directory import IndexDirectory
from searcher import DEEPEST, Options, Page, as_json, search
from web.asking import NumberError, ask, asked_number, wants_all

MOST_PASSAGES = 100


class Api:
    """The views of the API over one index directory."""

    def __init__(self, directory: IndexDirectory) -> None:
        self._directory = directory

    def search(self) -> Response:
        """``/api/search?q=&limit=&page=&passages=&all=`` → the JSON of ``searcher query``; 400 for a bad number."""
        query = request.args.get("q")
        if query is None:
            return as_response({"error": "q is missing: /api/search?q=WORDS"}, 400)
        try:
            page = _page()
        except NumberError as error:
            return as_response({"error": str(error)}, 400)
        options = Options(complete_only=wants_all())
        return as_response(as_json(ask(self._directory, lambda engine: search(query, engine, page, options))))


def _page() -> Page:
    """The page asked for; none goes beyond what an answer lists at most."""
    limit = asked_number("limit", 10, DEEPEST)
    page = asked_number("page", 1, DEEPEST // limit)
    return Page(first=(page - 1) * limit, count=limit, passages=asked_number("passages", 3, MOST_PASSAGES))


def as_response(content: Mapping[str, object], status: int = 200) -> Response:
    """``content`` as JSON in UTF-8. Half a surrogate pair, which UTF-8 cannot hold, becomes a question mark."""
    text = json.dumps(content, ensure_ascii=False) + "\n"
    return Response(text.encode("utf-8", "replace"), status, mimetype="application/json")
