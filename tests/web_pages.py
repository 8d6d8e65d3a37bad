"""A few documents behind the pages, and what a page says: what the tests of several pages share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.directory import IndexDirectory
from index.sync import update
from web.app import create_app

NARROW, WIDE = "\u202f", "\u00a0"
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
def documents(tmp_path: Path) -> Path:
    """A folder of documents."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_records(folder / "records.jsonl", RECORD, CONTROL)
    return folder


@pytest.fixture
def shown(tmp_path: Path, documents: Path) -> Iterator[IndexDirectory]:
    """The index of ``documents`` that ``client`` shows."""
    directory = IndexDirectory(tmp_path / ".searcher")
    update([documents], directory, engine="whoosh")
    yield directory
    directory.close()


@pytest.fixture
def client(shown: IndexDirectory) -> FlaskClient:
    """A client of the pages."""
    return create_app(shown).test_client()


def write_records(file: Path, *records: Mapping[str, object]) -> None:
    """Write a file of records; its folder is made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")


def page(client: FlaskClient, address: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> str:
    """What is at an address."""
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return response.get_data(as_text=True)


def results(client: FlaskClient, query: str, headers: Mapping[str, str] | None = None, **asked: str) -> str:
    """The results of a query."""
    response = client.get("/", query_string={"q": query, **asked}, headers=headers)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def in_words(html: str) -> str:
    """What is read on a page."""
    text = re.sub(r"<[^>]*>", "", re.sub(r"</(?:dt|h\d|li|p)>", " ", html))
    return re.sub(r"[ \n]+", " ", unescape(text))


def links(html: str) -> dict[str, str]:
    """Where the links of a page lead, by what is read of them."""
    found = re.findall(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {in_words(text).strip(): address.replace("&amp;", "&") for address, text in found}
