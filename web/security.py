"""Safeguards: which requests are answered, and what a browser may do with the answers."""

from __future__ import annotations

import re
from collections.abc import Container

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, Forbidden

from index.language import tr

MOST_SHOWN = 100
PORT = re.compile(r":\d*$")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
DEVICES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
SECURITY = {
    "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in POLICY.items()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{device}=()" for device in DEVICES),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
PRIVATE, REVALIDATED = "no-store", "private, no-cache"


class RefusedError(Forbidden):
    """A request that is not answered for safety; the description says why, in the language of the request."""


def protect(app: Flask, trusted_hosts: Container[str] | None) -> None:
    """Have ``app`` refuse what other sites ask, and browsers keep its answers to themselves.

    ``trusted_hosts`` are the names that it answers to; all where it is None.
    """
    app.before_request(lambda: _other_host(trusted_hosts))
    app.before_request(_check_site)
    app.after_request(_safe)


def _other_host(trusted: Container[str] | None) -> Response | None:
    """The answer to a request for another name. Flask's own TRUSTED_HOSTS knows no IPv6 address."""
    name = PORT.sub("", request.host).lower()
    if trusted is None or name in trusted:
        return None
    said = tr("This server does not answer to the name {name}; if it should: searcher serve --allow-host NAME")
    # In plain text: pages have links, which Flask cannot make where the name makes no sense.
    return Response(f"{said.format(name=name[:MOST_SHOWN])}\n", BadRequest.code, mimetype="text/plain")


def _check_site() -> None:
    """Raise RefusedError where a page of another site asks; a link of such a page may lead here."""
    if _from_elsewhere() and not _follows_link():
        raise RefusedError(tr("Another site asked for this. Only a link may lead here from there."))


def _from_elsewhere() -> bool:
    """Whether the browser says that a page of another origin asks. What is no browser says nothing."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    # Sent where Sec-Fetch-Site is not: by older browsers, and over http from anywhere but this machine.
    origin = request.headers.get("Origin")
    if origin is None or (origin == "null" and request.method == "POST"):  # a form of ours, which sends no referrer
        return False
    return origin.partition("://")[2].lower() != request.host.lower()


def _follows_link() -> bool:
    """Whether the answer becomes the whole page of a tab, which the other site cannot read."""
    place = request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")
    return request.method in ("GET", "HEAD") and place == ("navigate", "document")


def _safe(response: Response) -> Response:
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)  # an original has a stricter policy
    response.headers.setdefault("Cache-Control", REVALIDATED if request.path.startswith("/api/") else PRIVATE)
    response.vary.add("Accept-Language")
    return response
