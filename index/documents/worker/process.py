"""Worker: a process of its own that reads what is not plain text, so that a hang or a crash costs one file.

It is started anew, never forked: whatever this process is, and however many threads it has, does not matter.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from index.documents.drafts import Picture
from index.documents.faults import failure
from index.documents.formats import Format
from index.documents.limits import PATIENCE, WORN_OUT, Clock, Patience
from index.documents.worker.child import READY
from index.documents.worker.messages import Begun, Ended, Message, Request, decode, encode, read_frame, write_frame
from index.model import Fault

if TYPE_CHECKING:
    import subprocess

STOP_SECONDS = 2.0
ROOT = str(Path(__file__).parents[3])
CODE = "import sys; sys.path[:] = sys.argv[1:]; from index.documents.worker.child import main; main()"
"""Nothing is imported from the folder that the user happens to be in, nor from what the environment names."""


class LostError(Exception):
    """A worker has broken down, or was ended; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class Worker:
    """A process that reads one file after the other. Raises LostError where it cannot be started."""

    def __init__(self, formats: Sequence[Format], patience: Patience = PATIENCE) -> None:
        self.clock = Clock(patience)
        self._files = 0
        self._worn = False
        self._process = _started()
        self._answers = cast("BinaryIO", self._process.stdout)
        self._requests = cast("BinaryIO", self._process.stdin)
        if self._exchange(json.dumps(formats).encode()) != READY:
            self.kill()
            raise LostError(Fault("no_worker", values={"reason": str(self._process.returncode)}))

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def usable(self) -> bool:
        """Whether it can read another file: libraries lose memory, so that it is good for ``WORN_OUT``."""
        return not self._worn and self._files < WORN_OUT and self._process.poll() is None

    def read(self, request: Request) -> Iterator[Message]:
        """What the process says of a file. Read it to its end, or kill the worker. Raises LostError."""
        self._files += 1
        self.clock.begin_file()
        data = self._exchange(encode(request))
        while data:
            try:
                message = decode(data)
            except (ValueError, TypeError, LookupError) as error:
                raise LostError(failure(error)) from error
            self._follow(message)
            yield message
            data = self._receive()
        if data is None:
            self.kill()
            raise LostError(self.clock.fault())

    def _follow(self, message: Message) -> None:
        match message:
            case Begun():
                self.clock.begin_source(message.size)
            case Ended():
                self.clock.end()
            case Picture():
                self.clock.go_on()
            case Fault("memory"):
                self._worn = True

    def _exchange(self, data: bytes) -> bytes | None:
        """The first answer to ``data``, None where the process has gone."""
        try:
            write_frame(self._requests, data)
        except OSError:
            return None
        return self._receive()

    def _receive(self) -> bytes | None:
        self.clock.run()
        try:
            return read_frame(self._answers)
        finally:
            self.clock.stop()

    def abort(self) -> None:
        """Kill the process while another thread waits for its answer, which then raises LostError there."""
        self._process.kill()

    def abort_if_late(self) -> None:
        """Kill the process where it takes too long."""
        if self.clock.late:
            self.abort()

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self.close()

    def close(self) -> None:
        """Close the input of the process, which ends it, and wait for that."""
        from subprocess import TimeoutExpired

        with suppress(OSError):  # the last request could not be written, for it has ended
            self._requests.close()
        try:
            self._process.wait(STOP_SECONDS)
        except TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()


def _environment() -> dict[str, str]:
    """The environment without the passwords that it may hold: what the process reads may be out to harm."""
    return {name: value for name, value in os.environ.items() if "PASSWORD" not in name}


def _started() -> subprocess.Popen[bytes]:
    """The process, in a session of its own: Ctrl-C in a terminal is not for it."""
    from subprocess import DEVNULL, PIPE, Popen

    paths = filter(None, dict.fromkeys((*sys.path, ROOT)))
    command = [sys.executable, "-I", "-W", "ignore", "-X", "utf8", "-c", CODE, *paths]
    try:
        return Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment(), start_new_session=True)  # noqa: S603
    except OSError as error:
        raise LostError(Fault("no_worker", values={"reason": error.strerror or str(error)})) from error
