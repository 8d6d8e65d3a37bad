"""Child: the process of an encoder. It makes the entries of one block of articles after the other."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

from index.engines.encoding.messages import packed
from index.engines.entries import entry_of
from index.model import Article

STDIN, STDOUT, STDERR = 0, 1, 2


def main(idle_seconds: int) -> None:
    """Answer each block of articles with their entries, until nobody is there to ask, or has asked for so long."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    blocks, answers = os.fdopen(os.dup(STDIN), "rb"), os.fdopen(os.dup(STDOUT), "wb")
    os.dup2(STDERR, STDOUT)  # what a library prints is no answer
    with suppress(EOFError, BrokenPipeError):
        while True:
            _answer(blocks, answers, idle_seconds)


def _answer(blocks: BinaryIO, answers: BinaryIO, idle_seconds: int) -> None:
    _alarm(idle_seconds)
    articles: Sequence[Article] = pickle.load(blocks)  # noqa: S301  # the process that started this one wrote it
    _alarm(0)
    pickle.dump([packed(entry_of(article)) for article in articles], answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


def _alarm(seconds: int) -> None:
    """End this process by a signal after so many seconds; not at all after 0."""
    if sys.platform != "win32":
        signal.alarm(seconds)
