"""The API: the answers of the command line over HTTP, errors as RFC 9457 has them, and what it says of itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.directory import IndexDirectory
from index.sync import update
from searcher import Facet
from web.app import create_app

ENGLISH = {"Accept-Language": "en"}
STRANGE = "docs/r.jsonl#r//1?x=#é/../%2F"
RECORDS = (
    {
        "id": "r//1?x=#é/../%2F",
        "title": "Compte rendu",
        "date": "2024-03-01",
        "author": "Ève",
        "tags": ["a&b"],
        "text": "Le budget, en négociation.",
    },
    *({"id": str(n), "title": f"Brève {n}", "text": f"La gazette {n}."} for n in range(5)),
)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexDirectory]:
    place = tmp_path_factory.mktemp("api")
    (place / "docs").mkdir()
    text = "La rivière et le moulin\n\nLa rivière va au moulin.\n\nLe meunier \x1b dort.\n"
    (place / "docs/riviere.txt").write_text(text, encoding="utf-8")
    (place / "docs/r.jsonl").write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    with closing(IndexDirectory(place / "index")) as directory:
        update([place / "docs"], directory, engine="whoosh")
        yield directory


@pytest.fixture(scope="module")
def client(directory: IndexDirectory) -> FlaskClient:
    return create_app(directory, trouble=lambda: "no space").test_client()


def ask(client: FlaskClient, address: str, *, status: int = 200, **asked: str | int | list[str]) -> dict[str, object]:
    response = client.get(address, query_string=asked)
    assert response.status_code == status
    return content(response)


def content(response: TestResponse) -> dict[str, object]:
    """The JSON of a response, which must be of a media type that says so."""
    assert re.fullmatch(r"application/(problem\+)?json", response.mimetype or "")
    read = json.loads(response.data)
    assert isinstance(read, dict)
    return read


@pytest.mark.parametrize("address", ["/api/search", "/api/v1/search"])
def test_the_api_answers_as_the_command_line(directory: IndexDirectory, client: FlaskClient, address: str) -> None:
    response = client.get(address, query_string={"q": "rivière moulin", "limit": 1, "passages": 1})
    assert response.mimetype == "application/json"
    command = [sys.executable, "-c", "from searcher.main import main; main()", "query", "--json", "--limit", "1"]
    ran = subprocess.run(
        [*command, "--passages", "1", "--index-dir", str(directory.folder), "rivière", "moulin"],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert response.data == ran.stdout
    assert "rivière" in response.text


@pytest.mark.parametrize("address", ["/api/search", "/api/v1/search"])
def test_pages_of_an_answer(client: FlaskClient, address: str) -> None:
    whole = ask(client, address, q="gazette")["articles"]
    assert isinstance(whole, list)
    assert ask(client, address, q="gazette", limit=2, page=2)["articles"] == whole[2:4]
    assert len(whole) == 5


def ids(answer: dict[str, object]) -> list[str]:
    articles = answer["articles"]
    assert isinstance(articles, list)
    return [article["id"] for article in articles]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "budget"}, [STRANGE]),
        ({"q": "budget", "type": "jsonl", "tag": ["a&b"]}, [STRANGE]),
        ({"q": "budget", "author": ["Ève", "Adam"]}, []),
        ({"q": "budget", "since": "2024", "until": "2024-03-01"}, [STRANGE]),
        ({"q": "budget", "since": "2024-03-02"}, []),
        ({"q": "budget", "folder": "nulle part"}, []),
        ({"q": "rivière xyzzy"}, ["docs/riviere.txt"]),
        ({"q": "rivière xyzzy", "all": "1"}, []),
        ({"q": "rivière", "page": "10000", "limit": "10000"}, []),
        ({"q": ""}, []),
        ({"q": "(" * 5000}, []),
        ({"q": "\0\x1b"}, []),
    ],
)
def test_what_is_found(client: FlaskClient, asked: dict[str, str | list[str]], found: list[str]) -> None:
    assert ids(content(client.get("/api/v1/search", query_string=asked))) == found


def test_facets_are_counted_where_they_are_asked_for(client: FlaskClient) -> None:
    assert "facets" not in ask(client, "/api/v1/search", q="budget", facets="0")
    facets = ask(client, "/api/v1/search", q="budget", facets="1")["facets"]
    assert isinstance(facets, dict)
    assert list(facets) == [facet.value for facet in Facet]
    assert facets["tag"] == [{"value": "a&b", "articles": 1}]


def test_family_and_order(client: FlaskClient) -> None:
    assert ids(ask(client, "/api/v1/search", q="gazette", sort="date", limit=1)) == ["docs/r.jsonl#0"]
    relaxed = [ask(client, "/api/v1/search", q="budget négocier", family=family)["relaxed"] for family in "01"]
    assert relaxed == [True, False]


def test_what_is_being_typed_is_completed(client: FlaskClient) -> None:
    assert ask(client, "/api/v1/suggest", q="le gaz") == {"query": "le gaz", "suggestions": ["le gazette"]}


@pytest.mark.parametrize("address", ["/api/v1/articles/docs/riviere.txt", "/api/v1/articles?id=docs/riviere.txt"])
def test_a_whole_article_with_what_is_found_in_it(client: FlaskClient, address: str) -> None:
    article = content(client.get(address + ("&" if "?" in address else "?") + "q=moulin"))
    passages = article["passages"]
    assert isinstance(passages, list)
    assert [(passage["text"], passage["marks"]) for passage in passages] == [
        ("La rivière va au moulin.", [[17, 23]]),
        ("Le meunier \x1b dort.", []),
    ]


@pytest.mark.parametrize("room", ["articles", "similar"])
def test_an_id_may_hold_anything(client: FlaskClient, room: str) -> None:
    assert ask(client, f"/api/v1/{room}", id=STRANGE)["id"] == STRANGE
    assert content(client.get(f"/api/v1/{room}/{quote(STRANGE, safe='')}"))["id"] == STRANGE


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "docs", "\0", "x" * 10_000, "docs/r.jsonl"])
@pytest.mark.parametrize("room", ["articles", "similar"])
def test_an_id_that_is_none_is_not_found(client: FlaskClient, room: str, name: str) -> None:
    assert ask(client, f"/api/v1/{room}", id=name, status=404)["title"] == "Not Found"


def test_similar_articles_have_no_passages(client: FlaskClient) -> None:
    found = ask(client, "/api/v1/similar/docs/r.jsonl%231", limit=2)["articles"]
    assert isinstance(found, list)
    assert len(found) == 2
    assert [article["passages"] for article in found] == [[], []]


def test_what_the_index_holds(client: FlaskClient, directory: IndexDirectory) -> None:
    info = ask(client, "/api/v1/info")
    assert (info["articles"], info["files"], info["engine"], info["covers"]) == (7, 2, "whoosh", ["docs"])
    assert info["trouble"] == "no space"
    assert str(directory.folder.parent) not in json.dumps(info)


@pytest.mark.parametrize(
    ("address", "blamed"),
    [
        ("search", ["q"]),
        ("search?q=x&limit=0", ["limit"]),
        ("search?q=x&limit=1_0&page=%D9%A1", ["limit", "page"]),
        ("search?q=x&page=1000000000", ["page"]),
        ("search?q=x&page=1.5&passages=", ["page", "passages"]),
        ("search?q=x&page=" + "9" * 5000, ["page"]),
        ("search?q=x&all=yes&sort=size", ["all", "sort"]),
        ("search?q=x&since=2023-02-29&until=demain", ["since", "until"]),
        ("search?q=x&since=0000", ["since"]),
        ("search?q=x&cursor=YWJj", ["cursor"]),
        ("suggest?limit=51", ["limit", "q"]),
        ("similar/docs/riviere.txt?limit=51", ["limit"]),
        ("articles", ["id"]),
        ("info?q=x", ["q"]),
    ],
)
def test_a_wrong_parameter_is_named(client: FlaskClient, address: str, blamed: list[str]) -> None:
    response = client.get(f"/api/v1/{address}")
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    problem = content(response)
    assert (problem["type"], problem["title"], problem["status"]) == ("about:blank", "Bad Request", 400)
    errors = problem["errors"]
    assert isinstance(errors, list)
    assert sorted(error["parameter"] for error in errors) == blamed
    assert all(error["detail"] for error in errors)


def test_every_error_is_a_problem(client: FlaskClient, tmp_path: Path) -> None:
    nowhere, wrong_method = client.get("/api/v1/nothing"), client.post("/api/v1/search")
    two_slashes = client.get("/api/v1/articles//docs/riviere.txt")
    other_site = client.get("/api/v1/info", headers={"Sec-Fetch-Site": "cross-site"})
    without = create_app(IndexDirectory(tmp_path / "none")).test_client()
    no_index = without.get("/api/v1/info", headers=ENGLISH)
    broken = create_app(IndexDirectory(tmp_path / "none"))
    broken.add_url_rule("/api/v1/broken", view_func=lambda: str(1 // 0))
    mistake = broken.test_client().get("/api/v1/broken")
    answers = (
        (nowhere, 404),
        (two_slashes, 404),
        (wrong_method, 405),
        (other_site, 403),
        (no_index, 503),
        (mistake, 500),
    )
    for response, status in answers:
        assert response.mimetype == "application/problem+json"
        assert (response.status_code, content(response)["status"]) == (status, status)
    assert "GET" in wrong_method.headers["Allow"]
    assert "there is no index" in str(content(no_index)["detail"])


def test_what_a_client_has_is_not_sent_again(client: FlaskClient) -> None:
    for address in ("/api/v1/search?q=budget", "/api/v1/info", "/api/v1/articles/docs/riviere.txt", "/openapi.json"):
        stamp = client.get(address).headers["ETag"]
        again = client.get(address, headers={"If-None-Match": stamp})
        assert (again.status_code, again.data) == (304, b"")
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
        assert again.headers["Cache-Control"] == "private, no-cache"


def test_no_other_site_may_read_an_answer(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=budget", headers={"Origin": "http://localhost"})
    assert response.status_code == 200
    assert not [name for name, _ in response.headers.to_wsgi_list() if name.lower().startswith("access-control-")]


@pytest.mark.parametrize(("language", "said"), [("fr", "Articles de ce type"), ("en", "Articles of this type")])
def test_the_description_is_in_the_language_of_the_reader(client: FlaskClient, language: str, said: str) -> None:
    headers = {"Accept-Language": language}
    page, document = client.get("/api", headers=headers), client.get("/openapi.json", headers=headers)
    assert said in page.text
    assert said in document.text
    assert content(document)["openapi"] == "3.1.0"
    assert not re.search(r"<script(?! type=\"module\" src=\"/static/)|style=|https?://", page.text)


def test_the_description_knows_where_it_lies(client: FlaskClient) -> None:
    document = content(client.get("/openapi.json", base_url="https://archives.example/atlas/"))
    assert document["servers"] == [{"url": "/atlas"}]


@pytest.mark.parametrize(
    "wrong",
    [
        "limit=0",
        "limit=x",
        "limit=10001",
        "page=0",
        "page=1001",
        "limit=10000&page=2",
        "page=1.5",
        "passages=-1",
        "page=" + "9" * 5000,
    ],
)
def test_bad_numbers(client: FlaskClient, wrong: str) -> None:
    response = client.get(f"/api/search?q=eau&{wrong}")
    assert response.status_code == 400
    assert str(content(response)["error"]).startswith(wrong.rpartition("&")[2].partition("=")[0])


def test_errors_of_the_api_are_json(client: FlaskClient) -> None:
    assert "error" in ask(client, "/api/search", status=400)
    assert "error" in ask(client, "/api/nothing", status=404)
    response = client.post("/api/search")
    assert response.status_code == 405
    assert "error" in json.loads(response.data)


def test_a_filter_without_a_value_is_none(client: FlaskClient) -> None:
    whole = client.get("/api/v1/search?q=gazette").get_json()
    assert client.get("/api/v1/search?q=gazette&type=&tag=").get_json()["articles"] == whole["articles"]
    assert client.get("/api/v1/search?q=gazette&type=&type=txt").get_json()["articles_total"] == 0
