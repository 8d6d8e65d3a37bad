"""Answers: the JSON of the API as marshmallow schemas, of which the OpenAPI document is made."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length

from searcher import Facet


def _text(*, null: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=null)


def _number(*, null: bool = False) -> fields.Integer:
    return fields.Integer(required=True, allow_none=null)


def _flag() -> fields.Boolean:
    return fields.Boolean(required=True)


def _texts() -> fields.List[str]:
    return fields.List(fields.String(), required=True)


class Passage(Schema):
    """A paragraph of an article."""

    number = _number()
    page = _number(null=True)
    score = fields.Float(required=True)
    repeats = _number()
    text = _text()
    marks = fields.List(fields.List(fields.Integer(), validate=Length(equal=2)), required=True)


class Article(Schema):
    """An article with passages of it."""

    id = _text()
    path = _text()
    title = _text()
    date = _text()
    date_from = _text()
    author = _text()
    source = _text()
    tags = _texts()
    type = _text()
    score = fields.Float(required=True)
    missing = _texts()
    passages_total = _number()
    passages = fields.List(fields.Nested(Passage), required=True)


class FacetValue(Schema):
    """A value that articles are counted by."""

    value = _text()
    articles = _number()


Facets = Schema.from_dict(
    {facet.value: fields.List(fields.Nested(FacetValue), required=True) for facet in Facet}, name="Facets"
)


class Answer(Schema):
    """The answer to a query."""

    query = _text()
    read_as = _text()
    articles_total = _number()
    partial = _flag()  # type: ignore[assignment]  # marshmallow takes the fields out of the class
    relaxed = _flag()
    suggestion = _text(null=True)
    articles = fields.List(fields.Nested(Article), required=True)
    exhausted = fields.Boolean()
    facets = fields.Nested(Facets)


class Suggestions(Schema):
    """What may be meant by the beginning of a query."""

    query = _text()
    suggestions = _texts()


class Similar(Schema):
    """Articles like another one."""

    id = _text()
    articles = fields.List(fields.Nested(Article), required=True)


class Info(Schema):
    """What the index holds."""

    version = _text()
    engine = _text()
    articles = _number()
    files = _number()
    text_bytes = _number()
    faulty_files = _number()
    left_aside = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    covers = _texts()
    updated = fields.DateTime(required=True)
    trouble = _text()


class ParameterError(Schema):
    """What is wrong with a parameter."""

    parameter = _text()
    detail = _text()


class Problem(Schema):
    """An error, as RFC 9457 has it."""

    type = _text()
    title = _text()
    status = _number()
    detail = _text()
    errors = fields.List(fields.Nested(ParameterError))
