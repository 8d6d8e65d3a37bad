"""Languages: in which one a page is, and the switch between them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web_pages import ENGLISH, in_words, page, results

from index.directory import IndexDirectory
from index.engines.protocol import UnwritableError
from index.language import again, language, tr
from index.sync import Watcher
from web.app import create_app
from web.collections import Collection
from web.languages import _own

HOSTILE = [
    "//example.org/",
    "///example.org",
    "https://example.org/",
    "javascript:alert(1)",
    "/\\example.org",
    "\\\\example.org",
    "/\t/example.org",
    "/x\r\nSet-Cookie: a=b",
    "//[",
    "",
    "x",
    "?q=eau",
]


def test_english_for_those_who_ask_for_it(client: FlaskClient) -> None:
    html = results(client, "rivière moulin", ENGLISH)
    assert '<html lang="en">' in html
    assert '<article lang="fr"' in html
    assert "The index holds 5 articles." in page(client, "/", headers=ENGLISH)
    assert "March 1, 2024" in in_words(results(client, "budget", ENGLISH))
    assert "Not found" in page(client, "/article?id=no", status=404, headers=ENGLISH)


@pytest.mark.parametrize("asked", ["", "fr", "de", "de,fr;q=0.5,en;q=0.1", "*", "fr-CA", "!!"])
def test_french_for_everybody_else(client: FlaskClient, asked: str) -> None:
    response = client.get("/", headers={"Accept-Language": asked})
    assert '<html lang="fr">' in response.get_data(as_text=True)
    assert "Accept-Language" in response.headers["Vary"]


def test_the_switch_is_remembered_and_leads_back(client: FlaskClient) -> None:
    assert 'action="/langue/en"' in page(client, "/?q=eau&type=txt")
    assert '<input type="hidden" name="back" value="/?q=eau&amp;type=txt">' in page(client, "/?q=eau&type=txt")
    answer = client.post("/langue/en", data={"back": "/?q=eau&type=txt"})
    assert (answer.status_code, answer.location) == (303, "/?q=eau&type=txt")
    assert '<html lang="en">' in page(client, "/?q=eau", headers={"Accept-Language": "fr"})
    assert 'action="/langue/fr"' in page(client, "/")
    client.post("/langue/fr")
    assert '<html lang="fr">' in page(client, "/", headers=ENGLISH)


def test_the_cookie_of_the_switch_is_the_only_one(client: FlaskClient) -> None:
    for address in ("/", "/?q=eau", "/aide", "/suggest?q=ea", "/article?id=docs/riviere.txt", "/nowhere"):
        assert "Set-Cookie" not in client.get(address).headers
    cookie = client.post("/langue/en").headers["Set-Cookie"]
    assert cookie.startswith("lang=en;")
    for said in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="):
        assert said in cookie
    assert "Secure" not in cookie
    assert "Secure" in client.post("/langue/en", base_url="https://localhost/").headers["Set-Cookie"]


@pytest.mark.parametrize("value", ["de", "", "../fr", "x" * 4000, "fr%00"])
def test_a_made_up_cookie_is_not_read(client: FlaskClient, value: str) -> None:
    client.set_cookie("lang", value)
    assert '<html lang="en">' in page(client, "/", headers=ENGLISH)


def test_there_are_two_languages_and_one_way_to_switch(client: FlaskClient) -> None:
    assert client.post("/langue/de").status_code == 404
    assert client.get("/langue/en").status_code == 405


@pytest.mark.parametrize("back", HOSTILE)
def test_nobody_is_sent_elsewhere(client: FlaskClient, back: str) -> None:
    answer = client.post("/langue/en", data={"back": back})
    assert (answer.status_code, answer.location) == (303, "/")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(back=st.text("/\\:.?#@\t\n\r aé%[]") | st.text())
def test_whatever_is_asked_for_the_way_back_is_a_path(client: FlaskClient, back: str) -> None:
    with client.application.test_request_context("/"):
        own = _own(back)
    assert own.startswith("/")
    assert not own.startswith(("//", "/\\"))
    assert own.isprintable()


def test_the_switch_keeps_to_its_prefix(client: FlaskClient) -> None:
    below = {"SCRIPT_NAME": "/search"}
    assert 'value="/search/?q=eau"' in client.get("/?q=eau", environ_overrides=below).text
    answer = client.post("/langue/en", data={"back": "/search/aide"}, environ_overrides=below)
    assert answer.location == "/search/aide"
    assert "Path=/search" in answer.headers["Set-Cookie"]
    assert client.post("/langue/en", data={"back": "/other"}, environ_overrides=below).location == "/search/"


def test_collections_share_the_choice(shown: IndexDirectory) -> None:
    app = create_app(shown)
    app.jinja_env.globals.update(collection="presse")
    answer = app.test_client().post("/langue/en", environ_overrides={"SCRIPT_NAME": "/search/presse"})
    assert "Path=/search;" in answer.headers["Set-Cookie"] + ";"


def test_back_from_a_page_that_was_none_is_the_first_one(client: FlaskClient) -> None:
    assert 'name="back" value="/"' in page(client, "/nowhere?x=1", status=404)
    address = f"/?q={'x' * 9000}"
    assert 'name="back" value="/"' in page(client, address)


def test_the_language_of_a_request_ends_with_it(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread goes on to other work, whose messages are in the language of the environment."""
    monkeypatch.setenv("SEARCHER_LANG", "en")
    for address, status in (("/", 200), ("/article?id=no", 404)):
        page(client, address, status=status, headers={"Accept-Language": "fr"})
        assert language() == "en"


@pytest.mark.parametrize(("asked", "around", "said"), [("en", "fr", "there is no index"), ("fr", "en", "pas d’index")])
def test_messages_of_the_engine_room_are_in_the_language_of_the_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, around: str, said: str
) -> None:
    monkeypatch.setenv("SEARCHER_LANG", around)
    client = create_app(IndexDirectory(tmp_path / "none")).test_client()
    answer = page(client, "/api/search?q=x", status=503, headers={"Accept-Language": asked})
    assert said in json.loads(answer)["error"]


def test_what_is_wrong_with_the_watching_is_in_the_language_of_the_request(
    shown: IndexDirectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was met by a thread that speaks the language of the server."""
    monkeypatch.setenv("SEARCHER_LANG", "fr")
    watcher = Watcher([], tmp_path / "none")
    reason = tr("the folder is read-only")
    watcher._failed(UnwritableError(reason))
    collection = Collection("", shown, watcher)
    client = create_app(shown, trouble=collection.trouble).test_client()
    assert "cannot write to the index: the folder is read-only;" in page(client, "/?q=moulin", headers=ENGLISH)
    assert again(tr("the folder is read-only")) in page(client, "/?q=moulin")
    watcher._failed(OSError(28, "No space left"))
    assert "No space left" in page(client, "/?q=moulin", headers=ENGLISH)
