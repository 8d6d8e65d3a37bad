"""The helper: a process of its own that prepares texts while this one writes.

It reads blocks of texts from a pipe and writes what it made of each to another, in their order; their words come with
their keys, so that little is left to be done in the end. Nothing hangs on it: it has no file of the index open, ends
when the pipe does, and what it did not answer can be done here.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, cast

from index.analysis.lexicon import open_lexicon
from index.engines.tantivy.preparing import Prepared, Preparing, described

PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from index.engines.tantivy.helper import serve; serve()"
LOST = (OSError, EOFError, ValueError, CancelledError, pickle.UnpicklingError)
"""What is raised where a helper does not answer any more."""


class Helper:
    """A running helper. Raises OSError where it cannot be started."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", PROGRAM, *sys.path]
        self._process = subprocess.Popen(  # noqa: S603  # Python itself, and nothing that a user gave
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for this process; the helper ends with it
        )
        self._thread = ThreadPoolExecutor(1)

    def prepare(self, texts: Sequence[str]) -> Future[Prepared]:
        """What becomes of a block of texts, once it is there; asking for it raises one of ``LOST`` where it is not."""
        return self._thread.submit(self._ask, texts)

    def _ask(self, texts: Sequence[str]) -> Prepared:
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise EOFError
        pickle.dump(texts, asked, pickle.HIGHEST_PROTOCOL)
        asked.flush()
        return cast("Prepared", pickle.load(answers))  # noqa: S301  # from the process that this one started

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._thread.shutdown(cancel_futures=True)
        with suppress(OSError), self._process:  # what it was to be told stays unsaid
            pass


def serve() -> None:
    """Answer block after block until there are no more."""
    answer(sys.stdin.buffer, sys.stdout.buffer)


def answer(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Read blocks from one stream and write what becomes of them to the other, until the first ends."""
    import gc

    gc.disable()  # nothing here is in a cycle
    preparing, lexicon = Preparing(), open_lexicon().loaded()
    while True:
        try:
            texts = pickle.load(asked)  # noqa: S301  # from the process that started this one
        except EOFError:
            return
        rewritings, words = preparing.prepare(texts)
        pickle.dump((rewritings, described(words, lexicon)), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
