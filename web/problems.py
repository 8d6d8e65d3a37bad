"""Problems: what goes wrong → a page, or JSON for the API, that says what to do next."""

from __future__ import annotations

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from index.directory import NoIndexError
from index.engines.protocol import StoreError
from web.api import refusal
from web.security import RefusedError

UNAVAILABLE = 503
WRONG_SERVER = 500


def add_problems(app: Flask) -> None:
    """Have ``app`` answer errors in words."""
    app.register_error_handler(StoreError, _store_error)
    app.register_error_handler(HTTPException, _http_error)


def _store_error(error: StoreError) -> ResponseReturnValue:
    if _for_machines():
        return refusal(UNAVAILABLE, str(error))
    template = "no_index.html" if isinstance(error, NoIndexError) else "store_error.html"
    return render_template(template, query="", message=str(error)), UNAVAILABLE


def _http_error(error: HTTPException) -> ResponseReturnValue:
    answer = make_response(_in_words(error))
    if isinstance(error, MethodNotAllowed):
        answer.allow.update(error.valid_methods or ())
    return answer


def _in_words(error: HTTPException) -> ResponseReturnValue:
    code = error.code or WRONG_SERVER
    if _for_machines():
        return refusal(code, error.description or error.name)
    if code < WRONG_SERVER and error.get_response().location:
        return error
    reason = error.description if isinstance(error, RefusedError) else ""
    return render_template("http_error.html", query="", code=code, reason=reason), code


def _for_machines() -> bool:
    return request.path.startswith("/api/")
