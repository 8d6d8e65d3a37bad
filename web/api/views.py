"""The views of ``/api/v1``: a request → its answer as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from flask import Blueprint, Response
from marshmallow import ValidationError

import searcher
from index.directory import IndexDirectory
from index.engines.protocol import Counts, Engine
from searcher import AnswerArticle, as_json, complete
from web.api import parameters
from web.api.facts import facts
from web.api.parameters import flag, number, read, text
from web.api.problem import problem
from web.api.response import as_bytes, as_response, stamped
from web.asking import ask
from web.cache import AnswerCache

NO_ARTICLE = "The index holds no article with this id."

Answered = TypeVar("Answered")


def blueprint(directory: IndexDirectory, trouble: Callable[[], str], cache: AnswerCache) -> Blueprint:
    """``/api/v1/…`` over one index directory."""
    api, views = Blueprint("api", __name__, url_prefix="/api/v1"), Views(directory, trouble, cache)
    api.register_error_handler(ValidationError, _wrong_parameters)
    for rule, view in (
        ("/search", views.search),
        ("/suggest", views.suggest),
        ("/articles", views.named_article),
        ("/articles/<path:name>", views.article),
        ("/similar", views.named_similar),
        ("/similar/<path:name>", views.similar),
        ("/info", views.info),
    ):
        # Two slashes in a row are another address: an error, as the document says, and sent on to none.
        api.add_url_rule(rule, view.__name__, view, merge_slashes=False)
    return api


class Views:
    """What is answered, over one index directory; ``trouble`` says why it no longer follows its folders."""

    def __init__(self, directory: IndexDirectory, trouble: Callable[[], str], cache: AnswerCache) -> None:
        self._directory = directory
        self._trouble = trouble
        self._cache = cache

    def search(self) -> Response:
        """The JSON of ``searcher query``, with ``facets=1`` the values to count its articles by as well."""
        return stamped(Response(self._cache.answer(self._found), mimetype="application/json"))

    def _found(self) -> bytes:
        asked = read(parameters.SearchParameters())
        query, page, options = text(asked, "q"), parameters.page_of(asked), parameters.options_of(asked)
        if not flag(asked, "facets"):
            return as_bytes(as_json(ask(self._directory, lambda engine: searcher.search(query, engine, page, options))))
        found, counts = ask(self._directory, lambda engine: searcher.search_and_count(query, engine, page, options))
        return as_bytes({**as_json(found), "facets": _facets(counts)})

    def suggest(self) -> Response:
        """A query that is being typed with its last word completed."""
        asked = read(parameters.SuggestParameters())
        query, limit = text(asked, "q"), number(asked, "limit")
        return self._answered(lambda engine: {"query": query, "suggestions": complete(query, engine, limit)})

    def article(self, name: str) -> Response:
        """A whole article, with what the query finds in it marked."""
        return self._article(name, read(parameters.ArticleParameters()))

    def named_article(self) -> Response:
        """``article`` for an id that is a parameter."""
        asked = read(parameters.NamedArticleParameters())
        return self._article(text(asked, "id"), asked)

    def similar(self, name: str) -> Response:
        """Articles that share the rare words of one."""
        return self._similar(name, read(parameters.SimilarParameters()))

    def named_similar(self) -> Response:
        """``similar`` for an id that is a parameter."""
        asked = read(parameters.NamedSimilarParameters())
        return self._similar(text(asked, "id"), asked)

    def info(self) -> Response:
        """What the index holds."""
        read(parameters.NoParameters())
        return stamped(as_response(facts(self._directory, self._trouble())))

    def _article(self, name: str, asked: Mapping[str, object]) -> Response:
        found = ask(self._directory, lambda engine: searcher.article(searcher.clean(name), text(asked, "q"), engine))
        return stamped(as_response(searcher.article_as_json(found))) if found else problem(404, NO_ARTICLE)

    def _similar(self, name: str, asked: Mapping[str, object]) -> Response:
        name, limit = searcher.clean(name), number(asked, "limit")

        def near(engine: Engine) -> Sequence[AnswerArticle] | None:
            return searcher.similar(name, engine, limit) if engine.read(name) else None

        found = ask(self._directory, near)
        if found is None:
            return problem(404, NO_ARTICLE)
        return stamped(as_response({"id": name, "articles": list(map(searcher.article_as_json, found))}))

    def _answered(self, question: Callable[[Engine], dict[str, object]]) -> Response:
        return stamped(as_response(ask(self._directory, question)))


def _facets(counts: Counts) -> dict[str, list[dict[str, object]]]:
    return {
        facet.value: [{"value": value, "articles": articles} for value, articles in values]
        for facet, values in counts.items()
    }


def _wrong_parameters(error: ValidationError) -> Response:
    errors = [
        {"parameter": name, "detail": " ".join(_sentences(messages))}
        for name, messages in dict(error.messages_dict).items()
    ]
    return problem(400, "; ".join(f"{each['parameter']}: {each['detail']}" for each in errors), errors)


def _sentences(messages: object) -> list[str]:
    """The messages of a parameter, which may occur by the places of its values."""
    if isinstance(messages, Mapping):
        return [sentence for each in messages.values() for sentence in _sentences(each)]
    return list(map(str, messages)) if isinstance(messages, Sequence) else [str(messages)]
