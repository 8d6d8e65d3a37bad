"""Encoder: a process of its own that makes the entries of articles, so that a second core has its share."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from index.engines.encoding.messages import Packed, unpacked
from index.engines.entries import ArticleEntry
from index.model import Article

if TYPE_CHECKING:
    from subprocess import Popen

ROOT = str(Path(__file__).parents[3])
CODE = "import sys; _, idle, *sys.path[:] = sys.argv; from index.engines.encoding.child import main; main(int(idle))"
"""Nothing is imported from the folder that the user happens to be in, nor from what the environment names."""
IDLE_SECONDS = 20
"""A process that is asked for nothing for so long ends, and its memory with it."""
STOP_SECONDS = 2.0


class LostError(Exception):
    """The process has ended, whyever."""


class Encoder:
    """One process at a time, started anew and never forked, when there is something to do."""

    def __init__(self, idle_seconds: int = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._process: Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process; None where there is none."""
        return self._process.pid if self._process else None

    def entries(self, articles: Sequence[Article]) -> Sequence[ArticleEntry]:
        """The entries of ``articles``, in their order. Raises LostError."""
        process = self._started()
        try:
            pickle.dump(articles, _blocks(process), pickle.HIGHEST_PROTOCOL)
            _blocks(process).flush()
            packed: Sequence[Packed] = pickle.load(_answers(process))  # noqa: S301  # this process started that one
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.close()
            raise LostError from error
        return [unpacked(one, article.passages) for one, article in zip(packed, articles, strict=True)]

    def _started(self) -> Popen[bytes]:
        """The process, or a new one: one that had nothing to do has ended by itself."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _start(self._idle_seconds)
        return self._process

    def close(self) -> None:
        """End the process: it does so by itself when nothing more can be asked."""
        from subprocess import TimeoutExpired

        if self._process is None:
            return
        with suppress(OSError):  # the last block could not be written, for it has ended
            _blocks(self._process).close()
        _answers(self._process).close()
        try:
            self._process.wait(STOP_SECONDS)
        except TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def _start(idle_seconds: int) -> Popen[bytes]:
    """A new process, in a session of its own: Ctrl-C in a terminal is not for it. Raises LostError."""
    from subprocess import DEVNULL, PIPE, Popen

    paths = filter(None, dict.fromkeys((*sys.path, ROOT)))
    command = [sys.executable, "-I", "-W", "ignore", "-X", "utf8", "-c", CODE, str(idle_seconds), *paths]
    try:
        return Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True)  # noqa: S603
    except OSError as error:
        raise LostError from error


def _blocks(process: Popen[bytes]) -> BinaryIO:
    return cast("BinaryIO", process.stdin)


def _answers(process: Popen[bytes]) -> BinaryIO:
    return cast("BinaryIO", process.stdout)
