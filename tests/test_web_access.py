"""Who may reach a server: passwords, names, prefixes, front servers."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from ipaddress import ip_network
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from web.access import Access, as_network, as_prefix, is_loopback

FRONT = {"REMOTE_ADDR": "10.0.0.1"}
FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "archives.example.org",
    "X-Forwarded-Prefix": "/livres",
}


def echo(environ: WSGIEnvironment, start: StartResponse) -> Iterator[bytes]:
    """Says what an application is told."""
    start("200 OK", [("Content-Type", "text/plain")])
    told = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "REMOTE_ADDR")
    yield " ".join(str(environ.get(name)) for name in told).encode("latin-1")


def client(access: Access) -> Client:
    return Client(access.around(echo))


def basic(pair: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


HERE = {"REMOTE_ADDR": "127.0.0.1"}
SECRET = Access("un mot: de passe é")


@pytest.mark.parametrize("user", ["", "moi", "é", "x" * 1000])
def test_the_password_with_any_name(user: str) -> None:
    assert client(SECRET).get("/", headers=basic(f"{user}:{SECRET.password}")).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("moi:"),
        basic("moi:un mot: de passe"),
        basic("moi:UN MOT: DE PASSE É"),
        basic(f"moi:{SECRET.password} "),
        basic(SECRET.password),
        {"Authorization": "Basic"},
        {"Authorization": "Basic !"},
        {"Authorization": "Basic /w=="},
        {"Authorization": f"Bearer {SECRET.password}"},
        {"Authorization": "Digest username=x, response=y"},
        {"Authorization": ""},
    ],
)
def test_nothing_else_is_let_in(headers: dict[str, str]) -> None:
    for path in ("/", "/api/search?q=x", "/static/style.css", "/lettres/"):
        response = client(SECRET).get(path, headers=headers, environ_base=HERE)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == 'Basic realm="Searcher", charset="UTF-8"'
        assert response.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "127.0.0.1" not in response.text  # the application was not asked


def test_a_refusal_of_a_head_has_no_body() -> None:
    assert client(SECRET).head("/").data == b""


@given(st.text())
def test_a_password_is_let_in_if_it_is_the_one(password: str) -> None:
    encoded = password.encode("utf-8", "replace").decode()
    response = client(SECRET).get("/", headers=basic(f":{encoded}"))
    assert (response.status_code == 200) is (encoded == SECRET.password)


def test_without_a_password_only_this_machine_is_let_in() -> None:
    for near in ("127.0.0.1", "127.8.9.1", "::1", ""):
        assert client(Access()).get("/", environ_base={"REMOTE_ADDR": near}).status_code == 200
    for far in ("10.0.0.1", "2001:db8::1", "127.0.0.1.example.org", "unknown"):
        response = client(Access()).get("/", environ_base={"REMOTE_ADDR": far})
        assert response.status_code == 403
        assert "mot de passe" in response.text


def test_what_is_public_is_public() -> None:
    assert client(Access(public=True)).get("/", environ_base=FRONT).status_code == 200


def test_a_forwarded_address_is_not_this_machine() -> None:
    """Who asks is the sender of the packets, whatever a header says."""
    headers = {"X-Forwarded-For": "127.0.0.1"}
    behind = Access(proxies=ip_network("10.0.0.1"))
    assert client(behind).get("/", headers=headers, environ_base=FRONT).status_code == 403


def test_what_a_named_front_server_says_is_believed() -> None:
    behind = client(Access(public=True, proxies=ip_network("10.0.0.0/8")))
    told = behind.get("/a", headers=FORWARDED, environ_base=FRONT).text
    assert told == "https archives.example.org /livres /a 203.0.113.9"


@pytest.mark.parametrize("sender", ["192.168.0.1", "", "::1", "10.0.0.1.example.org"])
def test_what_others_say_is_not(sender: str) -> None:
    behind = client(Access(public=True, proxies=ip_network("10.0.0.0/8")))
    told = behind.get("/a", headers=FORWARDED, environ_base={"REMOTE_ADDR": sender}).text
    assert told == f"http localhost  /a {sender}"


def test_without_a_front_server_nothing_is_believed() -> None:
    told = client(Access(public=True)).get("/a", headers=FORWARDED, environ_base=FRONT).text
    assert told == "http localhost  /a 10.0.0.1"


@pytest.mark.parametrize("prefix", ["//evil.example", "/a/../b", "javascript:", "/a b", '/"', "/a\\b", "x"])
def test_a_prefix_that_would_lead_elsewhere(prefix: str) -> None:
    behind = client(Access(public=True, proxies=ip_network("10.0.0.1")))
    headers = {**FORWARDED, "X-Forwarded-Prefix": prefix}
    assert "archives.example.org  /a" in behind.get("/a", headers=headers, environ_base=FRONT).text


@pytest.mark.parametrize(
    ("path", "seen"),
    [("/livres/a", "/a"), ("/a", "/a"), ("/livres", ""), ("/livres/", "/"), ("/livresque", "/livresque")],
)
def test_a_prefix_is_taken_off_once(path: str, seen: str) -> None:
    told = client(Access(prefix="/livres")).get(path, environ_base=HERE).text
    assert told == f"http localhost /livres {seen} 127.0.0.1"


@pytest.mark.parametrize(
    ("text", "prefix"),
    [("livres", "/livres"), ("/a/b/", "/a/b"), ("", ""), ("/", ""), ("//a", "/a"), ("~x.y-z_0", "/~x.y-z_0")],
)
def test_prefixes(text: str, prefix: str) -> None:
    assert as_prefix(text) == prefix


@pytest.mark.parametrize("text", ["a b", "é", "a//b", "a?b", "a#b", "a%20b", "a\n", '"', "..", "a/../b", "."])
def test_what_is_no_prefix(text: str) -> None:
    with pytest.raises(ValueError, match="no path such as"):
        as_prefix(text)


@pytest.mark.parametrize("text", ["", "front", "10.0.0", "10.0.0.1/8", "*"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="no address such as"):
        as_network(text)


def test_names_on_this_machine() -> None:
    names = Access(allowed=("Archives.example.org",)).names("127.0.0.1")
    assert all(name in names for name in ("localhost", "127.0.0.1", "[::1]", "archives.example.org"))
    assert not any(name in names for name in ("example.org", "", "0.0.0.0", "10.0.0.1", "[::]"))  # noqa: S104


def test_names_where_others_can_reach_it() -> None:
    """A site can have its own name point here, not an address."""
    names = Access().names("0.0.0.0")  # noqa: S104
    assert all(name in names for name in ("localhost", "192.168.1.7", "[2001:db8::1]"))
    assert not any(name in names for name in ("example.org", "127.1", "2130706433", "", "192.168.1.7.example.org"))
    assert "fileserver" in Access().names("fileserver")
    assert "[2001:db8::1]" in Access().names("2001:db8::1")


def test_what_is_loopback() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.8.9.10", "::1", "localhost", "LOCALHOST")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.2", "example.org")))  # noqa: S104
