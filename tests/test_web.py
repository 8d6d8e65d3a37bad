"""All pages: what is never markup, what is never an error, and an index that changes meanwhile."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_pages import in_words, page, results

from index.directory import IndexDirectory
from index.engines.protocol import StoreError
from index.sync import update
from web.app import create_app


def test_no_index_yet(tmp_path: Path) -> None:
    client = create_app(IndexDirectory(tmp_path / "none")).test_client()
    html = page(client, "/", status=503)
    assert "searcher index DOSSIER" in html
    assert client.get("/api/search?q=x").status_code == 503


def test_an_unreadable_index_says_what_to_do(shown: IndexDirectory, client: FlaskClient) -> None:
    (shown.folder / "index.json").write_text("{", encoding="utf-8")
    html = page(client, "/?q=x", status=503)
    assert "L’index ne peut pas être lu" in html
    assert "searcher index" in html
    assert "searcher index" in json.loads(page(client, "/api/search?q=x", status=503))["error"]


def test_text_of_a_document_is_never_markup(client: FlaskClient) -> None:
    for html in (results(client, "danger"), page(client, "/article?id=docs/attack.txt&q=danger")):
        assert "<script>" not in html
        assert "<b>" not in html
        assert "&lt;script&gt;alert(&#39;<mark>danger</mark>&#39;)&lt;/script&gt;" in html


def test_a_query_is_never_markup(client: FlaskClient) -> None:
    for address in ("/", "/article"):
        response = client.get(address, query_string={"q": '"><script>x</script>', "id": "docs/riviere.txt"})
        assert b"<script>" not in response.data
    assert "<script>" not in page(client, "/article?id=<script>", status=404)


def test_control_characters_are_shown_as_pictures(client: FlaskClient) -> None:
    for html in (results(client, "signaux"), page(client, "/article?id=docs/records.jsonl%23control")):
        assert "␛[31mrouge␇" in html
        assert "\x1b" not in html
    assert json.loads(page(client, "/api/search?q=signaux"))["articles_total"] == 1


def test_no_script_and_no_style_stand_in_the_pages(client: FlaskClient) -> None:
    for html in (page(client, "/"), results(client, "eau"), page(client, "/article?id=docs/riviere.txt")):
        assert not re.search(r"<style|style=|\bon\w+=|javascript:|https?://", html)
        assert all(
            re.fullmatch(r' type="module" src="/static/\w+\.js"', tag) for tag in re.findall(r"<script([^>]*)>", html)
        )
        assert not re.search(r"<script[^>]*>[^<]", html)


@pytest.mark.parametrize(
    "query",
    [
        "(" * 5000,
        '"' * 999,
        "\0",
        "%00",
        "a" * 100_000,
        "* ? ~ ^ - :",
        "-",
        "ET OU SAUF",
        "[x TO y]",
        "\ud800",
        "🎈",
        "titre:",
    ],
)
def test_no_query_is_an_error(client: FlaskClient, query: str) -> None:
    typed = query.encode("utf-8", "surrogatepass")
    for path in ("/", "/article", "/api/search"):
        response = client.get(path, query_string={"q": typed, "id": "docs/riviere.txt"})
        assert response.status_code == 200


def test_a_link_to_an_article_with_a_strange_id_leads_there(client: FlaskClient) -> None:
    link = re.search(r'href="(/article[^"]*)"', results(client, "budget"))
    assert link
    assert "Compte rendu" in page(client, link[1].replace("&amp;", "&"))


def test_other_methods_and_addresses(client: FlaskClient) -> None:
    assert client.post("/").status_code == 405
    nowhere = page(client, "/nowhere", status=404)
    assert "Page introuvable" in nowhere
    assert "article" not in in_words(nowhere)
    assert page(client, "/static/../app.py", status=404)


def test_what_changes_is_seen_at_once(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    assert "Aucun résultat" in results(client, "hippocampe")
    (documents / "new.txt").write_text("Mer\n\nUn hippocampe nage.\n", encoding="utf-8")
    update([documents], shown, engine="whoosh")
    assert "<mark>hippocampe</mark>" in results(client, "hippocampe")


def test_a_rebuild_while_serving(documents: Path, shown: IndexDirectory, client: FlaskClient) -> None:
    assert "<mark>rivière</mark>" in results(client, "rivière")
    other = IndexDirectory(shown.folder)
    state = other.state()
    assert state
    other.switch(replace(state, versions=state.versions._replace(analysis=0)))
    (documents / "new.txt").write_text("Mer\n\nUn hippocampe nage.\n", encoding="utf-8")
    assert update([documents], other, engine="whoosh").rebuilt
    other.close()
    assert "<mark>rivière</mark>" in results(client, "rivière")
    assert "<mark>hippocampe</mark>" in results(client, "hippocampe")


def test_a_question_that_a_rebuild_breaks_is_asked_again(documents: Path, shown: IndexDirectory) -> None:
    from web.asking import ask

    asked = []

    def question(engine: object) -> int:
        asked.append(engine)
        if len(asked) == 1:
            state = shown.state()
            assert state
            shown.switch(replace(state, versions=state.versions._replace(analysis=0)))
            update([documents], shown, engine="whoosh")
            raise OSError
        return len(asked)

    assert ask(shown, question) == 2
    assert asked[0] is not asked[1]


def test_an_error_of_the_engine_itself_is_passed_on(shown: IndexDirectory) -> None:
    from web.asking import ask

    def question(_: object) -> None:
        raise StoreError("broken")

    with pytest.raises(StoreError, match="broken"):
        ask(shown, question)


def test_nothing_happens_at_import() -> None:
    code = "import sys, web.command; sys.exit('flask' in sys.modules or 'waitress' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_two_applications_do_not_meet(tmp_path: Path, shown: IndexDirectory) -> None:
    other = create_app(IndexDirectory(tmp_path / "none"))
    assert isinstance(other, Flask)
    assert other.test_client().get("/").status_code == 503
    assert create_app(shown).test_client().get("/").status_code == 200
