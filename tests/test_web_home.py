"""The home page and the help: what there is to search, and how one can ask."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from web_pages import ENGLISH, in_words, links, page, write_records
from werkzeug.test import Client

from index.directory import IndexDirectory
from index.sync import Watcher, update
from web.app import create_app
from web.collections import Collection, application
from web.examples import examples

TITLES = (
    "La réunion du conseil municipal",
    "Compte rendu de la réunion du conseil",
    "Budget de la commune",
    "Les <b>travaux</b> de la commune",
)


def reading(client: FlaskClient, address: str = "/") -> str:
    return page(client, address, headers=ENGLISH)


def shown_examples(html: str) -> dict[str, str]:
    part = re.search(r'<dl class="examples">.*?</dl>', html, re.DOTALL)
    return links(part[0]) if part else {}


@pytest.fixture
def minutes(documents: Path, shown: IndexDirectory) -> IndexDirectory:
    """The index with some articles whose titles have words in common."""
    for n, title in enumerate(TITLES):
        record = {"id": str(n), "title": title, "text": f"{title}, en détail.", "date": f"2024-0{n + 1}-05"}
        write_records(documents / f"{n}.jsonl", record)
    update([documents], shown, engine="whoosh")
    return shown


def test_home_says_how_much_there_is(client: FlaskClient) -> None:
    assert "L’index contient 5 articles." in page(client, "/")
    assert '<label class="unseen" for="q">' in page(client, "/")


def test_one_article_is_singular(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un\n\nSeul.\n", encoding="utf-8")
    directory = IndexDirectory(tmp_path / ".searcher")
    update([tmp_path / "a.txt"], directory, engine="whoosh")
    assert "L’index contient 1 article." in page(create_app(directory).test_client(), "/")
    directory.close()


def test_examples_are_made_of_the_words_of_the_index_and_find_something(
    client: FlaskClient, minutes: IndexDirectory
) -> None:
    found = shown_examples(reading(client))
    assert len(found) == 4
    words, phrase, prefix, filtered = found
    assert all(any(word in title.lower() for title in TITLES) for word in words.split())
    assert any(phrase.removeprefix("« ").removesuffix(" »") in title for title in TITLES)
    assert (prefix[-1], filtered.split()[-1]) == ("*", "date:2024")
    for query, address in found.items():
        assert "<article" in reading(client, address), query
        assert "No article holds all" not in reading(client, address), query
    assert shown_examples(reading(client)) == found
    assert examples(minutes.engine()) == examples(minutes.engine())


def test_examples_change_with_the_index(documents: Path, client: FlaskClient, minutes: IndexDirectory) -> None:
    before = shown_examples(reading(client))
    for file in documents.iterdir():
        file.unlink()
    (documents / "new.txt").write_text("La grande marée\n\nElle monte.\n", encoding="utf-8")
    update([documents], minutes, engine="whoosh")
    after = shown_examples(reading(client))
    assert next(iter(after)) == "grande marée"
    assert not {*after} & {*before}


def test_an_empty_index_has_no_examples(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    directory = IndexDirectory(tmp_path / ".searcher")
    update([tmp_path / "docs"], directory, engine="whoosh")
    html = reading(create_app(directory).test_client())
    assert "The index holds no article yet." in html
    assert shown_examples(html) == {}
    directory.close()


@pytest.mark.parametrize("title", ["", "…", "de la et les", "2024", "🎈", "<script>alert</script> danger", "a" * 500])
def test_any_title_may_be_there(tmp_path: Path, title: str) -> None:
    write_records(tmp_path / "docs" / "a.jsonl", {"id": "1", "title": title, "text": "Un texte."})
    directory = IndexDirectory(tmp_path / ".searcher")
    update([tmp_path / "docs"], directory, engine="whoosh")
    html = reading(create_app(directory).test_client())
    assert "<script>" not in html
    assert "The index holds 1 article." in html
    directory.close()


def test_what_is_indexed_and_as_of_when(documents: Path, client: FlaskClient, minutes: IndexDirectory) -> None:
    (documents / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    for name in ("a.xcf", "b.xcf", "c.mp3"):
        (documents / name).write_bytes(b"?")
    update([documents], minutes, engine="whoosh")
    catalogue = minutes.generation().catalogue
    os.utime(minutes.folder / minutes.current_state().data / "catalogue.sqlite", (0, 1_709_301_900))
    assert catalogue.changed() == 1_709_301_900
    said = in_words(reading(client))
    for fact in (
        "Folders docs (9 files)",
        "Last change",
        "Latest article",
        "left aside xcf 2, mp3 1",
        "Not read whole 1 file",
    ):
        assert fact in said
    assert 'datetime="2024-03-01T' in reading(client)
    assert '<time datetime="2024-04-05">' in reading(client)


def test_whether_the_folders_are_followed(documents: Path, shown: IndexDirectory) -> None:
    watcher = Watcher([documents], shown.folder, engine="whoosh")
    unfollowed, followed = Collection("", shown), Collection("", shown, watcher)
    assert "what is new since then comes with: searcher index" in said_at_home(unfollowed)
    with watcher:
        assert "up to date; new and changed files appear by themselves" in said_at_home(followed)
    assert "New and changed files are not picked up at the moment: the watching has stopped" in said_at_home(followed)
    assert "up to date" not in said_at_home(followed)


def said_at_home(collection: Collection) -> str:
    return in_words(Client(application([collection], None)).get("/", headers=ENGLISH).text)


def test_a_file_that_is_not_up_to_date_is_told(client: FlaskClient, shown: IndexDirectory) -> None:
    assert "not up to date" not in reading(client)
    shown.generation().catalogue.mark({"docs/riviere.txt": "docs"})
    assert "1 file is not up to date in the index yet." in reading(client)


def test_an_index_of_another_version_is_told(client: FlaskClient, shown: IndexDirectory) -> None:
    assert "Another version" not in reading(client)
    state = shown.current_state()
    shown.switch(replace(state, versions=state.versions._replace(analysis=0)))
    assert "Another version made this index." in reading(client)


def test_every_page_says_that_the_folders_are_not_followed(shown: IndexDirectory) -> None:
    troubles = ["", "<disk> full"]
    client = create_app(shown, trouble=lambda: troubles[0]).test_client()
    assert "New and changed files" not in reading(client)
    del troubles[0]
    for address in ("/", "/?q=Rafah", "/help"):
        said = "New and changed files are not picked up at the moment: &lt;disk&gt; full"
        assert said in " ".join(reading(client, address).split())


@pytest.mark.parametrize("address", ["/aide", "/help"])
def test_help_is_in_the_language_of_the_reader(client: FlaskClient, address: str) -> None:
    assert "<h1>How to ask</h1>" in reading(client, address)
    assert '<html lang="fr">' in page(client, address)


def test_every_query_of_the_help_is_a_link_that_is_read_as_it_says(client: FlaskClient) -> None:
    queries = {name: where for name, where in links(reading(client, "/help")).items() if where.startswith("/?q=")}
    assert {"génér*", '"conseil budget"~5', "type:pdf", "commune OU ville", "=Été"} <= {*queries}
    for name, where in queries.items():
        html = reading(client, where)
        assert "no field is called" not in html, name
        assert "not read as a date" not in html, name


def test_the_footer_of_every_page_leads_to_the_help(client: FlaskClient) -> None:
    for address in ("/", "/?q=eau", "/?q=xyzzy", "/article?id=docs/riviere.txt"):
        assert links(page(client, address))["Aide" if "Aide" in page(client, address) else "Help"] == "/aide"
        assert links(reading(client, address))["Help"] == "/help"
