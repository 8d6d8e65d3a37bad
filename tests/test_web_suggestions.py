"""Suggestions, and what makes the page a search engine of a browser and an application of a phone."""

from __future__ import annotations

import json
import struct
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from web_pages import page

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def suggested(client: FlaskClient, typed: str) -> list[str]:
    response = client.get("/suggest", query_string={"q": typed})
    assert response.mimetype == "application/x-suggestions+json"
    said, words = json.loads(response.data)
    assert said == typed
    return [str(word) for word in words]


def test_what_is_typed_goes_on_with_words_of_the_index(client: FlaskClient) -> None:
    assert suggested(client, "mou") == ["moulin"]
    assert suggested(client, "le meu") == ["le meunier"]
    assert suggested(client, "xyz") == []


@pytest.mark.parametrize("typed", ["", " ", '"', "*", "(" * 500, "<script>", "🎈", "eau -"])
def test_anything_may_be_typed(client: FlaskClient, typed: str) -> None:
    assert all(word.startswith(typed) for word in suggested(client, typed))


def test_no_more_than_a_list_can_show(client: FlaskClient) -> None:
    assert len(suggested(client, "c")) <= 6
    assert json.loads(client.get("/suggest").data) == ["", []]
    assert len(json.loads(client.get("/suggest", query_string={"q": "x" * 50_000}).data)[0]) < 50_000


def described(client: FlaskClient, **more: str) -> ET.Element:
    response = client.get("/opensearch.xml", **more)
    assert response.mimetype == "application/opensearchdescription+xml"
    return ET.fromstring(response.data)  # noqa: S314  # our own


@pytest.mark.parametrize(
    ("more", "root"),
    [
        ({}, "http://localhost/"),
        ({"base_url": "https://archives.example/recherche"}, "https://archives.example/recherche/"),
    ],
)
def test_a_browser_is_told_where_to_ask(client: FlaskClient, more: dict[str, str], root: str) -> None:
    urls = {url.get("type"): url.get("template", "") for url in described(client, **more).iter(f"{OPENSEARCH}Url")}
    assert urls["text/html"] == f"{root}?q={{searchTerms}}"
    assert urls["application/x-suggestions+json"] == f"{root}suggest?q={{searchTerms}}"
    image = described(client, **more).findtext(f"{OPENSEARCH}Image")
    assert image == f"{root}static/icon-192.png"


def test_a_name_of_a_collection_is_no_markup(client: FlaskClient) -> None:
    client.application.jinja_env.globals.update(collection="<&>")
    name = described(client).findtext(f"{OPENSEARCH}ShortName")
    assert name == "Searcher <&>"
    client.application.jinja_env.globals.update(collection="x" * 60)
    assert len(described(client).findtext(f"{OPENSEARCH}ShortName") or "") == 16


def test_the_pages_name_the_description_and_the_manifest(client: FlaskClient) -> None:
    for address in ("/", "/?q=eau", "/aide"):
        html = page(client, address)
        assert '<link rel="search" href="/opensearch.xml"' in html
        assert '<link rel="manifest" href="/manifest.webmanifest"' in html


def test_the_manifest_and_its_icons(client: FlaskClient) -> None:
    response = client.get("/manifest.webmanifest")
    assert response.mimetype == "application/manifest+json"
    manifest = json.loads(response.data)
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("./", "./", "standalone")
    for icon in manifest["icons"]:
        with client.get(f"/{icon['src']}") as image:
            assert image.status_code == 200
            assert image.mimetype == icon["type"]
            if icon["type"] == "image/png":
                width, height = struct.unpack(">II", image.data[16:24])
                assert icon["sizes"] == f"{width}x{height}"
                assert len(image.data) < 16_000


def test_the_script_is_small(client: FlaskClient) -> None:
    with client.get("/static/search.js") as script:
        assert len(script.data) < 5_000
