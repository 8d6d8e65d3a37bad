"""``searcher serve`` for others than this machine, ``searcher open``, and the application for other servers."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from test_web_server import COMMAND, environment, get, serving
from werkzeug.test import Client

from index.directory import IndexDirectory
from index.sync import update
from searcher.commands.open import url
from web.wsgi import application

PASSWORD = "Sésame, ouvre-toi"  # noqa: S105  # of these tests
EVERYWHERE = "0.0.0.0"  # noqa: S104  # what the tests are about
LOOPBACK = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the tests are: an index of a folder, and no settings."""
    for name in [name for name in os.environ if name.startswith("SEARCHER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SEARCHER_LANG", "en")
    monkeypatch.chdir(tmp_path)
    index(tmp_path, ".searcher", "La rivière va au moulin.")
    return tmp_path


def index(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.txt").write_text(f"Titre\n\n{text}\n", encoding="utf-8")
    directory = IndexDirectory(folder / name)
    update([folder / f"{name}.txt"], directory, engine="whoosh")
    directory.close()


def command(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND[:-1], *arguments],
        check=False,
        env={**environment(), **variables},
        capture_output=True,
        text=True,
        timeout=20,
    )


def signed(password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'moi:{password}'.encode()).decode()}"}


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.0.2.1", "fileserver.example"])
def test_others_are_let_in_only_when_told_so(host: str) -> None:
    ran = command("serve", "--host", host, "--port", "0")
    assert ran.returncode == 2
    assert "set a password in SEARCHER_PASSWORD, or say --public" in ran.stderr
    assert command("serve", "--host", host, "--port", "0", SEARCHER_PASSWORD="").returncode == 2


def test_a_password_comes_from_no_option_and_no_file(folder: Path) -> None:
    (folder / "searcher.toml").write_text('password = "x"\n', encoding="utf-8")
    assert command("serve", "--host", EVERYWHERE, "--port", "0").returncode == 2
    assert "no such option" in command("serve", "--password", "x").stderr.lower()


def test_with_a_password(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCHER_PASSWORD", PASSWORD)
    variables = {**environment(), "SEARCHER_PASSWORD": PASSWORD}
    monkeypatch.setattr("test_web_server.environment", lambda: variables)
    with serving(folder, "--host", EVERYWHERE, "--no-watch") as (_, address):
        here = address.replace(EVERYWHERE, "127.0.0.1")
        assert "<mark>moulin</mark>" in get(f"{here}?q=moulin", **signed(PASSWORD))
        for headers in ({}, signed("Sésame")):
            with pytest.raises(HTTPError, match="401") as refused:
                get(f"{here}?q=moulin", **headers)
            refused.value.close()
        with pytest.raises(HTTPError, match="400") as refused:
            get(f"{here}?q=moulin", Host="evil.example", **signed(PASSWORD))
        refused.value.close()
    log = (folder / "stderr.log").read_text(encoding="utf-8")
    assert "unencrypted" in log
    assert PASSWORD not in log


def test_what_public_means_is_said(folder: Path) -> None:
    with serving(folder, "--host", EVERYWHERE, "--public", "--no-watch") as (_, address):
        assert "<mark>moulin</mark>" in get(f"{address.replace(EVERYWHERE, '127.0.0.1')}?q=moulin")
    assert "Anyone who can reach 0.0.0.0" in (folder / "stderr.log").read_text(encoding="utf-8")


def test_a_name_and_a_path_behind_a_front_server(folder: Path) -> None:
    arguments = ("--allow-host", "a.example", "--allow-host", "b.example", "--prefix", "livres/", "--no-watch")
    with serving(folder, *arguments, "--trusted-proxy", "127.0.0.1") as (_, address):
        assert address.endswith("/livres/")
        for name in ("a.example", "b.example"):
            assert 'action="/livres/"' in get(address, Host=name)
        assert 'action="/livres/"' in get(address, **{"X-Forwarded-Host": "a.example", "X-Forwarded-Proto": "https"})
        for headers in ({"Host": "c.example"}, {"X-Forwarded-Host": "c.example"}):
            with pytest.raises(HTTPError, match="400") as refused:
                get(address, **headers)
            refused.value.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--prefix", "a b"], "no path such as"),
        (["--trusted-proxy", "front"], "no address such as"),
        (["--port", "x"], "--port"),
    ],
)
def test_options_that_make_no_sense(arguments: list[str], said: str) -> None:
    ran = command("serve", *arguments)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_several_collections(folder: Path) -> None:
    index(folder, "lettres", "Un hippocampe nage.")
    (folder / "casse").mkdir()
    (folder / "casse" / "index.json").write_text("{", encoding="utf-8")
    settings = '[collections]\nlettres = "lettres"\nactes = ".searcher"\ncasse = "casse"\nabsente = "absente"\n'
    (folder / "searcher.toml").write_text(settings, encoding="utf-8")
    with serving(folder) as (_, address):
        assert "hippocampe" in get(f"{address}lettres/?q=hippocampe")
        assert "moulin" in get(f"{address}actes/?q=moulin")
        assert 'href="/casse/"' in get(address)
        (folder / "lettres.txt").write_text("Titre\n\nUne alouette chante.\n", encoding="utf-8")
        wait(f"{address}lettres/?q=alouette", "<mark>alouette</mark>")
    assert "casse: " in (folder / "stderr.log").read_text(encoding="utf-8")
    with serving(folder, "--index-dir", ".searcher") as (_, address):
        assert "<mark>moulin</mark>" in get(f"{address}?q=moulin")


