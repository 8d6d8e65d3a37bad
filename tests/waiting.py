"""Generators that are waited for: what the tests of watching are written with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from typing import Generic, TypeVar

DEADLINE = 20.0
"""Seconds after which what was waited for is not going to come; a watcher needs a tenth of one."""
T = TypeVar("T")


class Following(Generic[T]):
    """A generator that runs in a thread of its own; what it yields can be waited for."""

    def __init__(self, items: Iterator[T]) -> None:
        self._items = items
        self._yielded: Queue[T] = Queue()
        self.told = 0
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        for item in self._items:
            self.told += 1
            self._yielded.put(item)

    def next(self) -> T:
        return self._yielded.get(timeout=DEADLINE)

    def until(self, wanted: Callable[[T], bool]) -> T:
        """The next item that is the one wanted: one change may be told in several steps."""
        while not wanted(item := self.next()):
            pass
        return item


@contextmanager
def following(make: Callable[[threading.Event], Iterator[T]]) -> Iterator[Following[T]]:
    """Follow what ``make`` yields; in the end the stop event is set, and it has to stop."""
    stop = threading.Event()
    followed = Following(make(stop))
    try:
        yield followed
    finally:
        stop.set()
        followed.thread.join(DEADLINE)
        assert not followed.thread.is_alive()
