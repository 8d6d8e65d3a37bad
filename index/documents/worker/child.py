"""Child: the process of a worker. It reads one file after the other, as it is asked, within its limits.

``worker`` starts it with pipes as its standard input and output, which no reader gets to see.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import BinaryIO

from index.documents.drafts import Source
from index.documents.faults import broken
from index.documents.formats import Format, Kind, by_suffix
from index.documents.limits import MEMORY, PATIENCE
from index.documents.worker.messages import Message, Request, decode_request, encode, read_frame, write_frame
from index.documents.worker.running import run

READY = b"ready"
STDIN, STDOUT = 0, 1
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FORBIDDEN = frozenset(
    {"os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "os.system", "socket.connect"}
    | {"socket.bind", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen"}
)
GRACE_SECONDS = 5.0
"""The process that asks ends one that takes too long; only where that has gone, this one ends itself, so much later."""


def main() -> None:
    """Answer requests until there are no more, or nobody is there to be answered. An empty frame ends each answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = _pipes()
    _limit()
    with suppress(BrokenPipeError):
        formats = _formats(read_frame(requests) or b"[]")
        write_frame(answers, READY)
        while data := read_frame(requests):
            _answer(decode_request(data), formats, answers)
            write_frame(answers, b"")


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes of this process; what a library reads from standard input or prints is nothing from now on."""
    requests, answers = os.dup(STDIN), os.dup(STDOUT)
    with open(os.devnull, "r+b") as nothing:
        os.dup2(nothing.fileno(), STDIN)
        os.dup2(nothing.fileno(), STDOUT)
    return os.fdopen(requests, "rb"), os.fdopen(answers, "wb")


def _limit() -> None:  # pragma: no cover  # a process that may write nothing cannot save what was measured
    """Take no more than ``MEMORY``, write nothing, reach nobody, leave no image of this process when it breaks down."""
    sys.dont_write_bytecode = True
    sys.addaudithook(_forbid)
    if sys.platform != "win32":
        import resource

        for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(limit, (most, most))


def _forbid(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what no reader has to do, should the bytes of a file talk a library into it."""
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & WRITING:
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
    elif event in FORBIDDEN:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def _formats(data: bytes) -> Mapping[str, Format]:
    return by_suffix(
        Format(name, tuple(suffixes), reader, Kind(kind), streamed)
        for name, suffixes, reader, kind, streamed in json.loads(data)
    )


def _answer(request: Request, formats: Mapping[str, Format], answers: BinaryIO) -> None:
    """Say what is in a file, piece by piece, so that nothing that was read is lost with this process."""
    messages = _messages(request, formats)
    while True:
        _alarm(PATIENCE.most + GRACE_SECONDS)
        message = next(messages, None)
        _alarm(0.0)
        if message is None:
            return
        write_frame(answers, encode(message))


def _messages(request: Request, formats: Mapping[str, Format]) -> Iterator[Message]:
    try:
        with open(request.file, "rb") as stream:
            modified = os.fstat(stream.fileno()).st_mtime
            source = Source(request.file, request.path, stream, modified)
            yield from run(source, formats, request)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is of this file, and the next one is read
        yield broken(error)


def _alarm(seconds: float) -> None:
    """End this process by a signal, whatever it does, after so many seconds; not at all after 0."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
