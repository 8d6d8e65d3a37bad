"""Layers around an application that decide who reaches it. They hold for every page, under any WSGI server."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from hmac import compare_digest
from ipaddress import ip_address
from typing import TYPE_CHECKING

from werkzeug.datastructures import Authorization
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from web.access import PREFIX, Network, is_address, is_loopback
from web.security import PRIVATE, SECURITY

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CHALLENGE = {"WWW-Authenticate": 'Basic realm="Searcher", charset="UTF-8"'}
NO_PASSWORD = "A password is needed here.\nUn mot de passe est demandé ici.\n"  # noqa: S105
FOR_ITSELF = (
    "This server answers to its own machine only, until it has a password or is said to be public.\n"
    "Ce serveur ne répond qu’à sa propre machine, tant qu’il n’a pas de mot de passe et n’est pas déclaré public.\n"
)


def for_this_machine(app: WSGIApplication) -> WSGIApplication:
    """``app`` for this machine alone. A socket in the file system, which has no address, belongs to it, too."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        near = is_loopback(environ.get("REMOTE_ADDR") or "localhost")
        return (app if near else _refusal(403, FOR_ITSELF))(environ, start)

    return answer


def believing(app: WSGIApplication, proxies: Network) -> WSGIApplication:
    """``app``, told who asked for what by ``X-Forwarded-For``, ``-Proto``, ``-Host``, ``-Prefix`` of ``proxies``."""
    told = ProxyFix(app, x_for=1, x_proto=1, x_host=1, x_prefix=1)

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if not PREFIX.fullmatch(environ.get("HTTP_X_FORWARDED_PREFIX", "")):
            del environ["HTTP_X_FORWARDED_PREFIX"]  # //example.org would lead all links there
        sender = str(environ.get("REMOTE_ADDR"))
        return (told if is_address(sender) and ip_address(sender) in proxies else app)(environ, start)

    return answer


def asking(app: WSGIApplication, password: str) -> WSGIApplication:
    """``app`` for those who give the password by HTTP Basic; the user name is anything."""
    refusal, expected = _refusal(401, NO_PASSWORD, CHALLENGE), _digest(password)

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        given = Authorization.from_header(environ.get("HTTP_AUTHORIZATION"))
        known = compare_digest(_digest(given.password or "" if given else ""), expected)
        return (app if known else refusal)(environ, start)

    return answer


def below(app: WSGIApplication, prefix: str) -> WSGIApplication:
    """``app`` with its addresses below ``prefix``, whether or not a front server takes that off the path."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if path == prefix or path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path[len(prefix) :]
        environ["SCRIPT_NAME"] = prefix
        return app(environ, start)

    return answer


def _digest(password: str) -> bytes:
    """What passwords are compared by: a comparison takes the same time only for texts of the same length."""
    return sha256(password.encode("utf-8", "surrogateescape")).digest()


def _refusal(code: int, said: str, headers: dict[str, str] | None = None) -> WSGIApplication:
    return Response(said, code, {**SECURITY, "Cache-Control": PRIVATE, **(headers or {})})
