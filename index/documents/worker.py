"""Worker: a process of its own that reads what is not plain text, so that a hang or a crash costs one file.

It is started anew, never forked: whatever this process is, and however many threads it has, does not matter.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO, cast

from index.documents.child import READY
from index.documents.faults import failure
from index.documents.formats import Format
from index.documents.limits import PATIENCE, WORN_OUT, Patience
from index.documents.messages import Begun, Ended, Message, Request, decode, encode, read_frame, write_frame
from index.model import Fault

if TYPE_CHECKING:
    import subprocess

START_SECONDS = 60.0
STOP_SECONDS = 2.0
HOUSE = str(Path(__file__).parents[2])
CODE = "import sys; sys.path[:] = sys.argv[1:]; from index.documents.child import main; main()"
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
        self._told = cast("BinaryIO", self._process.stdout)
        self._asked = cast("BinaryIO", self._process.stdin)
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
            self._heed(message)
            yield message
            data = self._receive()
        if data is None:
            self.kill()
            raise LostError(self.clock.fault())

    def _heed(self, message: Message) -> None:
        match message:
            case Begun():
                self.clock.begin_source(message.size)
            case Ended():
                self.clock.end()
            case Fault("memory"):
                self._worn = True

    def _exchange(self, data: bytes) -> bytes | None:
        """The first answer to ``data``, None where the process has gone."""
        try:
            write_frame(self._asked, data)
        except OSError:
            return None
        return self._receive()

    def _receive(self) -> bytes | None:
        self.clock.run()
        try:
            return read_frame(self._told)
        finally:
            self.clock.stop()

    def end(self) -> None:
        """Kill the process while another thread waits for its answer, which is told by LostError."""
        self._process.kill()

    def end_if_late(self) -> None:
        """Kill the process where it takes too long."""
        if self.clock.late:
            self.end()

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self.close()

    def close(self) -> None:
        """Let the process end, which it does when nothing more can be asked."""
        from subprocess import TimeoutExpired

        with suppress(OSError):  # what was to be asked could not be written, for it has ended
            self._asked.close()
        try:
            self._process.wait(STOP_SECONDS)
        except TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._told.close()


def _started() -> subprocess.Popen[bytes]:
    """The process, in a session of its own: Ctrl-C in a terminal is not for it."""
    from subprocess import DEVNULL, PIPE, Popen

    paths = filter(None, dict.fromkeys((*sys.path, HOUSE)))
    command = [sys.executable, "-I", "-W", "ignore", "-X", "utf8", "-c", CODE, *paths]
    try:
        return Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True)  # noqa: S603
    except OSError as error:
        raise LostError(Fault("no_worker", values={"reason": error.strerror or str(error)})) from error


class Clock:
    """How long a worker takes: for each source by itself, and for the file with all the files in it.

    It runs only while the worker is waited for; that its messages are not asked for is not its fault.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._limits: list[float] = []
        self._left = self._whole = START_SECONDS
        self._since = math.inf
        self._late = False

    def begin_file(self) -> None:
        """Another file is asked for."""
        self._limits = [self._patience.most]
        self._left, self._whole = self._patience.most, self._patience.whole

    def begin_source(self, size: int) -> None:
        """A source of so many bytes is begun."""
        self._left = self._patience.seconds_for(size)
        self._limits.append(self._left)

    def end(self) -> None:
        """It is read; for what stands around it, time begins anew."""
        self._limits.pop()
        self._left = self._limits[-1]

    def run(self) -> None:
        """The worker is waited for from now on."""
        self._since = monotonic()

    def stop(self) -> None:
        """The worker has answered."""
        spent = monotonic() - self._since
        self._since = math.inf
        self._left -= spent
        self._whole -= spent

    @property
    def late(self) -> bool:
        """Whether the worker is waited for and takes too long."""
        self._late = self._late or monotonic() - self._since > min(self._left, self._whole)
        return self._late

    def fault(self) -> Fault:
        """Why the worker is lost, whose clock this is."""
        if not self._late:
            return Fault("crashed")
        limit = self._patience.whole if self._whole <= self._left else self._limits[-1]
        return Fault("timeout", values={"seconds": round(limit)})
