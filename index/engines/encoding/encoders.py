"""Encoders: the processes that make entries, as many as the machine has cores to spare."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from index.engines.encoding.encoder import Encoder, LostError
from index.engines.entries import ArticleEntry, entry_of
from index.model import Article

MOST = 3
"""More processes make entries faster than one can hand them over; each takes 200 MB."""
MOST_LOSSES = 3
"""After so many were lost at work, no other one is started."""
FEW = 3_000_000
"""So many code points of a batch are encoded here: starting a process takes as long as a tenth of that."""

Entries = Sequence[ArticleEntry]


def processes() -> int:
    """How many processes there may be: one core is for handing over."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, usable - 1)


class Encoders:
    """Makes the entries of blocks of articles, each in a process that is idle; ``most`` is how many there may be.

    A process is started when it is needed, and ends by itself after a while. Where one is lost at work, its block is
    encoded here. The first ``few`` code points of a batch are no work for them.
    """

    def __init__(self, most: int | None = None, few: int = FEW) -> None:
        self.few = few
        self.encoders = [Encoder() for _ in range(processes() if most is None else most)]
        self._idle = SimpleQueue[Encoder]()
        for encoder in self.encoders:
            self._idle.put(encoder)
        self._losses = 0
        self._pool: ThreadPoolExecutor | None = None

    def submit(self, articles: Sequence[Article]) -> Future[Entries]:
        """Have the entries of ``articles`` made, in their order."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(len(self.encoders), thread_name_prefix="encoders")
        return self._pool.submit(self._entries, articles)

    def _entries(self, articles: Sequence[Article]) -> Entries:
        encoder = self._idle.get()
        try:
            if self._losses < MOST_LOSSES:
                return encoder.entries(articles)
        except LostError:
            self._losses += 1
        finally:
            self._idle.put(encoder)
        return list(map(entry_of, articles))

    def close(self) -> None:
        """End the processes. What was submitted and has not begun is not made any more."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        for encoder in self.encoders:
            encoder.close()
