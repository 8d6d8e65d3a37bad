"""Problems: what goes wrong → a page, or JSON for the API, that says what to do next."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from index.directory import NoIndexError
from index.engines.protocol import StoreError
from index.language import language
from web.api import as_response

UNAVAILABLE = 503
WRONG_SERVER = 500


def add_problems(app: Flask) -> None:
    """Have ``app`` answer errors in words."""
    app.register_error_handler(StoreError, _store_error)
    app.register_error_handler(HTTPException, _http_error)


def _store_error(error: StoreError) -> ResponseReturnValue:
    if _for_machines():
        return as_response({"error": str(error)}, UNAVAILABLE)
    template = "no_index.html" if isinstance(error, NoIndexError) else "store_error.html"
    return render_template(template, query="", message=str(error), said_in=language()), UNAVAILABLE


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or WRONG_SERVER
    if _for_machines():
        return as_response({"error": error.description or error.name}, code)
    if code < WRONG_SERVER and error.get_response().location:
        return error
    return render_template("http_error.html", query="", code=code), code


def _for_machines() -> bool:
    return request.path.startswith("/api/")
