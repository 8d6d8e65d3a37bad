"""The pages and the API, over a real index."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from mixed_files import MAKERS

from index.directory import IndexDirectory
from index.engines.protocol import StoreError
from index.language import language
from index.sync import update
from web.app import LOOPBACK_NAMES, create_app
from web.text import marked, page_numbers

NARROW, WIDE = "\u202f", "\u00a0"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}
DOCUMENTS = {
    "riviere.txt": "La rivière et le moulin\n\nLa rivière va au moulin.\n\nLe meunier dort.\n\nL’eau est froide.\n",
    "verses.txt": "Chanson\n\nMidi.\nUn camion recule lentement.\n",
    "attack.txt": "<script>alert(1)</script>\n\nVoici <b>gras</b> & \"cité\" <script>alert('danger')</script> écrit.\n",
}
RECORD = {
    "id": "r/1?x=#é",
    "title": "Compte rendu",
    "date": "2024-03-01",
    "author": "Ève <Martin>",
    "source": "Archives",
    "tags": ["conseil", "a&b"],
    "text": "Le conseil a délibéré sur le budget communal.",
}
CONTROL = {"id": "control", "title": "Sonnerie", "text": "Un texte \x1b[31mrouge\x07 avec des signaux \ud800."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "records.jsonl").write_text(f"{json.dumps(RECORD)}\n{json.dumps(CONTROL)}\n", encoding="utf-8")
    return folder


@pytest.fixture
def directory(tmp_path: Path, folder: Path) -> Iterator[IndexDirectory]:
    directory = IndexDirectory(tmp_path / ".searcher")
    update([folder], directory, engine="whoosh")
    yield directory
    directory.close()


@pytest.fixture
def client(directory: IndexDirectory) -> FlaskClient:
    return create_app(directory).test_client()


def page(client: FlaskClient, address: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return response.get_data(as_text=True)


def results(client: FlaskClient, query: str, headers: Mapping[str, str] | None = None) -> str:
    response = client.get("/", query_string={"q": query}, headers=headers)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def without_tags(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


def test_home_says_what_it_is_and_how_much_there_is(client: FlaskClient) -> None:
    html = page(client, "/")
    assert "L’index contient 5 articles." in html
    assert 'href="/?q=eau+potable"' in html
    assert "« canal du Midi »" in html
    assert 'href="/?q=%C2%AB+canal' not in html  # nothing here holds it
    assert '<label for="q">' in html


def test_every_page_says_that_the_folders_are_not_followed(directory: IndexDirectory) -> None:
    troubles = ["", "<disk> full"]
    client = create_app(directory, trouble=lambda: troubles[0]).test_client()
    assert "notice" not in client.get("/").text
    del troubles[0]
    for page in ("/", "/?q=Rafah"):
        shown = client.get(page, headers={"Accept-Language": "en"}).text
        assert "New and changed files are not picked up at the moment: &lt;disk&gt; full" in " ".join(shown.split())


def test_one_article_is_singular(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un\n\nSeul.\n", encoding="utf-8")
    directory = IndexDirectory(tmp_path / ".searcher")
    update([tmp_path / "a.txt"], directory, engine="whoosh")
    assert "L’index contient 1 article." in page(create_app(directory).test_client(), "/")
    directory.close()


def test_results_have_counts_marks_and_links_into_the_article(client: FlaskClient) -> None:
    html = results(client, "rivière moulin")
    assert re.search(r"1 article\s+<small>en \d+\u00a0ms</small>", html)
    assert "La <mark>rivière</mark> et le <mark>moulin</mark>" in html
    assert 'href="/article?id=docs/riviere.txt&amp;q=rivi%C3%A8re+moulin#p1"' in html
    assert "La <mark>rivière</mark> va au <mark>moulin</mark>." in html


def test_what_the_articles_hold_and_lack(client: FlaskClient) -> None:
    html = without_line_ends(results(client, "froide budget texte"))
    assert f"Aucun article ne contient tous ces mots{NARROW}; voici" in html
    assert f"sans{WIDE}: budget, texte" in html


def test_a_link_leads_to_the_articles_with_all_the_words(folder: Path, directory: IndexDirectory) -> None:
    (folder / "moulin.txt").write_text("Un moulin\n\nIl tourne.\n", encoding="utf-8")
    update([folder], directory, engine="whoosh")
    client = create_app(directory).test_client()
    html = results(client, "rivière moulin")
    assert re.search(r"1 article contient tous ces mots\s+<small>", html)
    assert html.count("<article") == 2
    assert f"sans{WIDE}: rivière" in without_line_ends(html)
    assert 'href="/?q=rivi%C3%A8re+moulin&amp;all=1"' in html
    complete = page(client, "/?q=rivière+moulin&all=1")
    assert complete.count("<article") == 1
    assert re.search(r"1 article\s+<small>", complete)
    assert 'href="/?q=rivi%C3%A8re+moulin"' in complete
    assert len(json.loads(page(client, "/api/search?q=rivière+moulin&all=1"))["articles"]) == 1
    assert len(json.loads(page(client, "/api/search?q=rivière+moulin"))["articles"]) == 2


def test_the_pages_of_a_paged_document_are_told(folder: Path, directory: IndexDirectory, client: FlaskClient) -> None:
    texts = ["Le lavoir est vendu.", "Le lavoir fut bâti en 1820."]
    folder.joinpath("plan.pdf").write_bytes(MAKERS["pdf"]("Les lavoirs", texts))
    update([folder], directory, engine="whoosh")
    assert '<span class="cut">p. 1 </span>' in results(client, "lavoir vendu")
    assert page(client, "/article?id=docs/plan.pdf").count('<p class="note">Page 1</p>') == 1
    assert "Page 1" not in page(client, "/article?id=docs/riviere.txt")


def test_how_many_paragraphs_are_not_shown(folder: Path, directory: IndexDirectory, client: FlaskClient) -> None:
    text = "Liste\n\n" + "\n\n".join(f"Une girafe, numéro {n}, passe ici." for n in range(5))
    (folder / "girafes.txt").write_text(text, encoding="utf-8")
    update([folder], directory, engine="whoosh")
    html = results(client, "girafe")
    assert html.count('<p class="text">') == 3
    assert 'href="/article?id=docs/girafes.txt&amp;q=girafe">+ 2 autres paragraphes</a>' in html


def test_a_title_found_alone_is_highlighted(client: FlaskClient) -> None:
    html = results(client, "chanson")
    assert html.count("<mark>Chanson</mark>") == 1


def test_date_and_path(client: FlaskClient) -> None:
    html = results(client, "budget")
    assert '<time datetime="2024-03-01">1er mars 2024</time>' in html
    assert ">docs/records.jsonl<" in html


def test_which_member_of_an_archive_was_found(folder: Path, directory: IndexDirectory, client: FlaskClient) -> None:
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr("été/note.txt", "Les cigognes nichent.")
    update([folder], directory)
    assert ">docs/archive.zip#été/note.txt<" in results(client, "cigogne")


def test_nothing_found(client: FlaskClient) -> None:
    assert "Rien trouvé" in results(client, "xyzzy")


def test_relaxed_says_so(client: FlaskClient) -> None:
    html = results(client, "meunier xyzzy")
    assert f"Aucun article ne contient tous ces mots{NARROW}; voici" in html
    assert "<mark>meunier</mark>" in html


def test_how_the_query_was_read_is_shown_where_it_differs(client: FlaskClient) -> None:
    assert f"Lu comme{WIDE}: <q>date{WIDE}: mars 2024</q>" in without_line_ends(results(client, "date:2024-03"))
    assert "Lu comme" not in results(client, "  rivière   moulin ")


def without_line_ends(html: str) -> str:
    return re.sub(r"\s*\n\s*", " ", html)


def test_no_index_yet(tmp_path: Path) -> None:
    client = create_app(IndexDirectory(tmp_path / "none")).test_client()
    html = page(client, "/", status=503)
    assert "searcher index DOSSIER" in html
    assert client.get("/api/search?q=x").status_code == 503


def test_an_unreadable_index_says_what_to_do(directory: IndexDirectory, client: FlaskClient) -> None:
    (directory.folder / "index.json").write_text("{", encoding="utf-8")
    html = page(client, "/?q=x", status=503)
    assert "L’index ne peut pas être lu" in html
    assert "searcher index" in html
    assert "searcher index" in json.loads(page(client, "/api/search?q=x", status=503))["error"]


def test_text_of_a_document_is_never_markup(client: FlaskClient) -> None:
    for html in (results(client, "danger"), page(client, "/article?id=docs/attack.txt&q=danger")):
        assert "<script" not in html
        assert "<b>" not in html
        assert "&lt;script&gt;alert(&#39;<mark>danger</mark>&#39;)&lt;/script&gt;" in html


def test_a_query_is_never_markup(client: FlaskClient) -> None:
    for address in ("/", "/article"):
        response = client.get(address, query_string={"q": '"><script>x</script>', "id": "docs/riviere.txt"})
        assert b"<script" not in response.data
    assert "<script" not in page(client, "/article?id=<script>", status=404)


def test_control_characters_are_shown_as_pictures(client: FlaskClient) -> None:
    for html in (results(client, "signaux"), page(client, "/article?id=docs/records.jsonl%23control")):
        assert "␛[31mrouge␇" in html
        assert "\x1b" not in html
    assert json.loads(page(client, "/api/search?q=signaux"))["articles_total"] == 1


@pytest.mark.parametrize(
    "address", ["/", "/?q=eau", "/?q=xyzzy", "/article?id=no", "/no", "/api/search", "/static/style.css"]
)
def test_every_response_has_the_safeguards(client: FlaskClient, address: str) -> None:
    with client.get(address) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_no_script_and_no_style_in_the_pages(client: FlaskClient) -> None:
    for html in (page(client, "/"), results(client, "eau"), page(client, "/article?id=docs/riviere.txt")):
        assert not re.search(r"<script|<style|style=|onclick|javascript:|https?://", html)


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


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "docs/absent.txt", "", "\0", "docs", "x" * 10_000])
def test_an_unknown_article_is_not_found(client: FlaskClient, name: str) -> None:
    response = client.get("/article", query_string={"id": name, "q": "eau"})
    assert response.status_code == 404
    assert "Page introuvable" in response.get_data(as_text=True)


def test_the_whole_article_in_reading_order(client: FlaskClient) -> None:
    html = page(client, "/article?id=docs/riviere.txt&q=meunier")
    assert re.findall(r'<p class="text" id="(p\d+)">', html) == ["p1", "p2", "p3"]
    assert 'id="p2">Le <mark>meunier</mark> dort.</p>' in html
    assert 'href="/?q=meunier"' in html
    assert 'lang="fr"' in html


def test_back_to_the_page_one_came_from(client: FlaskClient) -> None:
    assert 'href="/?q=eau&amp;page=3"' in page(client, "/article?id=docs/riviere.txt&q=eau&page=3")


def test_lines_of_verse_are_kept(client: FlaskClient) -> None:
    assert "Midi.\nUn camion" in page(client, "/article?id=docs/verses.txt")
    with client.get("/static/style.css") as style:
        assert b"white-space: pre-line" in style.data


def test_what_is_known_of_an_article(client: FlaskClient) -> None:
    response = client.get("/article", query_string={"id": "docs/records.jsonl#r/1?x=#é"})
    html = response.get_data(as_text=True)
    for fact in (
        "Ève &lt;Martin&gt;",
        "Archives",
        "conseil",
        "a&amp;b",
        "docs/records.jsonl#r/1?x=#é",
        "1er mars 2024",
    ):
        assert fact in html


def test_a_link_to_an_article_with_a_strange_id_leads_there(client: FlaskClient) -> None:
    link = re.search(r'href="(/article[^"]*)"', results(client, "budget"))
    assert link
    assert "Compte rendu" in page(client, link[1].replace("&amp;", "&"))


def test_english_for_those_who_ask_for_it(client: FlaskClient) -> None:
    html = results(client, "rivière moulin", ENGLISH)
    assert '<html lang="en">' in html
    assert re.search(r"1 article\s+<small>", html)
    assert '<article lang="fr">' in html
    assert "The index holds 5 articles." in page(client, "/", headers=ENGLISH)
    assert "1 March 2024" in without_tags(results(client, "budget", ENGLISH)) or "March 1, 2024" in without_tags(
        results(client, "budget", ENGLISH)
    )
    assert "Not found" in page(client, "/article?id=no", status=404, headers=ENGLISH)


@pytest.mark.parametrize("asked", ["", "fr", "de", "de,fr;q=0.5,en;q=0.1", "*", "fr-CA", "!!"])
def test_french_for_everybody_else(client: FlaskClient, asked: str) -> None:
    response = client.get("/", headers={"Accept-Language": asked})
    assert '<html lang="fr">' in response.get_data(as_text=True)
    assert "Accept-Language" in response.headers["Vary"]


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


def cut_into(folder: Path, count: int, directory: IndexDirectory) -> None:
    lines = (json.dumps({"id": str(n), "title": f"Brève {n}", "text": f"La gazette numéro {n}."}) for n in range(count))
    (folder / "gazette.jsonl").write_text("\n".join(lines), encoding="utf-8")
    update([folder], directory, engine="whoosh")


def test_pages(folder: Path, directory: IndexDirectory, client: FlaskClient) -> None:
    cut_into(folder, 25, directory)
    first, last = page(client, "/?q=gazette"), page(client, "/?q=gazette&page=3")
    assert first.count("<article") == 10
    assert last.count("<article") == 5
    assert 'rel="next" href="/?q=gazette&amp;page=2"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev" href="/?q=gazette&amp;page=2"' in last
    assert 'rel="next"' not in last
    assert '<a aria-current="page" href="/?q=gazette&amp;page=3">3</a>' in last
    assert "&amp;page=3#p1" in last


def test_pages_go_on_with_articles_that_hold_only_some_of_the_words(
    folder: Path, directory: IndexDirectory, client: FlaskClient
) -> None:
    cut_into(folder, 25, directory)
    addresses = [f"/?q=gazette+num%C3%A9ro+5&page={number}" for number in (1, 2, 3, 4)]
    first, second, third, fourth = (client.get(address) for address in addresses)
    assert [answer.text.count("<article") for answer in (first, second, third)] == [10, 10, 5]
    assert 'rel="next"' in second.text
    assert 'rel="next"' not in third.text
    assert fourth.status_code == 302
    assert len(re.findall("#p1", first.text + second.text + third.text)) >= 25


def test_few_results_have_no_pages(client: FlaskClient) -> None:
    assert "<nav" not in results(client, "eau")


def test_a_page_that_is_not_there(folder: Path, directory: IndexDirectory, client: FlaskClient) -> None:
    cut_into(folder, 25, directory)
    assert client.get("/?q=gazette&page=9").location == "/?q=gazette&page=3"
    assert client.get("/?q=xyzzy&page=9").location == "/?q=xyzzy&page=1"
    for page_name in ("0", "-1", "x", "1001", "9" * 5000):
        assert page(client, f"/?q=gazette&page={page_name}").count("<article") == 10


def test_large_numbers_are_grouped(folder: Path, directory: IndexDirectory, client: FlaskClient) -> None:
    cut_into(folder, 1200, directory)
    assert f"1{NARROW}205 articles" in page(client, "/")
    assert "1,205 articles" in page(client, "/", headers=ENGLISH)


def test_the_api_answers_as_the_command_line(directory: IndexDirectory, client: FlaskClient) -> None:
    response = client.get("/api/search", query_string={"q": "rivière moulin", "limit": 1, "passages": 1})
    assert response.mimetype == "application/json"
    command = [sys.executable, "-c", "from searcher.main import main; main()", "query", "--json", "--limit", "1"]
    ran = subprocess.run(
        [*command, "--passages", "1", "--index-dir", str(directory.folder), "rivière", "moulin"],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert response.data == ran.stdout
    assert "rivière" in response.get_data(as_text=True)


def test_pages_of_the_api(folder: Path, directory: IndexDirectory, client: FlaskClient) -> None:
    cut_into(folder, 5, directory)
    whole = json.loads(page(client, "/api/search?q=gazette"))["articles"]
    second = json.loads(page(client, "/api/search?q=gazette&limit=2&page=2"))["articles"]
    assert second == whole[2:4]


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
    error = json.loads(page(client, f"/api/search?q=eau&{wrong}", status=400))["error"]
    assert error.startswith(wrong.rpartition("&")[2].partition("=")[0])


def test_errors_of_the_api_are_json(client: FlaskClient) -> None:
    assert "error" in json.loads(page(client, "/api/search", status=400))
    assert "error" in json.loads(page(client, "/api/nothing", status=404))
    response = client.post("/api/search")
    assert response.status_code == 405
    assert "error" in json.loads(response.data)


def test_other_methods_and_addresses(client: FlaskClient) -> None:
    assert client.post("/").status_code == 405
    nowhere = page(client, "/nowhere", status=404)
    assert "Page introuvable" in nowhere
    assert "article" not in without_tags(nowhere)
    assert page(client, "/static/../app.py", status=404)


def test_what_changes_is_seen_at_once(folder: Path, directory: IndexDirectory, client: FlaskClient) -> None:
    assert "Rien trouvé" in results(client, "hippocampe")
    (folder / "new.txt").write_text("Mer\n\nUn hippocampe nage.\n", encoding="utf-8")
    update([folder], directory, engine="whoosh")
    assert "<mark>hippocampe</mark>" in results(client, "hippocampe")


def test_a_rebuild_while_serving(folder: Path, directory: IndexDirectory, client: FlaskClient) -> None:
    assert "<mark>rivière</mark>" in results(client, "rivière")
    other = IndexDirectory(directory.folder)
    state = other.state()
    assert state
    other.switch(replace(state, versions=state.versions._replace(analysis=0)))
    (folder / "new.txt").write_text("Mer\n\nUn hippocampe nage.\n", encoding="utf-8")
    assert update([folder], other, engine="whoosh").rebuilt
    other.close()
    assert "<mark>rivière</mark>" in results(client, "rivière")
    assert "<mark>hippocampe</mark>" in results(client, "hippocampe")


def test_a_question_that_a_rebuild_breaks_is_asked_again(folder: Path, directory: IndexDirectory) -> None:
    from web.asking import ask

    asked = []

    def question(engine: object) -> int:
        asked.append(engine)
        if len(asked) == 1:
            state = directory.state()
            assert state
            directory.switch(replace(state, versions=state.versions._replace(analysis=0)))
            update([folder], directory, engine="whoosh")
            raise OSError
        return len(asked)

    assert ask(directory, question) == 2
    assert asked[0] is not asked[1]


def test_an_error_of_the_engine_itself_is_passed_on(directory: IndexDirectory) -> None:
    from web.asking import ask

    def question(_: object) -> None:
        raise StoreError("broken")

    with pytest.raises(StoreError, match="broken"):
        ask(directory, question)


def test_only_names_that_are_trusted(directory: IndexDirectory) -> None:
    client = create_app(directory, trusted_hosts=LOOPBACK_NAMES).test_client()
    for good in ("localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080"):
        assert client.get("/?q=eau", headers={"Host": good}).status_code == 200
    for bad in ("evil.example", "evil.example:8080", "localhost.evil.example"):
        response = client.get("/?q=eau", headers={"Host": bad})
        assert response.status_code == 400
        assert b"froide" not in response.data
        assert client.get("/api/search?q=eau", headers={"Host": bad}).status_code == 400


def test_marks_of_a_text() -> None:
    assert marked("a<b>c", [(1, 4)]) == "a<mark>&lt;b&gt;</mark>c"
    assert marked("😀 été", [(2, 5)]) == "😀 <mark>été</mark>"
    assert marked("", []) == ""


def test_which_pages_are_named() -> None:
    assert page_numbers(1, 3) == [1, 2, 3]
    assert page_numbers(10, 20) == [1, 0, 8, 9, 10, 11, 12, 0, 20]
    assert page_numbers(4, 20) == [1, 2, 3, 4, 5, 6, 0, 20]
    assert page_numbers(5, 20) == [1, 2, 3, 4, 5, 6, 7, 0, 20]


def test_nothing_happens_at_import() -> None:
    code = "import sys, web.command; sys.exit('flask' in sys.modules or 'waitress' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_two_applications_do_not_meet(tmp_path: Path, directory: IndexDirectory) -> None:
    other = create_app(IndexDirectory(tmp_path / "none"))
    assert isinstance(other, Flask)
    assert other.test_client().get("/").status_code == 503
    assert create_app(directory).test_client().get("/").status_code == 200
