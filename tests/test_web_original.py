"""The originals, over a real index of real files: what is sent, and what is not."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from reading_documents import indexed, write_documents
from real_server import running
from web_pages import ENGLISH

from index.directory import IndexDirectory
from web.app import create_app
from web.collections import Collection
from web.original import GoneError, _open_resolved, open_below
from web.security import RefusedError

NOBODY = 65_534
POLICY = "sandbox; default-src 'none'"
NO_FILE = "What is there now in place of the original is no plain file"
MORE = {
    "page.html": "<!doctype html><title>Page</title><h1>Page</h1><p>Une page <script>alert(1)</script> entière.</p>",
    "été ; « x » 'y' 中.txt": "Nom\n\nUn nom étrange.\n",
    "releves.csv": "Nom,Ville\nDupont,Lyon\nMartin,Albi\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original") / "docs"
    write_documents(folder)
    for name, text in MORE.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "latin.txt").write_bytes("Déjà\n\nUne façon d’écrire.\n".encode("cp1252"))
    (folder / "utf16.txt").write_text("Déjà\n\nUne autre façon.\n", encoding="utf-16")
    return folder


@pytest.fixture(scope="module")
def directory(folder: Path) -> Iterator[IndexDirectory]:
    with indexed(folder) as directory:
        yield directory


@pytest.fixture
def client(directory: IndexDirectory) -> FlaskClient:
    return create_app(directory).test_client()


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A file of an indexed folder that a test may do what it likes to; a secret lies outside."""
    note = tmp_path / "docs" / "sous" / "dossier" / "note.txt"
    note.parent.mkdir(parents=True)
    note.write_text("Note\n\nUne note.\n", encoding="utf-8")
    (tmp_path / "docs" / "autre.txt").write_text("Autre\n\nUn secret.\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("Secret\n\nUn secret.\n", encoding="utf-8")
    return note


@pytest.fixture
def own_client(note: Path) -> Iterator[FlaskClient]:
    """The pages of an index of the folder with the note."""
    with indexed(note.parents[2]) as directory:
        yield create_app(directory).test_client()


def refused(client: FlaskClient, name: str, status: int = 410) -> str:
    """What the page says that comes in place of an original."""
    response = client.get("/original", query_string={"id": f"docs/{name}"}, headers=ENGLISH)
    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert "Un secret" not in response.text
    return response.text


@pytest.mark.parametrize(
    ("name", "kind", "way"),
    [
        ("plan.pdf", "application/pdf", "inline"),
        ("guide.md", "text/plain; charset=utf-8", "inline"),
        ("vers.txt", "text/plain; charset=utf-8", "inline"),
        ("latin.txt", "text/plain; charset=windows-1252", "inline"),
        ("utf16.txt", "text/plain; charset=utf-16", "inline"),
        ("page.html", "application/octet-stream", "attachment"),
        ("lettre.eml", "application/octet-stream", "attachment"),
        ("releves.csv", "application/octet-stream", "attachment"),
    ],
)
def test_a_browser_shows_pdf_and_plain_text_and_saves_all_else(
    client: FlaskClient, folder: Path, name: str, kind: str, way: str
) -> None:
    with client.get("/original", query_string={"id": f"docs/{name}"}) as response:
        assert response.data == (folder / name).read_bytes()
        headers = response.headers
    assert headers["Content-Type"] == kind
    assert headers["Content-Disposition"] == f"{way}; filename={Path(name).name}"
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "file"), [("archive.zip#été/note.txt", "archive.zip"), ("actes.jsonl#r/1?x=#é", "actes.jsonl")]
)
def test_of_a_part_of_a_file_the_file_is_saved(client: FlaskClient, folder: Path, name: str, file: str) -> None:
    with client.get("/original", query_string={"id": f"docs/{name}"}) as response:
        assert response.data == (folder / file).read_bytes()
        assert response.headers["Content-Disposition"] == f"attachment; filename={file}"


def test_a_name_with_any_characters(client: FlaskClient) -> None:
    name = "été ; « x » 'y' 中.txt"
    with client.get("/original", query_string={"id": f"docs/{name}"}) as response:
        way = response.headers["Content-Disposition"]
    assert way.isascii()
    assert f"filename*=UTF-8''{quote(name)}" in way


def sent(client: FlaskClient, name: str) -> str:
    """The text of an original."""
    with client.get("/original", query_string={"id": name}) as response:
        assert response.status_code == 200
        return response.get_data(as_text=True)


def test_the_file_is_sent_as_it_is_now(own_client: FlaskClient, note: Path) -> None:
    note.write_text("Autre chose.", encoding="utf-8")
    assert sent(own_client, "docs/sous/dossier/note.txt") == "Autre chose."


def test_a_root_that_has_become_a_link(own_client: FlaskClient, note: Path, tmp_path: Path) -> None:
    folder = note.parents[2].rename(tmp_path / "elsewhere")
    (tmp_path / "docs").symlink_to(folder)
    assert "Une note." in sent(own_client, "docs/sous/dossier/note.txt")


def test_a_root_that_is_a_file(note: Path) -> None:
    with indexed(note) as directory:
        client = create_app(directory).test_client()
        assert "Une note." in sent(client, "note.txt")
        note.unlink()
        assert client.get("/original?id=note.txt").status_code == 410


