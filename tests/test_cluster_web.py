"""The pages of an index in a cluster that is away: they say so, and go on by themselves when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cluster_indexes import clustered, machine
from flask.testing import FlaskClient
from indexing import go, write
from real_cluster import needs_cluster, shared_urls
from standing_in import nothing, standing_in

from index.directory import clustered as module
from index.engines.cluster import URL
from web.app import create_app

pytestmark = needs_cluster
ENGLISH = {"Accept-Language": "en"}
PAGES = ("/", "/?q=chats", "/search?q=chats")
MACHINES = ("/api/search?q=chats", "/api/v1/search?q=chats", "/healthz")


@pytest.fixture(autouse=True)
def _name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(module, "REMEMBERED_SECONDS", 0.0)
    with clustered(monkeypatch, tmp_path):
        yield


def answers(client: FlaskClient) -> None:
    """All is well."""
    assert "textes/a.txt" in client.get("/api/search?q=chats").get_data(as_text=True)
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 200


def is_away(client: FlaskClient, url: str) -> None:
    """Every page says what is the matter."""
    for page in PAGES:
        answer = client.get(page, headers=ENGLISH)
        if answer.status_code != 404:
            assert answer.status_code == 503, page
            assert f"the cluster at {url} cannot be reached" in answer.get_data(as_text=True)
            assert answer.content_type.startswith("text/html")
    for page in MACHINES:
        answer = client.get(page, headers=ENGLISH)
        assert (answer.status_code, answer.is_json) == (503, True), page
        assert f"the cluster at {url} cannot be reached" in answer.get_data(as_text=True)
    assert "searcher_index_readable 0.0" in client.get("/metrics").get_data(as_text=True)


def test_a_cluster_that_goes_and_comes_back(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "a.txt", "Un chat.")
    with closing(machine(tmp_path)) as writer:
        go(writer, folder, engine=None)
    with standing_in(nothing, before=shared_urls()) as url:
        monkeypatch.setenv(URL, url)
        shown = machine(tmp_path, 1)
        client = create_app(shown).test_client()
        answers(client)
    port = int(url.rpartition(":")[2])
    for _ in range(2):
        is_away(client, url)
        with standing_in(nothing, before=shared_urls(), port=port):
            answers(client)
    shown.close()


def test_a_server_that_comes_before_its_cluster(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "a.txt", "Un chat.")
    with closing(machine(tmp_path)) as writer:
        go(writer, folder, engine=None)
    with standing_in(nothing, before=shared_urls()) as url:
        port = int(url.rpartition(":")[2])
    monkeypatch.setenv(URL, url)
    with closing(machine(tmp_path, 1)) as shown:
        client = create_app(shown).test_client()
        is_away(client, url)
        with standing_in(nothing, before=shared_urls(), port=port):
            answers(client)