def wait(address: str, text: str) -> None:
    from test_web_server import wait_for

    wait_for(address, text)


def test_a_collection_with_a_bad_name(folder: Path) -> None:
    (folder / "searcher.toml").write_text('[collections]\nstatic = "x"\n', encoding="utf-8")
    ran = command("serve", "--port", "0")
    assert ran.returncode == 2
    assert "static cannot name a collection" in ran.stderr


def test_the_application_for_other_servers() -> None:
    client = Client(application())
    assert "<mark>moulin</mark>" in client.get("/?q=moulin", environ_base=LOOPBACK).text
    assert client.get("/?q=moulin", environ_base={"REMOTE_ADDR": "10.0.0.1"}).status_code == 403
    assert client.get("/?q=moulin", environ_base=LOOPBACK, headers={"Host": "evil.example"}).status_code == 400


def test_its_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "searcher.toml").write_text(
        'prefix = "livres"\nallow-host = ["a.example", "b.example"]\n', encoding="utf-8"
    )
    monkeypatch.setenv("SEARCHER_PASSWORD", PASSWORD)
    client = Client(application())
    far = {"REMOTE_ADDR": "10.0.0.1"}
    for host in ("a.example", "b.example"):
        answer = client.get("/livres/", headers={**signed(PASSWORD), "Host": host}, environ_base=far)
        assert 'action="/livres/"' in answer.text
    assert client.get("/livres/", environ_base=far).status_code == 401
    (folder / "searcher.toml").write_text('allow-host = "e.example"\ntrusted-proxy = "10.0.0.1"\n', encoding="utf-8")
    headers = {**signed(PASSWORD), "X-Forwarded-Host": "e.example"}
    assert Client(application()).get("/", headers=headers, environ_base=far).status_code == 200
    assert Client(application()).get("/", headers=headers, environ_base=LOOPBACK).status_code == 200
    headers["X-Forwarded-Host"] = "f.example"
    assert Client(application()).get("/", headers=headers, environ_base=far).status_code == 400
    monkeypatch.setenv("SEARCHER_ALLOW_HOST", "c.example d.example")
    headers = {**signed(PASSWORD), "Host": "d.example"}
    assert Client(application()).get("/", headers=headers, environ_base=far).status_code == 200


def test_its_settings_where_they_make_no_sense(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEARCHER_TRUSTED_PROXY", "front")
    with pytest.raises(SystemExit, match="2"):
        application()
    assert "no address such as" in capsys.readouterr().err


def test_its_collections(folder: Path) -> None:
    (folder / "searcher.toml").write_text('[collections]\nactes = ".searcher"\n', encoding="utf-8")
    client = Client(application())
    assert "<mark>moulin</mark>" in client.get("/actes/?q=moulin", environ_base=LOOPBACK).text


def test_nothing_happens_when_it_is_imported() -> None:
    code = "import sys, web.wsgi; sys.exit('flask' in sys.modules or 'whoosh' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_addresses() -> None:
    assert url("127.0.0.1", 8080) == "http://127.0.0.1:8080/"
    assert url("::1", 80) == "http://[::1]:80/"
    assert url("localhost", 80, "/a/b") == "http://localhost:80/a/b/"
    assert url("localhost", 80, "/") == "http://localhost:80/"


@pytest.fixture
def browser(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the browser that is called writes the address into."""
    script = folder / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {folder}/opened\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{script} %s")
    return folder / "opened"


def test_the_page_is_opened(folder: Path, browser: Path) -> None:
    with serving(folder, "--no-watch", "--prefix", "a") as (_, address):
        port = address.split(":")[2].split("/")[0]
        ran = command("open", "--port", port, "--prefix", "/a/")
        assert browser.read_text(encoding="utf-8").strip() == address
        with urlopen(Request(address), timeout=5) as response:  # noqa: S310  # loopback
            assert response.status == 200
    assert ran.returncode == 0
    assert ran.stdout == f"{address}\n"


def test_nothing_is_opened_where_nothing_answers(browser: Path) -> None:
    ran = command("open", "--port", "1")
    assert ran.returncode == 2
    assert "start it with: searcher serve" in ran.stderr
    assert not browser.exists()
