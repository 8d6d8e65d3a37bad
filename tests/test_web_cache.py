"""Answers that are cached: given again while the index is as it was, and never when anything else has changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_pages import ENGLISH, page

import searcher
from index.directory import IndexDirectory
from index.sync import update
from web import cache
from web.app import create_app
from web.cache import AnswerCache

ENGINES = ("whoosh", "tantivy")
Counted = Callable[[], int]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """How many searches there were so far."""
    calls: list[str] = []

    def search(query: str, *others: object, **more: object) -> object:
        calls.append(query)
        return real(query, *others, **more)  # type: ignore[arg-type]

    real = searcher.search_and_count
    monkeypatch.setattr("searcher.search_and_count", search)
    return lambda: len(calls)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_is_made_once_as_long_as_the_index_stays_as_it_is(tmp_path: Path, asked: Counted, engine: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.txt").write_text("Un\n\nLa rivière.\n", encoding="utf-8")
    with closing(IndexDirectory(tmp_path / "index")) as directory:
        update([tmp_path / "docs"], directory, engine=engine)
        client = create_app(directory).test_client()
        assert "1 article" in page(client, "/?q=riviere")
        assert "1 article" in page(client, "/?q=riviere")
        assert asked() == 1
        (tmp_path / "docs/b.txt").write_text("Deux\n\nUne rivière.\n", encoding="utf-8")
        update([tmp_path / "docs"], directory, engine=engine)
        assert "2 articles" in page(client, "/?q=riviere")
        assert asked() == 2


def test_an_index_that_is_built_anew_is_asked_anew(client: FlaskClient, documents: Path, shown: IndexDirectory) -> None:
    assert "1 article" in page(client, "/?q=meunier")
    with closing(IndexDirectory(shown.folder)) as other:
        (documents / "autre.txt").write_text("Autre\n\nUn meunier de plus.\n", encoding="utf-8")
        update([documents], other, engine="tantivy")
    assert "2 articles" in page(client, "/?q=meunier")


def test_all_that_an_answer_depends_on_tells_it_from_others(client: FlaskClient, asked: Counted) -> None:
    french, english = page(client, "/?q=moulin"), page(client, "/?q=moulin", headers=ENGLISH)
    assert ('<html lang="fr">' in french, '<html lang="en">' in english) == (True, True)
    assert len(page(client, "/?q=moulin", headers={"X-Fragment": "1"})) < len(french)
    assert 'action="/livres/"' in client.get("/?q=moulin", environ_overrides={"SCRIPT_NAME": "/livres"}).text
    client.set_cookie("lang", "en")
    assert '<html lang="en">' in page(client, "/?q=moulin")
    assert asked() == 4


def test_what_is_wrong_with_the_watching_is_said_at_once(shown: IndexDirectory) -> None:
    said = [""]
    client = create_app(shown, trouble=lambda: said[0]).test_client()
    assert "le disque" not in page(client, "/?q=moulin")
    said[0] = "le disque est plein"
    assert "le disque est plein" in page(client, "/?q=moulin")


def test_the_api_keeps_answers_and_no_errors(client: FlaskClient, asked: Counted) -> None:
    address = "/api/v1/search?q=moulin&facets=1"
    first, again = client.get(address), client.get(address)
    assert (first.data, first.headers["ETag"]) == (again.data, again.headers["ETag"])
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert asked() == 1
    for _ in range(2):
        assert client.get("/api/v1/search?q=moulin&limit=x").status_code == 400


def test_a_day_later_it_is_asked_anew(client: FlaskClient, asked: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    page(client, "/?q=date:hier")

    class Tomorrow(date):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls(2099, 1, 1)

    monkeypatch.setattr(cache, "date", Tomorrow)
    page(client, "/?q=date:hier")
    assert asked() == 2


def test_the_cache_holds_so_many_bytes_and_no_more(shown: IndexDirectory) -> None:
    answers, made = AnswerCache(shown, lambda: "", most=1_000), list[str]()

    def answer(address: str, size: int) -> bytes:
        def make() -> bytes:
            made.append(address)
            return b"x" * size

        with Flask(__name__).test_request_context(address):
            return answers.answer(make)

    for address in ("/a", "/b", "/a", "/c", "/a", "/b"):  # the third one takes the place of /b, asked for longest ago
        assert answer(address, 400) == b"x" * 400
    assert made == ["/a", "/b", "/c", "/b"]
    for _ in range(2):
        answer("/large", cache.LARGEST + 1)
    assert made[4:] == ["/large", "/large"]


def test_a_redirect_is_not_cached(client: FlaskClient) -> None:
    for _ in range(2):
        assert client.get("/?q=moulin&page=50").status_code == 302


def test_an_answer_of_the_past_takes_no_place(client: FlaskClient, documents: Path, shown: IndexDirectory) -> None:
    """An answer that was begun before the index changed, and is done after it."""
    answers = AnswerCache(shown, lambda: "")

    def late() -> bytes:
        (documents / "autre.txt").write_text("Autre\n\nUn meunier de plus.\n", encoding="utf-8")
        update([documents], shown, engine="whoosh")
        answers.answer(lambda: b"of now, elsewhere")
        return b"of the past"

    with client.application.test_request_context("/?q=meunier"):
        assert answers.answer(late) == b"of the past"
        assert answers.answer(lambda: b"of now") == b"of now, elsewhere"


def test_bytes_that_are_no_text_are_no_error(client: FlaskClient) -> None:
    for path in ("/api/v1/search", "/"):
        answer = client.get(path, environ_overrides={"QUERY_STRING": "q=\xff&page=1"})
        assert answer.status_code == 200
