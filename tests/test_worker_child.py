"""The process of a worker, without its limits: under those it could not write which of its lines were reached."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from indexing import child_environment, write
from odd_reader import FORMATS

from index.documents.drafts import About, Block
from index.documents.worker import child
from index.documents.worker.messages import (
    Begun,
    Detected,
    Ended,
    Message,
    Request,
    decode,
    encode,
    read_frame,
    write_frame,
)
from index.model import Fault

WITHOUT_LIMITS = "from index.documents.worker import child; child._limit = lambda: None; child.main()"


def answered(*frames: bytes) -> list[bytes]:
    """What the process says where ``frames`` are all that it is asked."""
    asked = io.BytesIO()
    for frame in frames:
        write_frame(asked, frame)
    command = [sys.executable, "-c", WITHOUT_LIMITS]
    done = subprocess.run(command, input=asked.getvalue(), env=child_environment(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    said = io.BytesIO(done.stdout)
    return list(iter(lambda: read_frame(said), None))


def answers(frames: list[bytes]) -> Iterator[list[Message]]:
    """The messages of each request; an empty frame ends them."""
    messages: list[Message] = []
    for frame in frames:
        if frame:
            messages.append(decode(frame))
        else:
            yield messages
            messages = []
    assert not messages


def request(file: Path) -> bytes:
    return encode(Request(str(file), f"r/{file.name}"))


def test_requests_are_answered_in_turn(tmp_path: Path) -> None:
    odd = write(tmp_path / "a.odd", "title T\ntext un")
    gone = tmp_path / "gone.odd"
    ready, *said = answered(json.dumps(FORMATS).encode(), request(odd), request(gone), request(odd))
    assert ready == child.READY
    first, second, third = answers(said)
    begun, *rest = first
    assert isinstance(begun, Begun)
    assert (begun.path, begun.size) == ("r/a.odd", odd.stat().st_size)
    assert rest == [Detected("odd"), About(title="T"), Block("un", None), Ended()]
    assert [type(message) for message in second] == [Fault]
    assert third == first


def test_it_ends_where_it_is_asked_nothing_and_where_a_request_is_cut_off() -> None:
    assert answered() == [child.READY]
    assert answered(json.dumps(FORMATS).encode()) == [child.READY]


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("x", "w", child.WRITING)),
        ("open", ("x", None, os.O_RDWR)),
        ("os.remove", ("x", -1)),
        ("subprocess.Popen", ("x", (), None, None)),
        ("socket.connect", (None, ("127.0.0.1", 9))),
    ],
)
def test_what_no_reader_has_to_do_is_refused(event: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(PermissionError):
        child._forbid(event, arguments)


@pytest.mark.parametrize(("event", "flags"), [("open", os.O_RDONLY), ("open", None), ("import", 0)])
def test_what_a_reader_needs_is_not(event: str, flags: int | None) -> None:
    child._forbid(event, ("x", "r", flags))
