"""OpenAPI: the description of the API as a document, made of the schemas that requests are read by."""

from __future__ import annotations

from importlib.metadata import version
from typing import NamedTuple

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.field_converter import FieldConverterMixin
from marshmallow import Schema, fields

from web.api import answers, parameters, wording
from web.api.problem import MIME


class Operation(NamedTuple):
    """What can be asked at a path, and what is answered; ``by_id``: of one article, which may not be there."""

    name: str
    path: str
    reads: type[Schema]
    answers: str
    by_id: bool = False


OPERATIONS = (
    Operation("search", "/api/v1/search", parameters.SearchParameters, "Answer"),
    Operation("suggest", "/api/v1/suggest", parameters.SuggestParameters, "Suggestions"),
    Operation("article", "/api/v1/articles/{id}", parameters.ArticleParameters, "Article", by_id=True),
    Operation("named_article", "/api/v1/articles", parameters.NamedArticleParameters, "Article", by_id=True),
    Operation("similar", "/api/v1/similar/{id}", parameters.SimilarParameters, "Similar", by_id=True),
    Operation("named_similar", "/api/v1/similar", parameters.NamedSimilarParameters, "Similar", by_id=True),
    Operation("info", "/api/v1/info", parameters.NoParameters, "Info"),
)
COMPONENTS = {
    schema.__name__: schema
    for schema in (
        *(answers.ParameterError, answers.Problem, answers.Passage, answers.Article, answers.FacetValue),
        *(answers.Facets, answers.Answer, answers.Suggestions, answers.Similar, answers.Info),
    )
}
ETAG = {"ETag": {"schema": {"type": "string"}}}
PATH_ID = {"in": "path", "name": "id", "required": True, "schema": {"type": "string", "minLength": 1}}


def document(root: str) -> dict[str, object]:
    """The OpenAPI document of an application below ``root``, in the language of the request."""
    plugin = MarshmallowPlugin()
    spec = APISpec(
        title="Searcher",
        version=version("searcher"),
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": wording.about(), "license": {"name": "MIT", "identifier": "MIT"}},
        servers=[{"url": root or "/"}],
    )
    if plugin.converter:  # there is one from here on
        plugin.converter.add_attribute_function(_explanation)  # type: ignore[no-untyped-call]
    for name, schema in COMPONENTS.items():
        spec.components.schema(name, schema=schema)
    for operation in OPERATIONS:
        spec.path(operation.path, operations={"get": _described(operation)})
    return spec.to_dict()


def _described(operation: Operation) -> dict[str, object]:
    in_path = [{**PATH_ID, "description": wording.parameters()["id"]}] if "{id}" in operation.path else []
    return {
        "operationId": operation.name,
        "summary": wording.summaries()[operation.name],
        "parameters": [*in_path, {"in": "query", "schema": operation.reads}],
        "responses": _responses(operation),
    }


def _responses(operation: Operation) -> dict[str, object]:
    refused = {"content": {MIME: {"schema": "Problem"}}}
    refusals = {"400": "Bad Request", "404": "Not Found", "503": "Service Unavailable"}
    if not operation.by_id:
        del refusals["404"]
    answer = {"description": "OK", "headers": ETAG, "content": {"application/json": {"schema": operation.answers}}}
    return {
        "200": answer,
        "304": {"description": "Not Modified"},
        **{code: {"description": name, **refused} for code, name in refusals.items()},
    }


def _explanation(_: FieldConverterMixin, field: fields.Field[object], **__: object) -> dict[str, str]:
    """What a parameter or a value is for, as apispec takes it for each field of a schema."""
    owner, name = type(field.parent).__name__, str(field.name)
    said = (
        wording.parameters().get(name, "")
        if owner.endswith("Parameters")
        else wording.values().get(f"{owner}.{name}", "")
    )
    return {"description": said} if said else {}
