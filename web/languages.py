"""Languages: in which one a request is answered, and the switch between them."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from index.language import answer_in, plural, tr
from index.language import language as answered_in

LANGUAGES = ("fr", "en")
COOKIE = "lang"
ONE_YEAR = 365 * 24 * 60 * 60
LONGEST_ADDRESS = 8_000
"""Length up to which switching the language keeps the query of an address."""


def language() -> str:
    """``fr`` or ``en``, as the reader chose, else as the browser asks; French where it asks for neither."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def add_languages(app: Flask) -> None:
    """Have ``app`` answer in the language of each request, with the switch; caches know what a page depends on."""
    app.before_request(lambda: answer_in(language()))
    app.teardown_request(lambda _: answer_in(""))
    app.after_request(_varying)
    app.register_blueprint(_blueprint())
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(tr, plural, newstyle=True)  # type: ignore[attr-defined]  # of that extension
    app.jinja_env.globals.update(here=_here, language=answered_in)


def _blueprint() -> Blueprint:
    """``POST /langue/fr`` or ``/langue/en``: remember it in a cookie, and go back to the page ``back``."""
    pages = Blueprint("languages", __name__)

    @pages.post("/langue/<code>")
    def choose(code: str) -> ResponseReturnValue:
        if code not in LANGUAGES:
            raise NotFound
        answer = redirect(_own(request.form.get("back", "")), 303)
        answer.set_cookie(
            COOKIE, code, max_age=ONE_YEAR, path=_root(), secure=request.is_secure, httponly=True, samesite="Lax"
        )
        return answer

    return pages


def _varying(response: Response) -> Response:
    response.vary.add("Cookie")
    return response


def _here() -> str:
    """The address of this page, to come back to; of an error, which may have been no page, the first one."""
    if request.method != "GET" or request.routing_exception is not None:
        return f"{request.script_root}/"
    address = request.full_path.removesuffix("?")
    return request.script_root + (address if len(address) <= LONGEST_ADDRESS else request.path)


def _own(address: str) -> str:
    """``address`` where it is a path of ours; else the first page: nobody is sent to another site from here."""
    root = request.script_root
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"{root}/"
    own = address.startswith(f"{root}/") and not address.startswith("//") and not (parts.scheme or parts.netloc)
    # A browser reads a backslash as a slash, and drops line ends and tabs.
    return address if own and "\\" not in address and address.isprintable() else f"{root}/"


def _root() -> str:
    """The path that all collections lie below."""
    root = request.script_root
    return (root.rpartition("/")[0] if current_app.jinja_env.globals.get("collection") else root) or "/"
