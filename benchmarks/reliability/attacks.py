"""Attacks on a server over the wire: each gives back what went wrong. Its documents hold ``secret: eau froide``."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from urllib.parse import quote

from benchmarks.reliability.wire import Answer, answers, ask, raw

Attack = Callable[[int], Iterator[str]]
SECRET = "eau froide"
FOUND = "/?q=secret", "/api/search?q=secret"
HEADERS = {
    "Content-Security-Policy": r"default-src 'none'(?!.*(unsafe|\*|https?:|data:|blob:)).*frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=.*microphone=",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store|no-cache|max-age",
}
PLACES = (
    *("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2f..%2f..%2fetc/passwd", "/static/%2fetc/passwd"),
    *(
        "/static//etc/passwd",
        "/static/%00style.css",
        "/static/..\\app.py",
        "/static/....//app.py",
        "/static/..;/app.py",
    ),
    *("/article?id=../../../../etc/passwd", "/article?id=/etc/passwd", "/article?id=%00", "/article?id=docs"),
    *(
        "/article?id=file:///etc/passwd",
        "/article?id=..%5c..%5cetc%5cpasswd",
        "//etc/passwd",
        "/%ff%fe",
        "/..",
        "/%2e%2e/",
    ),
    *("/original?id=../../etc/passwd", "/original/../../etc/passwd", "/api/v1/articles/..%2f..%2fetc%2fpasswd"),
)
HOSTS = (
    *("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80", "127.1", "0.0.0.0"),
    *(
        "localhost.",
        "127.0.0.1:80@evil.example",
        "evil.example#127.0.0.1",
        "a b",
        "",
        "x" * 10_000,
        "[::2]",
        "2130706433",
    ),
)
ELSEWHERE: tuple[tuple[str, ...], ...] = (
    ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"),
    ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty", "Origin: http://evil.example"),
    ("Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"),
    ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"),
    ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: embed"),
    ("Sec-Fetch-Site: cross-site",),
    ("Origin: http://evil.example",),
    ("Origin: null",),
)
FRAMINGS: Mapping[str, bytes] = {
    "length and chunks": b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
    "chunks twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello",
    "a length below zero": b"Content-Length: -1\r\n\r\n",
    "a length with a sign": b"Content-Length: +5\r\n\r\nhello",
    "a length in other digits": "Content-Length: ٥\r\n\r\nhello".encode(),
    "a chunk without a size": b"Transfer-Encoding: chunked\r\n\r\nx\r\n\r\n",
    "a space before the colon": b"X-A : b\r\n\r\n",
    "a line feed alone": b"X-A: b\n\r\n",
    "a return alone": b"X-A: b\rX-B: c\r\n\r\n",
    "a header of 300 kB": b"X-A: " + b"a" * 300_000 + b"\r\n\r\n",
    "10,000 headers": b"".join(b"X-%d: a\r\n" % n for n in range(10_000)) + b"\r\n",
    "a body of 2 GB": b"Content-Length: 2000000000\r\n\r\n",
}
ADDRESSES = (
    *("/a%0d%0aSet-Cookie:%20x=y", "/?page=9&q=secret%0d%0aSet-Cookie:x=y", "/article?id=a%0aSet-Cookie:x=y"),
    *(
        "/api/search?q=secret%0d%0a%0d%0aHTTP/1.1%20200%20OK",
        "/static/%0d%0aSet-Cookie:x=y",
        "/?lang=en%0d%0aSet-Cookie:x=y",
    ),
)
ODD = (
    *("/?q=%zz%f0%28%8c", "/?q=%c0%af", "/?q=%ed%a0%80", "/?q=%00%01%1b", "/api/search?q=%00", "/?q=" + "(" * 10_000),
    *("/?q=" + "a" * 30_000, "/?" + "&".join(f"a{n}=1" for n in range(2000)), "/?q=" + quote("l'" * 900 + "eau")),
    *("/?q=secret&page=-1", "/?q=secret&page=1000000000", "/?q=secret&page=" + "9" * 5000, "/?q=secret&page=%D9%A3"),
    *("/api/search?q=secret&limit=0", "/api/search?q=secret&limit=10000&page=1000000", "/api/search", "/?q=secret&q=b"),
    *("/?q=" + quote("*?" * 500), "/?q=" + quote('"' + "de la " * 300 + '"'), "/?q=" + quote("a* " * 600)),
)
HALF_SENT, AT_ONCE = 120, 2.0
LONGEST = 10.0
"""So many seconds may an odd request take on a machine with much else to do."""


def headers(port: int) -> Iterator[str]:
    """Every answer says what a browser may do with it, and sets no cookie."""
    for path in (*FOUND, "/", "/?q=xyzzy", "/article?id=no", "/no", "/api/search", "/api/no", "/static/style.css"):
        head = ask(port, path).head
        for name, value in HEADERS.items():
            if not re.search(rf"(?mi)^{name}: .*({value})", head):
                yield f"{path}: {name}"
        if "set-cookie" in head.lower():
            yield f"{path}: a cookie"


def traversal(port: int) -> Iterator[str]:
    """No address leads to a file that is not meant."""
    for path in PLACES:
        answer = ask(port, path)
        if answer.status not in (308, 400, 404) or "root:" in answer.body or "import" in answer.body:
            yield f"{path}: {answer.status}"


def names(port: int) -> Iterator[str]:
    """The server answers to the names of this machine only."""
    for host in HOSTS:
        yield from (
            f"Host {host[:40]!r}: {told}" for told in _told([ask(port, path, host=host) for path in FOUND], 400)
        )
    for version in ("1.0", "1.1"):
        sent = f"GET {FOUND[0]} HTTP/{version}\r\nConnection: close\r\n\r\n"
        yield from (f"no Host, HTTP/{version}: {told}" for told in _told(answers(raw(port, sent.encode())), 400))


def cross_site(port: int) -> Iterator[str]:
    """Pages of other sites are refused, links of theirs are not."""
    for asked in ELSEWHERE:
        yield from (f"{asked}: {told}" for told in _told([ask(port, path, *asked) for path in FOUND], 403))
    link = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
    if ask(port, FOUND[0], *link).status != 200:
        yield "a link is refused"


def methods(port: int) -> Iterator[str]:
    """Nothing but GET and HEAD is answered."""
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FOO"):
        for answer in (ask(port, path, method=method) for path in FOUND):
            if answer.status != 405 or SECRET in answer.body or not re.search(r"(?m)^Allow: .*GET", answer.head):
                yield f"{method}: {answer.status}"
    if ask(port, FOUND[0], method="HEAD").body:
        yield "HEAD has a body"


def smuggling(port: int) -> Iterator[str]:
    """No request hides in another, where a front server would not see it."""
    hidden = f"GET {FOUND[1]} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
    begun = f"GET /static/nothing HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode()
    for name, framing in FRAMINGS.items():
        found = answers(raw(port, begun + framing + hidden))
        if found[0].status not in (400, 404, 413, 431, 501) or any(SECRET in answer.body for answer in found):
            yield f"{name}: {[answer.status for answer in found]}"
    if not any(SECRET in answer.body for answer in answers(raw(port, begun + b"\r\n" + hidden))):
        yield "a request after another is not answered, so that nothing was tried"


def header_injection(port: int) -> Iterator[str]:
    """What stands in an address ends in no header."""
    for path in ADDRESSES:
        answer = ask(port, path)
        if answer.status >= 500 or re.search(r"(?im)^set-cookie: *x", answer.head):
            yield f"{path}: {answer.status}"


def odd_requests(port: int) -> Iterator[str]:
    """Whatever is asked has an answer in time that is no error of the server's."""
    for path in ODD:
        started = time.monotonic()
        status = ask(port, path).status
        if not 200 <= status < 500 or time.monotonic() - started > LONGEST:
            yield f"{path[:60]}: {status} after {time.monotonic() - started:.1f} s"


def slow_clients(port: int) -> Iterator[str]:
    """Those who send half a request keep no other waiting."""
    half = f"GET {FOUND[0]} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-A: ".encode()
    with ExitStack() as opened:
        for _ in range(HALF_SENT):
            opened.enter_context(socket.create_connection(("127.0.0.1", port), 5)).sendall(half)
        started = time.monotonic()
        answer = ask(port, FOUND[1])
        if SECRET not in answer.body or time.monotonic() - started > AT_ONCE:
            yield f"{answer.status} after {time.monotonic() - started:.1f} s"


ATTACKS: Mapping[str, Attack] = {
    "headers": headers,
    "traversal": traversal,
    "Host": names,
    "cross-site": cross_site,
    "methods": methods,
    "smuggling": smuggling,
    "header injection": header_injection,
    "odd requests": odd_requests,
    "slow clients": slow_clients,
}


def _told(found: list[Answer], wanted: int) -> Iterator[str]:
    """The statuses of answers that are not the one ``wanted``, or give the documents away."""
    return (str(answer.status) for answer in found if answer.status != wanted or SECRET in answer.body)
