"""The safeguards of the pages, over a real server: who is answered, and what a browser is told."""

from __future__ import annotations

import json
import logging
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Response
from flask.testing import FlaskClient
from real_server import running

from benchmarks.reliability.attacks import ATTACKS
from index.directory import IndexDirectory
from index.sync import update
from web.access import LOOPBACK_NAMES
from web.app import create_app
from web.collections import Collection

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
PAGES = (
    "/",
    "/?q=secret",
    "/?q=xyzzy",
    "/article?id=no",
    "/no",
    "/api/search",
    "/api/search?q=secret",
    "/static/style.css",
)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexDirectory]:
    folder = tmp_path_factory.mktemp("safe") / "docs"
    folder.mkdir()
    (folder / "puits.txt").write_text("Le puits\n\nUn secret\xa0: l’eau froide.\n", encoding="utf-8")
    directory = IndexDirectory(folder.parent / ".searcher")
    update([folder], directory, engine="whoosh")
    yield directory
    directory.close()


@pytest.fixture(scope="module")
def port(directory: IndexDirectory) -> Iterator[int]:
    with running([Collection("", directory)]) as port:
        yield port


@pytest.fixture
def client(directory: IndexDirectory) -> FlaskClient:
    return create_app(directory).test_client()


@pytest.mark.parametrize("path", PAGES)
def test_what_browsers_are_told(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=(), ")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_nothing_unsafe_is_allowed_by_the_policy() -> None:
    assert not re.search(r"unsafe|\*|https?:|data:|blob:", POLICY)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-store"),
        ("/?q=secret", "no-store"),
        ("/article?id=no", "no-store"),
        ("/api/search?q=secret", "private, no-cache"),
        ("/api/no", "private, no-cache"),
        ("/static/style.css", "no-cache"),
    ],
)
def test_what_browsers_may_keep(client: FlaskClient, path: str, kept: str) -> None:
    with client.get(path) as response:
        assert response.headers["Cache-Control"] == kept


def test_static_files_are_not_sent_twice(client: FlaskClient) -> None:
    with client.get("/static/style.css") as first:
        tag = first.headers["ETag"]
    with client.get("/static/style.css", headers={"If-None-Match": tag}) as second:
        assert second.status_code == 304
        assert not second.data


@pytest.mark.parametrize(
    "path", ["/?q=secret", "/article?id=docs/puits.txt", "/api/search?q=secret", "/static/style.css"]
)
@pytest.mark.parametrize(
    "asked",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "anything"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": ""},
    ],
)
def test_other_sites_are_refused(client: FlaskClient, path: str, asked: dict[str, str]) -> None:
    response = client.get(path, headers={**asked, "Accept-Language": "en"})
    assert response.status_code == 403
    assert "eau froide" not in response.text
    assert "Another site asked for this." in response.text
    assert path.startswith("/api/") == (response.mimetype == "application/json")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "none", "Origin": "http://evil.example"},
        {"Origin": "http://localhost"},
        {"Origin": "HTTP://LOCALHOST"},
        LINK,
    ],
)
def test_ones_own_pages_and_links_are_answered(client: FlaskClient, asked: dict[str, str]) -> None:
    assert "eau froide" in client.get("/?q=secret", headers=asked).text


def test_a_form_of_another_site_is_no_link(client: FlaskClient) -> None:
    assert client.post("/", headers=LINK).status_code == 403
    assert client.post("/").status_code == 405


def test_ones_own_form_is_answered_where_the_browser_hides_where_it_is(client: FlaskClient) -> None:
    """It sends no referrer, and so no origin; over http from another machine no Sec-Fetch-Site, either."""
    assert client.post("/langue/en", headers={"Origin": "null"}).status_code == 303
    assert client.post("/langue/en", headers={"Origin": "http://evil.example"}).status_code == 403
    assert client.post("/langue/en", headers={"Origin": "null", "Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_page_may_be_stricter(directory: IndexDirectory) -> None:
    app = create_app(directory)
    app.add_url_rule("/strict", "strict", lambda: Response("x", headers={"Content-Security-Policy": "sandbox"}))
    response = app.test_client().get("/strict")
    assert response.headers["Content-Security-Policy"] == "sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_only_names_that_are_trusted(directory: IndexDirectory) -> None:
    client = create_app(directory, trusted_hosts=LOOPBACK_NAMES).test_client()
    for good in ("localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080"):
        assert client.get("/?q=secret", headers={"Host": good}).status_code == 200
    for bad in (
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "localhost.",
        "",
        "a b",
        "0.0.0.0",  # noqa: S104  # it is asked for, not listened on
        "127.1",
    ):
        response = client.get("/?q=secret", headers={"Host": bad, "Accept-Language": "en"})
        assert response.status_code == 400
        assert "eau froide" not in response.text
        assert client.get("/api/search?q=secret", headers={"Host": bad}).status_code == 400
        assert client.get("/static/style.css", headers={"Host": bad}).status_code == 400
    assert "--allow-host" in client.get("/", headers={"Host": "evil.example"}).text


def test_a_name_is_no_markup(directory: IndexDirectory) -> None:
    client = create_app(directory, trusted_hosts=LOOPBACK_NAMES).test_client()
    response = client.get("/", headers={"Host": "<script>alert(1)</script>"})
    assert response.mimetype == "text/plain"


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_over_the_wire(port: int, name: str, caplog: pytest.LogCaptureFixture) -> None:
    assert list(ATTACKS[name](port)) == []
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_questions_that_wait_for_a_thread_are_no_news(port: int, caplog: pytest.LogCaptureFixture) -> None:
    request = f"GET /?q=secret HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    with ExitStack() as opened:
        asking = [opened.enter_context(socket.create_connection(("127.0.0.1", port), 5)) for _ in range(40)]
        for each in asking:
            each.sendall(request)
        assert all(each.recv(12) == b"HTTP/1.1 200" for each in asking)
    assert not caplog.records


def test_the_api_says_why(client: FlaskClient) -> None:
    response = client.get("/api/search?q=secret", headers={"Sec-Fetch-Site": "cross-site", "Accept-Language": "en"})
    assert "Another site" in json.dumps(response.json)


def test_pages_lie_in_no_other_page(client: FlaskClient, tmp_path: Path) -> None:
    """Even an error is shown in no frame, where a click could be led astray."""
    assert "frame-ancestors 'none'" in client.get(f"/{tmp_path.name}").headers["Content-Security-Policy"]