def gone(place: Path) -> None:
    place.unlink()


def gone_with_its_folder(place: Path) -> None:
    place.unlink()
    place.parent.rmdir()


def a_link_out(place: Path) -> None:
    place.unlink()
    place.symlink_to(place.parents[3] / "secret.txt")


def a_link_inside(place: Path) -> None:
    place.unlink()
    place.symlink_to(place.parents[2] / "autre.txt")


def a_folder_that_is_a_link_out(place: Path) -> None:
    gone_with_its_folder(place)
    place.parent.symlink_to(place.parents[3])
    (place.parents[3] / place.name).write_text("Un secret.", encoding="utf-8")


def a_folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


def a_file_for_its_folder(place: Path) -> None:
    gone_with_its_folder(place)
    place.parent.write_text("Un secret.", encoding="utf-8")


def a_pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def a_socket(place: Path) -> None:
    place.unlink()
    listening = socket.socket(socket.AF_UNIX)
    before = Path.cwd()
    os.chdir(place.parent)  # the name of a socket is short
    with closing(listening):
        listening.bind(place.name)
    os.chdir(before)


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (gone, "The original is no longer there"),
        (gone_with_its_folder, "The original is no longer there"),
        (a_folder_that_is_a_link_out, "The original is no longer there"),
        (a_file_for_its_folder, "The original is no longer there"),
        (a_link_out, NO_FILE),
        (a_link_inside, NO_FILE),
        (a_folder, NO_FILE),
        (a_pipe, NO_FILE),
        (a_socket, NO_FILE),
    ],
)
def test_nothing_is_sent_but_a_plain_file(
    own_client: FlaskClient, note: Path, happens: Callable[[Path], None], said: str
) -> None:
    happens(note)
    assert said in refused(own_client, "sous/dossier/note.txt")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything: as somebody else for the length of the block."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    yield
    os.seteuid(before)


def test_a_file_that_may_not_be_read() -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "note.txt").write_text("Un secret.", encoding="utf-8")
        (Path(folder) / "note.txt").chmod(0)
        with as_nobody(), pytest.raises(RefusedError, match="may not be read") as refusal:
            open_below(Path(folder), ["note.txt"])
    assert refusal.value.code == 403


def test_the_request_has_no_say_in_where_the_file_lies(client: FlaskClient) -> None:
    asked = {"id": "docs/vers.txt", "path": "/etc/passwd", "file": "../secret.txt", "root": "/"}
    with client.get("/original", query_string=asked) as response:
        assert response.data.startswith(b"Chanson")
    for name in ("../secret.txt", "sous/../../secret.txt", "/etc/passwd", "sous", "vers.txt/", "./vers.txt"):
        refused(client, name, status=404)


def test_another_site_may_link_to_an_original_and_no_more(client: FlaskClient) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    assert client.get("/original?id=docs/plan.pdf", headers=elsewhere).status_code == 403


@given(st.lists(st.one_of(st.sampled_from(["..", ".", "", "/", "a/b", "\0", "docs"]), st.text(max_size=5)), max_size=4))
def test_no_names_lead_out_of_the_root(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    root = tmp_path_factory.getbasetemp() / "root" / "inner"
    root.mkdir(parents=True, exist_ok=True)
    (root.parent / "docs").write_text("Un secret.", encoding="utf-8")
    with pytest.raises((GoneError, RefusedError)):
        open_below(root, names)


def test_where_folders_cannot_be_opened(note: Path) -> None:
    folder = note.parents[2]
    os.close(_open_resolved(folder, ("sous", "dossier", "note.txt")))
    (folder / "sous" / "out").symlink_to(folder.parent)
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    for names in (("sous", "out", "secret.txt"), ("link.txt",), ("sous",)):
        with pytest.raises(GoneError):
            _open_resolved(folder, names)


def test_parts_of_a_file_over_a_real_server(directory: IndexDirectory, folder: Path) -> None:
    whole = (folder / "plan.pdf").read_bytes()
    with running([Collection("", directory)]) as port, closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asking:

        def get(method: str = "GET", **headers: str) -> tuple[int, bytes, Message]:
            asking.request(
                method, "/original?id=docs/plan.pdf", headers={n.replace("_", "-"): v for n, v in headers.items()}
            )
            answer = asking.getresponse()
            return answer.status, answer.read(), answer.headers

        status, data, headers = get()
        assert (status, data, headers["Content-Length"]) == (200, whole, str(len(whole)))
        assert get(Range="bytes=10-19")[:2] == (206, whole[10:20])
        assert get(Range="bytes=-5")[:2] == (206, whole[-5:])
        assert get(Range="bytes=10-19")[2]["Content-Range"] == f"bytes 10-19/{len(whole)}"
        assert get(Range=f"bytes={len(whole)}-")[0] == 416
        assert get(Range="bytes=10-19", If_Range='"another"')[:2] == (200, whole)
        assert get(If_None_Match=headers["ETag"])[:2] == (304, b"")
        assert get("HEAD")[:2] == (200, b"")
        assert get("POST")[0] == 405
