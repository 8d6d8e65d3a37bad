"""The application: an index directory → a Flask app with its pages, its API and its safeguards."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial

from flask import Flask

from index.directory import IndexDirectory
from web import alerts, api, exports, feeds, guide, monitoring, names, original, reading, results, suggestions
from web.asking import AnyRequest
from web.cache import AnswerCache
from web.languages import add_languages
from web.problems import add_problems
from web.security import protect
from web.text import day, harmless, marked, moment, number, page_numbers, shortened


def create_app(
    directory: IndexDirectory, *, trusted_hosts: Container[str] | None = None, trouble: Callable[[], str] = lambda: ""
) -> Flask:
    """An application that searches ``directory``, which stays the caller's to close.

    ``trusted_hosts`` are the names it answers to (all where it is None): another site whose name is pointed at this
    machine cannot read the documents through somebody's browser. ``trouble`` says why the index no longer follows its
    folders; every page shows it.
    """
    app = bare_app(trusted_hosts)
    app.jinja_env.globals.update(trouble=trouble)
    cache = AnswerCache(directory, trouble)
    app.register_blueprint(results.blueprint(directory, cache))
    for room in (suggestions, reading, original, exports, feeds, alerts, names):
        app.register_blueprint(room.blueprint(directory))
    app.register_blueprint(guide.blueprint())
    app.register_blueprint(monitoring.blueprint(directory, trouble))
    app.register_blueprint(api.blueprint(directory, trouble, cache))
    app.register_blueprint(api.description())
    app.add_url_rule("/api/search", "api_search", partial(api.legacy, directory))
    return app


def bare_app(trusted_hosts: Container[str] | None) -> Flask:
    """An application without pages: templates, languages, errors in words and safeguards."""
    app = Flask(__name__)
    app.request_class = AnyRequest
    app.jinja_options = {"finalize": harmless, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(day=day, marked=marked, moment=moment, number=number, shortened=shortened)
    app.jinja_env.globals.update(page_numbers=page_numbers, trouble=lambda: "", follows=lambda: False)
    add_problems(app)
    add_languages(app)
    protect(app, trusted_hosts)
    return app
