"""The feed of a query: Atom as RFC 4287 asks for it, read back by an XML parser."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.directory import IndexDirectory
from index.sync import update
from web.app import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
RECORDS = (
    {"id": "old", "title": "Un <b>vieux</b> budget", "date": "2019", "text": "Le budget, autrefois."},
    {
        "id": "new",
        "title": "Le budget & \x1b le reste",
        "date": "2024-03-26",
        "author": "Ève",
        "tags": ["a&b"],
        "text": "Le budget \ud800.",
    },
    {"id": "mid", "title": "Budget", "date": "2024-03", "text": 'Le budget primitif et "<script>".'},
)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "r.jsonl").write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    (folder / "bare.txt").write_text("Sans date\n\nUn budget qui flotte.\n", encoding="utf-8")
    return folder


def fetched(client: FlaskClient, query: str = "budget", **more: str) -> TestResponse:
    return client.get("/feed.atom", query_string={"q": query, **more})


def feed(response: TestResponse) -> ET.Element:
    """The feed that was sent, with what every feed and entry must have."""
    assert response.mimetype == "application/atom+xml"
    root = ET.fromstring(response.data)  # noqa: S314  # of our own making
    assert root.tag == f"{ATOM}feed"
    for element in (root, *entries(root)):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}"), name
        assert text(element, "id").startswith("urn:uuid:")
        assert datetime.fromisoformat(text(element, "updated")).tzinfo
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    return root


def entries(root: ET.Element) -> list[ET.Element]:
    return root.findall(f"{ATOM}entry")


def text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def links(element: ET.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def test_the_latest_articles_come_first(client: FlaskClient) -> None:
    found = entries(feed(fetched(client)))
    assert [text(entry, "title") for entry in found][:3] == [
        "Le budget & ␛ le reste",
        "Budget",
        "Un <b>vieux</b> budget",
    ]
    dated = [text(entry, "updated") for entry in found][:3]
    assert dated == ["2024-03-26T00:00:00+00:00", "2024-03-01T00:00:00+00:00", "2019-01-01T00:00:00+00:00"]


def test_what_a_feed_says_of_an_article(client: FlaskClient) -> None:
    entry = entries(feed(fetched(client)))[0]
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ève"
    assert [category.attrib["term"] for category in entry.findall(f"{ATOM}category")] == ["a&b"]
    assert text(entry, "summary") == "Le budget �."
    assert links(entry) == {"alternate": "http://localhost/article?id=docs/r.jsonl%23new"}
    assert client.get(links(entry)["alternate"]).status_code == 200


def test_a_feed_knows_its_own_address_and_its_page(client: FlaskClient) -> None:
    found = links(feed(fetched(client, "budget", type="jsonl", all="1")))
    assert found["self"] == "http://localhost/feed.atom?q=budget&all=1&type=jsonl"
    assert found["alternate"] == "http://localhost/?q=budget&all=1&type=jsonl"
    assert len(entries(feed(client.get(found["self"])))) == 3


def test_links_keep_the_path_below_which_the_pages_lie(shown: IndexDirectory) -> None:
    client = create_app(shown).test_client()
    response = client.get("/feed.atom?q=primitif", base_url="https://archives.example/atlas/")
    found = feed(response)
    assert links(found)["self"] == "https://archives.example/atlas/feed.atom?q=primitif"
    assert links(entries(found)[0])["alternate"].startswith("https://archives.example/atlas/article?id=")


def test_ids_stay_and_nothing_is_sent_twice(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    before = fetched(client)
    stamp = before.headers["ETag"]
    assert client.get("/feed.atom?q=budget", headers={"If-None-Match": stamp}).status_code == 304
    (documents / "b.md").write_text("---\ndate: 2025-01-02\n---\n# Suite\n\nUn autre budget.\n", encoding="utf-8")
    update([documents], shown, engine="whoosh")
    after = client.get("/feed.atom?q=budget", headers={"If-None-Match": stamp})
    assert after.status_code == 200
    known = {text(entry, "id") for entry in entries(feed(before))}
    news = [entry for entry in entries(feed(after)) if text(entry, "id") not in known]
    assert [text(entry, "title") for entry in news] == ["Suite"]
    assert text(feed(before), "id") == text(feed(after), "id")


@pytest.mark.parametrize("query", ["", "xyzzy", "(" * 5000, "\0\x1b", '"><i>xyzzy'])
def test_a_query_that_finds_nothing_has_a_feed(client: FlaskClient, query: str) -> None:
    found = feed(fetched(client, query))
    assert entries(found) == []
    assert client.get("/api/v1/info").json["updated"] == text(found, "updated")  # type: ignore[index]  # it has JSON


def test_articles_that_hold_only_some_of_the_words_are_no_news(client: FlaskClient) -> None:
    assert entries(feed(fetched(client, "budget xyzzy"))) == []
    assert len(entries(feed(fetched(client, "budget primitif")))) == 1


def test_a_period_that_is_none_is_refused(client: FlaskClient) -> None:
    assert fetched(client, since="demain ou jamais").status_code == 400
