"""The application: an index directory → a Flask app with its pages, its API and its safeguards."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from flask import Flask, Response, abort, request
from flask_babel import Babel, get_locale  # type: ignore[import-untyped]

from index.directory import IndexDirectory
from index.language import DOMAIN, FOLDER, answer_in
from web.api import Api
from web.pages import Pages
from web.problems import add_problems
from web.text import day, harmless, marked, number, page_numbers, shortened

LANGUAGES = ("fr", "en")
PORT = re.compile(r":\d*$")
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(
    directory: IndexDirectory, *, trusted_hosts: Sequence[str] = (), trouble: Callable[[], str] = lambda: ""
) -> Flask:
    """An application that searches ``directory``, which stays the caller's to close.

    ``trusted_hosts`` are the names it answers to (all where there are none): another site whose name is pointed at this
    machine cannot read the documents through somebody's browser. ``trouble`` says why the index no longer follows its
    folders; every page shows it.
    """
    app = Flask(__name__)
    app.jinja_options = {"finalize": harmless, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(day=day, marked=marked, number=number, shortened=shortened)
    app.jinja_env.globals.update(page_numbers=page_numbers, get_locale=get_locale, trouble=trouble)
    translations = {"default_domain": DOMAIN, "default_translation_directories": str(FOLDER)}
    Babel(app, default_locale=LANGUAGES[0], locale_selector=language, **translations)
    pages, api = Pages(directory), Api(directory)
    app.add_url_rule("/", "home", pages.home)
    app.add_url_rule("/article", "article", pages.article)
    app.add_url_rule("/api/search", "api_search", api.search)
    add_problems(app)
    app.before_request(lambda: answer_in(language()))
    app.before_request(lambda: _check_host(trusted_hosts))
    app.teardown_request(lambda _: answer_in(""))
    app.after_request(_safe)
    return app


def language() -> str:
    """``fr`` or ``en``, whichever the browser asks for first; French where it asks for neither."""
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _check_host(trusted: Sequence[str]) -> None:
    """Flask's own TRUSTED_HOSTS knows no IPv6 address."""
    if trusted and PORT.sub("", request.host).lower() not in trusted:
        abort(400)


def _safe(response: Response) -> Response:
    response.headers.update(SECURITY)
    response.vary.add("Accept-Language")
    return response
