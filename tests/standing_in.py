"""A server of our own, which answers in place of a cluster, or before one, passing on what it does not answer."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen


class Asked(NamedTuple):
    """A request: its method, its path, what it says of who asks."""

    method: str
    path: str
    authorization: str


class Said(NamedTuple):
    """An answer."""

    status: int = 200
    text: str = ""
    kind: str = "application/json"


Answering = Callable[[Asked], Said | None]
"""What is answered to a request; None where it is passed on."""


def nothing(_: Asked) -> None:
    """Pass everything on."""


def always(said: Said) -> Answering:
    """Answer everything so."""
    return lambda _: said


@contextmanager
def standing_in(
    answering: Answering, *, before: str = "", port: int = 0, certificate: Path | None = None
) -> Iterator[str]:
    """The address of a server that answers so, and passes on what it does not to the node at ``before``.

    With a ``certificate``, the file of it and of its key, it speaks TLS.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            try:
                self.raw_requestline = self.rfile.readline(65537)
                if self.raw_requestline and self.parse_request():
                    self._answer()
                else:
                    self.close_connection = True
            except OSError:  # of a client that is gone, or does not trust us
                self.close_connection = True

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            asked = Asked(self.command, self.path, self.headers.get("authorization", ""))
            said = answering(asked) or passed_on(asked, body, before)
            data = said.text.encode()
            self.send_response(said.status)
            self.send_header("content-type", said.kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", port), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http{'s' if certificate else ''}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        server.hang_up()


class _Server(ThreadingHTTPServer):
    """A server that is gone when it is closed, also for those who hold a connection."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._held: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, object]:
        """Take a connection, and note it."""
        connection, address = super().get_request()
        self._held.append(connection)
        return connection, address

    def hang_up(self) -> None:
        """End all connections."""
        for connection in self._held:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def passed_on(asked: Asked, body: bytes, node: str) -> Said:
    """What the node answers."""
    request = Request(node + asked.path, body or None, method=asked.method)  # noqa: S310  # of this machine
    request.add_header("content-type", "application/json")
    try:
        with urlopen(request) as answer:  # noqa: S310
            return Said(answer.status, answer.read().decode(), answer.headers["content-type"])
    except HTTPError as error:
        return Said(error.code, error.read().decode(), error.headers["content-type"])


def certificate(folder: Path, days: int = 1) -> Path:
    """A certificate of this machine, and its key, in one file; of a time that is past where ``days`` is negative."""
    key, asked, made = folder / "key", folder / "asked", folder / "certificate"
    made_for = ("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1")
    _openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", asked, *made_for)
    copied = ("-copy_extensions", "copy")
    _openssl("x509", "-req", "-in", asked, "-signkey", key, "-days", str(days), "-out", made, *copied)
    both = folder / "both.pem"
    both.write_bytes(key.read_bytes() + made.read_bytes())
    return both


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
