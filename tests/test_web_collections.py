"""Several indexes shown by one server, and the page to choose one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from werkzeug.test import Client

from index.directory import IndexDirectory
from index.sync import update
from searcher.settings import file_collections
from web.access import LOOPBACK_NAMES, Access
from web.collections import Collection, application, checked

ENGLISH = {"Accept-Language": "en"}
TEXTS = {"lettres": "Un hippocampe nage.", "actes": "Une alouette chante."}


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """The index directories of two collections, and a third that is none."""
    for name, text in TEXTS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"Titre\n\n{text}\n", encoding="utf-8")
        directory = IndexDirectory(tmp_path / f"{name}.index")
        update([tmp_path / name], directory, engine="whoosh")
        directory.close()
    return {name: tmp_path / f"{name}.index" for name in ("lettres", "actes", "absente")}


@pytest.fixture
def shown(folders: dict[str, Path]) -> Iterator[list[Collection]]:
    shown = [Collection(name, IndexDirectory(folder)) for name, folder in folders.items()]
    yield shown
    for each in shown:
        each.directory.close()


@pytest.fixture
def client(shown: list[Collection]) -> Client:
    return Client(application(shown, None))


def test_each_has_its_own_pages(client: Client) -> None:
    assert "<mark>hippocampe</mark>" in client.get("/lettres/?q=hippocampe").text
    assert "<mark>alouette</mark>" in client.get("/actes/?q=alouette").text
    assert "<mark>" not in client.get("/actes/?q=hippocampe").text
    assert client.get("/api/search?q=hippocampe").status_code == 404
    assert "hippocampe" in client.get("/lettres/api/search?q=hippocampe").text


def test_all_links_stay_in_the_collection(client: Client) -> None:
    html = client.get("/lettres/?q=hippocampe").text
    links = re.findall(r'(?:href|action)="([^"]*)"', html)
    assert [link for link in links if not link.startswith(("/lettres/", "#"))] == ["/"]


def test_the_page_to_choose_from(client: Client) -> None:
    html = " ".join(client.get("/", headers=ENGLISH).text.split())
    assert re.findall(r'<li><a href="(/[^"]*)">([^<]*)</a> <small>([^<]*)</small>', html) == [
        ("/lettres/", "lettres", "1 article"),
        ("/actes/", "actes", "1 article"),
        ("/absente/", "absente", "cannot be read at the moment"),
    ]
    assert 'role="search"' not in html


def test_which_one_is_shown_and_the_way_back(client: Client) -> None:
    html = client.get("/lettres/").text
    assert '<a href="/lettres/">lettres</a>' in html
    assert '<a class="name" href="/">' in html


def test_below_a_prefix(shown: list[Collection]) -> None:
    client = Client(Access(prefix="/fonds", public=True).around(application(shown, None)))
    assert 'href="/fonds/lettres/"' in client.get("/fonds/").text
    html = client.get("/fonds/lettres/?q=hippocampe").text
    assert 'href="/fonds/"' in html
    assert 'action="/fonds/lettres/"' in html


@pytest.mark.parametrize("damage", ["{", "[]", ""])
def test_a_damaged_one_leaves_the_others_alone(client: Client, folders: dict[str, Path], damage: str) -> None:
    (folders["actes"] / "index.json").write_text(damage, encoding="utf-8")
    assert client.get("/actes/?q=alouette").status_code == 503
    assert client.get("/absente/").status_code == 503
    assert client.get("/lettres/?q=hippocampe").status_code == 200
    assert client.get("/").text.count("<small>") == 3


def test_one_that_comes_later(client: Client, folders: dict[str, Path], tmp_path: Path) -> None:
    directory = IndexDirectory(folders["absente"])
    update([tmp_path / "lettres"], directory, engine="whoosh")
    directory.close()
    assert "<mark>hippocampe</mark>" in client.get("/absente/?q=hippocampe").text


def test_an_address_that_is_none(client: Client) -> None:
    for path in ("/nowhere", "/nowhere/", "/lettres/nowhere", "/lettresque/", "/..%2flettres/", "/LETTRES/"):
        assert client.get(path).status_code == 404


def test_the_safeguards_hold_for_all(shown: list[Collection]) -> None:
    client = Client(application(shown, LOOPBACK_NAMES))
    for path in ("/", "/lettres/?q=hippocampe"):
        assert client.get(path, headers={"Host": "evil.example"}).status_code == 400
        assert client.get(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert "default-src 'none'" in client.get(path).headers["Content-Security-Policy"]
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_only_one_is_at_the_top(shown: list[Collection]) -> None:
    client = Client(application([Collection("", shown[0].directory)], None))
    html = client.get("/?q=hippocampe").text
    assert "<mark>hippocampe</mark>" in html
    assert 'class="collection"' not in html


@pytest.mark.parametrize("name", ["lettres", "a", "A-1_b", "x" * 64])
def test_names(name: str) -> None:
    assert checked({name: Path()}) == {name: Path()}


@pytest.mark.parametrize(
    "name", ["", "a/b", "..", ".a", "-a", "a b", "é", "a\n", "static", "API", "<script>", "x" * 65, "a%2f", "٣"]
)
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a collection"):
        checked({name: Path()})


def test_what_the_settings_say(tmp_path: Path) -> None:
    (tmp_path / "searcher.toml").write_text(
        'limit = 3\n[collections]\nlettres = "l"\nactes = "/srv/a"\n', encoding="utf-8"
    )
    assert file_collections(tmp_path) == {"lettres": tmp_path / "l", "actes": Path("/srv/a")}
    (tmp_path / "searcher.toml").write_text("limit = 3\n", encoding="utf-8")
    assert file_collections(tmp_path) == {}
    (tmp_path / "searcher.toml").unlink()
    assert file_collections(tmp_path) == {}


@pytest.mark.parametrize(
    "said", ['collections = "x"', "[collections]\na = 3", '[collections.a]\nb = "c"', "[collections"]
)
def test_settings_that_make_no_sense(tmp_path: Path, said: str) -> None:
    (tmp_path / "searcher.toml").write_text(said, encoding="utf-8")
    with pytest.raises(click.UsageError, match=r"searcher\.toml"):
        file_collections(tmp_path)
