"""The wire: bytes that no client would send, to a server on this machine, and what it answers."""

from __future__ import annotations

import re
import socket
from typing import NamedTuple

SECONDS = 20.0


class Answer(NamedTuple):
    """What came back: the status (0 where none came), the headers and the rest."""

    status: int
    head: str
    body: str


def raw(port: int, sent: bytes, seconds: float = SECONDS) -> bytes:
    """All that comes back for ``sent``, until the server hangs up or says nothing for so many seconds."""
    with socket.create_connection(("127.0.0.1", port), seconds) as connection:
        received = b""
        try:
            connection.sendall(sent)
            while part := connection.recv(65_536):
                received += part
        except (ConnectionError, TimeoutError):  # it hung up before it had read all, or did nothing
            pass
        return received


def ask(port: int, path: str, *headers: str, method: str = "GET", host: str | None = None) -> Answer:
    """The answer to one request."""
    named = f"127.0.0.1:{port}" if host is None else host
    lines = [f"{method} {path} HTTP/1.1", f"Host: {named}", "Connection: close", *headers]
    return answers(raw(port, "\r\n".join([*lines, "", ""]).encode("latin-1")))[0]


def answers(received: bytes) -> list[Answer]:
    """The answers in what was received, one after the other."""
    text = received.decode("utf-8", "replace")
    found = re.split(r"(?=HTTP/1\.[01] \d{3} )", text)[1:]
    return [_answer(each) for each in found] or [Answer(0, "", text)]


def _answer(text: str) -> Answer:
    head, _, body = text.partition("\r\n\r\n")
    return Answer(int(head.split(" ", 2)[1]), head, body)
