"""The OpenAPI document holds: the application does with requests what it says, with right ones and with wrong ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from index.directory import IndexDirectory
from index.sync import update
from web.api.openapi import OPERATIONS
from web.api.parameters import NoParameters
from web.app import create_app

EXAMPLES = 30
RECORD = {"id": "r/1?x=#é", "title": "Compte rendu", "date": "2024-03-01", "text": "Le conseil a délibéré."}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("api")
    (folder / "docs").mkdir()
    (folder / "docs/a.txt").write_text("La rivière\n\nLa rivière va au moulin.\n", encoding="utf-8")
    (folder / "docs/r.jsonl").write_text(json.dumps(RECORD), encoding="utf-8")
    with closing(IndexDirectory(folder / "index")) as directory:
        update([folder / "docs"], directory, engine="whoosh")
        yield create_app(directory)


@pytest.fixture(scope="module")
def api(app: Flask) -> schemathesis.BaseSchema:
    """The document, as the application itself serves it."""
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


def ask(api: schemathesis.BaseSchema, path: str, mode: GenerationMode) -> None:
    """Ask what is at ``path``, and check each answer against the document."""

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=api[path]["GET"].as_strategy(generation_mode=mode))
    def keeps(case: schemathesis.Case) -> None:  # type: ignore[type-arg]  # of its own types
        case.call_and_validate()

    keeps()


@pytest.mark.parametrize("path", [operation.path for operation in OPERATIONS])
def test_what_the_document_allows_is_answered_as_it_says(api: schemathesis.BaseSchema, path: str) -> None:
    ask(api, path, GenerationMode.POSITIVE)


@pytest.mark.parametrize("path", [operation.path for operation in OPERATIONS if operation.reads is not NoParameters])
def test_what_the_document_forbids_is_refused_as_it_says(api: schemathesis.BaseSchema, path: str) -> None:
    ask(api, path, GenerationMode.NEGATIVE)


def test_an_answer_that_is_otherwise_is_noticed(app: Flask) -> None:
    def otherwise(environ: WSGIEnvironment, start: StartResponse) -> Iterator[bytes]:
        yield from (part.replace(b'"articles":', b'"paintings":') for part in app(environ, start))

    with pytest.raises(FailureGroup, match="articles"):
        ask(schemathesis.openapi.from_wsgi("/openapi.json", otherwise), "/api/v1/info", GenerationMode.POSITIVE)
