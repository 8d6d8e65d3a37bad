"""``/healthz`` and ``/metrics``: what a monitor is told, and that it is told nothing of what people ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from index.directory import IndexDirectory
from index.sync import update
from web.app import create_app


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[IndexDirectory]:
    (tmp_path / "a.txt").write_text("Un titre\n\nUn budget.\n", encoding="utf-8")
    with closing(IndexDirectory(tmp_path / "index")) as directory:
        update([tmp_path / "a.txt"], directory, engine="whoosh")
        yield directory


@pytest.fixture
def client(directory: IndexDirectory) -> FlaskClient:
    return create_app(directory).test_client()


def sample(client: FlaskClient, name: str, **labels: str) -> float | None:
    """A value as Prometheus reads it; None where there is none."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    samples = (each for family in families for each in family.samples)
    return next((each.value for each in samples if each.name == name and labels.items() <= each.labels.items()), None)


def test_a_healthy_index(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok", "articles": 1, "trouble": ""})
    assert sample(client, "searcher_index_readable") == 1
    assert sample(client, "searcher_articles") == 1
    assert sample(client, "searcher_following_trouble") == 0


def test_an_index_that_cannot_be_read(directory: IndexDirectory, client: FlaskClient) -> None:
    (directory.folder / "index.json").write_text("{", encoding="utf-8")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json
    assert response.json["status"] == "unavailable"
    assert sample(client, "searcher_index_readable") == 0
    assert sample(client, "searcher_articles") is None


def test_there_is_no_index_yet(tmp_path: Path) -> None:
    client = create_app(IndexDirectory(tmp_path / "none")).test_client()
    assert client.get("/healthz").status_code == 503
    assert client.get("/metrics").status_code == 200


def test_trouble_is_told(directory: IndexDirectory) -> None:
    troubles = ["no space"]
    client = create_app(directory, trouble=lambda: troubles[0]).test_client()
    assert client.get("/healthz").json == {"status": "ok", "articles": 1, "trouble": "no space"}
    assert sample(client, "searcher_following_trouble") == 1
    troubles[0] = ""
    assert sample(client, "searcher_following_trouble") == 0


def test_requests_are_counted_by_endpoint(client: FlaskClient) -> None:
    for address in ("/?q=budget", "/?q=loup", "/nowhere", "/api/v1/search"):
        client.get(address)
    client.open("/", method="BREW")
    assert sample(client, "searcher_requests_total", endpoint="results.home", method="GET", status="200") == 2
    assert sample(client, "searcher_requests_total", endpoint="none", status="404") == 1
    assert sample(client, "searcher_requests_total", endpoint="api.search", status="400") == 1
    assert sample(client, "searcher_requests_total", method="other", status="405") == 1
    assert sample(client, "searcher_request_seconds_count", endpoint="results.home") == 2
    assert sample(client, "searcher_request_seconds_bucket", endpoint="results.home", le="+Inf") == 2


def test_nothing_that_was_asked_is_told(client: FlaskClient) -> None:
    for address in ("/?q=secret", "/article?id=secret", "/api/v1/articles/secret", "/secret", "/feed.atom?q=secret"):
        client.get(address, headers={"X-Secret": "secret"})
    assert "secret" not in client.get("/metrics").text


def test_two_applications_count_apart(directory: IndexDirectory, client: FlaskClient) -> None:
    client.get("/?q=budget")
    other = create_app(directory).test_client()
    assert sample(other, "searcher_requests_total", endpoint="results.home") is None


def test_when_the_index_was_last_written_to(directory: IndexDirectory, client: FlaskClient) -> None:
    before = sample(client, "searcher_index_updated_timestamp_seconds")
    catalogue = directory.folder / directory.current_state().data / "catalogue.sqlite"
    assert before == int(catalogue.stat().st_mtime)
