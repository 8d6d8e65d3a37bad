"""The page and the feeds of saved searches."""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from waiting import DEADLINE

from index.directory import IndexDirectory
from index.sync import update
from searcher.alerts import Alerts, add_alert, try_alerts
from searcher.alerts.store import FILE
from web.server import watching

ATOM = "{http://www.w3.org/2005/Atom}"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "old.txt").write_text("Un vieux budget\n\nLe budget d’hier.\n", encoding="utf-8")
    return folder


@pytest.fixture
def came_in(documents: Path, shown: IndexDirectory) -> None:
    """An alert for which one article came in, with markup in its texts."""
    add_alert(shown, "été", "budget <b>")
    text = "Le <b>neuf</b>\n\nUn budget <script>alert(1)</script> tout neuf.\n"
    (documents / "new.txt").write_text(text, encoding="utf-8")
    update([documents], shown, engine="whoosh")
    assert try_alerts(shown) == 1


def entries(data: bytes) -> list[ET.Element]:
    return ET.fromstring(data).findall(f"{ATOM}entry")  # noqa: S314  # of our own making


def test_without_alerts_the_page_says_how_to_save_one(client: FlaskClient) -> None:
    assert "searcher alert add NAME QUERY" in client.get("/alerts", headers=ENGLISH).text
    assert client.get("/alerts/none.atom").status_code == 404


@pytest.mark.usefixtures("came_in")
def test_what_came_in_is_on_the_page(client: FlaskClient) -> None:
    html = client.get("/alerts").text
    assert 'href="/article?id=docs/new.txt&amp;q=budget+%3Cb%3E"' in html
    assert "docs/old.txt" not in html
    assert "&lt;b&gt;neuf&lt;/b&gt;" in html
    assert "<script>alert" not in html
    assert 'href="/alerts/%C3%A9t%C3%A9.atom"' in html


@pytest.mark.usefixtures("came_in")
def test_what_came_in_is_in_the_feed(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    response = client.get("/alerts/été.atom")
    assert response.mimetype == "application/atom+xml"
    (entry,) = entries(response.data)
    assert entry.findtext(f"{ATOM}title") == "Le <b>neuf</b>"
    assert entry.findtext(f"{ATOM}updated") == Alerts(shown.folder).hits("été")[0].found
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"] == "http://localhost/article?id=docs/new.txt"
    stamp = {"If-None-Match": response.headers["ETag"]}
    assert client.get("/alerts/été.atom", headers=stamp).status_code == 304
    (documents / "new.txt").write_text("Le budget <b> changé\n\nEncore un budget, b.\n", encoding="utf-8")
    update([documents], shown, engine="whoosh")
    try_alerts(shown)
    again = client.get("/alerts/été.atom", headers=stamp)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries(again.data)}) == 2


def test_what_comes_in_while_serving_is_seen(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    add_alert(shown, "veille", "hippocampe")
    with watching([documents], shown.folder, engine="whoosh", largest=1000):
        (documents / "new.txt").write_text("Mer\n\nUn hippocampe nage.\n", encoding="utf-8")
        deadline = monotonic() + DEADLINE
        while monotonic() < deadline and not Alerts(shown.folder).hits("veille"):
            sleep(0.05)
    assert [hit.text("id") for hit in Alerts(shown.folder).hits("veille")] == ["docs/new.txt"]
    assert 'href="/article?id=docs/new.txt&amp;q=hippocampe"' in client.get("/alerts").text


@pytest.mark.parametrize("name", ["..", "../index", "a/b", "%00", "x" * 5000, "<script>"])
def test_a_name_that_is_none_is_not_found(client: FlaskClient, name: str) -> None:
    response = client.get(f"/alerts/{name}.atom")
    assert response.status_code == 404
    assert "<script>" not in response.text


def test_a_damaged_file_is_said(shown: IndexDirectory, client: FlaskClient) -> None:
    (shown.folder / FILE).write_bytes(b"no database, whatever its name says. " * 100)
    assert client.get("/alerts").status_code == 503
    assert client.get("/alerts/x.atom").status_code == 503
    assert client.get("/").status_code == 200
