"""Parameters: what may be asked of the API, each with its default and its bounds, as marshmallow schemas.

The schemas read the requests, and the OpenAPI document is made of them: there is one place for both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from flask import request
from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import OneOf, Range

from searcher import DEEPEST, Facet, Options, Page, Sort, clean
from web.asking import filters_of

MOST_PASSAGES = 100
MOST_SUGGESTIONS = 50
MOST_SIMILAR = 50
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH = "^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?$"
ISO_DATE = {"anyOf": [{"format": "date"}, {"pattern": MONTH}], "examples": ["2024", "2024-03", "2024-03-26"]}

Value = TypeVar("Value")


class Number(fields.Integer):
    """A whole number as people write it; Python would read ``1_000`` and ``١`` as well."""

    def _deserialize(self, value: object, *_: object, **__: object) -> int:
        if not WHOLE_NUMBER.fullmatch(str(value)):
            raise self.make_error("invalid")
        return int(str(value))


def _iso_date(text: str) -> None:
    """Raise ValidationError where ``text`` is no date such as 2024, 2024-03 or 2024-03-26."""
    try:
        known = bool(date.fromisoformat(text)) if DAY.fullmatch(text) else bool(re.fullmatch(MONTH, text))
    except ValueError:
        known = False
    if not known:
        raise ValidationError("Not a date such as 2024, 2024-03 or 2024-03-26.")


def _flag() -> fields.String:
    return fields.String(load_default="0", validate=OneOf(["0", "1"]))


def _values() -> fields.List[str]:
    return fields.List(fields.String(), load_default=list)


def _date() -> fields.String:
    return fields.String(validate=_iso_date, metadata=ISO_DATE)


class SearchParameters(Schema):
    """What ``/api/v1/search`` reads."""

    q = fields.String(required=True)
    limit = Number(load_default=10, validate=Range(1, DEEPEST))
    page = Number(load_default=1, validate=Range(1, DEEPEST))
    passages = Number(load_default=3, validate=Range(1, MOST_PASSAGES))
    all = _flag()
    family = _flag()
    facets = _flag()
    sort = fields.String(load_default=Sort.SCORE.value, validate=OneOf([each.value for each in Sort]))
    since = _date()
    until = _date()
    year = _values()
    month = _values()
    folder = _values()
    type = _values()
    source = _values()
    author = _values()
    tag = _values()


class SuggestParameters(Schema):
    """What ``/api/v1/suggest`` reads."""

    q = fields.String(required=True)
    limit = Number(load_default=10, validate=Range(1, MOST_SUGGESTIONS))


class ArticleParameters(Schema):
    """What ``/api/v1/articles/ID`` reads."""

    q = fields.String(load_default="")


class SimilarParameters(Schema):
    """What ``/api/v1/similar/ID`` reads."""

    limit = Number(load_default=5, validate=Range(1, MOST_SIMILAR))


class NamedArticleParameters(ArticleParameters):
    """The same where the id is no part of the path."""

    id = fields.String(required=True)


class NamedSimilarParameters(SimilarParameters):
    """The same where the id is no part of the path."""

    id = fields.String(required=True)


class NoParameters(Schema):
    """What nothing is read by."""


def read(schema: Schema) -> Mapping[str, object]:
    """What the request asks, by name. Raises ValidationError, which says what is wrong with which parameters."""
    several = {name for name, field in schema.fields.items() if isinstance(field, fields.List)}
    given = {
        name: list(map(clean, values)) if name in several else clean(values[0]) for name, values in request.args.lists()
    }
    return dict(schema.load(given))


def page_of(asked: Mapping[str, object]) -> Page:
    """Which articles are asked for."""
    limit = number(asked, "limit")
    return Page(first=(number(asked, "page") - 1) * limit, count=limit, passages=number(asked, "passages"))


def options_of(asked: Mapping[str, object]) -> Options:
    """How the query is read, and its answer filtered and ordered."""
    values = ((facet, value) for facet in Facet for value in texts(asked, facet))
    filters = filters_of(values, text(asked, "since"), text(asked, "until"))
    return Options(flag(asked, "family"), flag(asked, "all"), filters, Sort(text(asked, "sort")))


def number(asked: Mapping[str, object], name: str) -> int:
    """The number ``name``."""
    return _as(int, asked[name])


def text(asked: Mapping[str, object], name: str) -> str:
    """The text ``name``; empty where it is not given."""
    return _as(str, asked.get(name, ""))


def texts(asked: Mapping[str, object], name: str) -> list[str]:
    """The texts that ``name`` was given as."""
    return [str(value) for value in _as(list, asked[name])]


def flag(asked: Mapping[str, object], name: str) -> bool:
    """Whether ``name`` is set."""
    return asked[name] == "1"


def _as(kind: type[Value], value: object) -> Value:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value
