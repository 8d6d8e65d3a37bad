"""Load: connections that stay open and ask one question after the other, made by a process of its own.

``python -m benchmarks.web.load PORT PATH CONNECTIONS SECONDS`` reads questions from its standard input, a line each.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import quote_plus, urlsplit

from benchmarks.data import REPO
from benchmarks.machine import memory
from benchmarks.web.questions import Asked
from benchmarks.web.server import Server

ADDRESSES = {"results page": "/?q=", "/api/v1/search": "/api/v1/search?q=", "with facets": "/api/v1/search?facets=1&q="}
HEADERS = "Host: 127.0.0.1\r\nAccept-Language: fr\r\n"


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked: an address of ``ADDRESSES``, questions ``unlike`` each other or a few ``again`` and again."""

    name: str
    kind: str
    connections: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The seconds of each answer, how many of them were none, and the server's memory early and late."""

    load: Load
    seconds: Sequence[float]
    errors: int
    early: int
    late: int


def asked_at_once(load: Load, server: Server, asked: Asked) -> Outcome:
    """Put a load on a server."""
    port = urlsplit(server.address).port
    arguments = [str(port), ADDRESSES[load.name], str(load.connections), str(load.seconds)]
    command = [sys.executable, "-m", __name__, *arguments]
    lines = "\n".join(asked.again if load.kind == "again" else asked.unlike)
    early = memory(server.pid)
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, encoding="utf-8", check=True, cwd=REPO)
    found = json.loads(done.stdout)
    return Outcome(load, found["seconds"], found["errors"], early, memory(server.pid))


class Maker:
    """Connections to one port that ask for what ``lines`` say, until some moment."""

    def __init__(self, port: int, path: str, lines: Sequence[str], until: float) -> None:
        self._port, self._path, self._until = port, path, until
        self._lines: Iterator[str] = cycle(lines)
        self.seconds: list[float] = []
        self.errors = 0

    async def connect(self) -> None:
        """Ask on one connection, and on another one where it is lost."""
        while time.perf_counter() < self._until:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            try:
                while time.perf_counter() < self._until:
                    await self._ask(reader, writer)
            except (OSError, asyncio.IncompleteReadError):
                self.errors += 1
            finally:
                writer.close()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        began = time.perf_counter()
        writer.write(f"GET {self._path}{quote_plus(next(self._lines))} HTTP/1.1\r\n{HEADERS}\r\n".encode("ascii"))
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next(line for line in head.split("\r\n") if line.startswith("content-length:"))
        await reader.readexactly(int(length.partition(":")[2]))
        self.seconds.append(time.perf_counter() - began)
        self.errors += not head.startswith("http/1.1 200 ")


async def _run(port: int, path: str, connections: int, seconds: float) -> None:
    maker = Maker(port, path, sys.stdin.read().split("\n"), time.perf_counter() + seconds)
    await asyncio.gather(*(maker.connect() for _ in range(connections)))
    print(json.dumps({"seconds": maker.seconds, "errors": maker.errors}))


if __name__ == "__main__":
    asyncio.run(_run(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
