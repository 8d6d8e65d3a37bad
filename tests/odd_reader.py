"""A reader that does as its file says, line by line: what no reader should do, for the tests of workers."""

from __future__ import annotations

import ctypes
import io
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from index.documents.drafts import About, Block, Picture, Piece, Reached, Source
from index.documents.formats import ALL, Format, Kind
from index.model import Fault

FORMATS = (*ALL, Format("odd", (".odd",), "odd_reader:read_odd", Kind.MARKED))


def read_odd(source: Source) -> Iterator[Piece]:  # noqa: C901  # a line of the script each
    page = 0
    for line in source.stream.read().decode().splitlines():
        name, _, rest = line.partition(" ")
        if name != "page" and page in (source.texts or {}):
            continue
        if name == "page":
            page = int(rest)
            if source.last_page is not None and page > source.last_page:
                return
            yield Reached(page)
        elif name == "picture":
            yield Picture(page, 1, 1, "")
        elif name == "text":
            yield Block(rest, page or None)
        elif name == "title":
            yield About(title=rest)
        elif name == "environment":
            yield Block(os.environ.get(rest, f"no {rest}"), None)
        elif name == "fault":
            yield Fault(rest)
        elif name == "again":
            yield About(title=rest)
            yield Source("in.odd", f"{source.path}#in.odd", io.BytesIO(f"again {int(rest) - 1}".encode()))
        elif name == "file":
            inner, _, script = rest.partition(" ")
            lines = script.replace("|" if "|" in script else ";", "\n")
            yield Source(inner, f"{source.path}#{inner}", io.BytesIO(lines.encode()))
        else:
            MISDEEDS[name](rest)


def _hang(_: str) -> None:
    while True:
        pass


def _take_memory(_: str) -> None:
    held: list[bytes] = []
    while True:
        held.append(bytes(1 << 24))


def _raise(text: str) -> None:
    raise KeyError(text)


def _recurse(text: str) -> None:
    _recurse(text)


def _print(text: str) -> None:
    os.write(1, text.encode())
    print(text, flush=True)  # noqa: T201  # that is the misdeed


def _write_in_c(place: str) -> None:
    """As a library that is no Python does it, which no audit hook sees."""
    descriptor = ctypes.CDLL(None).creat(place.encode(), 0o600)
    os.write(descriptor, b"harm")


MISDEEDS: Mapping[str, Callable[[str], object]] = {
    "hang": _hang,
    "sleep": lambda text: time.sleep(float(text)),
    "exit": lambda text: os._exit(int(text)),
    "kill": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "interrupt": lambda _: os.kill(os.getpid(), signal.SIGINT),
    "segfault": lambda _: ctypes.string_at(0),
    "memory": _take_memory,
    "raise": _raise,
    "recurse": _recurse,
    "print": _print,
    "ask": lambda _: sys.stdin.read(),
    "write": lambda text: Path(text).write_text("harm", encoding="utf-8"),
    "write_in_c": _write_in_c,
    "connect": lambda text: socket.create_connection(("127.0.0.1", int(text)), timeout=1),
}
