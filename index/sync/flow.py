"""Flow: articles on their way from a thread that reads them to the one that writes them, not too many at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing
from threading import Condition, Event

from index.documents import failure
from index.model import Article, Fault

MOST_TEXT = 4_000_000
"""Maximum number of code points queued, unless a single article has more."""

LOOK_SECONDS = 0.1
"""A reader may take minutes for the next article; whoever waits for it looks so often whether it is to stop."""


class Flow:
    """What ``fill`` gives in one thread, iterated in another until ``stop`` is set."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop
        self._changed = Condition()
        self._items: deque[tuple[int, Article | Fault]] = deque()
        self._held = 0
        self._ended = self._closed = False

    def fill(self, items: Generator[Article | Fault]) -> None:
        """Queue ``items``, then close them; blocks while the queue is full, stops early once the flow is closed."""
        try:
            with closing(items):
                for item in items:
                    if not self._put(item):
                        return
        except Exception as error:  # noqa: BLE001  # whoever iterates is to know that this is not all
            self._put(failure(error))
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _put(self, item: Article | Fault) -> bool:
        size = 1 + sum(len(passage.text) for passage in item.passages) if isinstance(item, Article) else 1
        with self._changed:
            self._changed.wait_for(lambda: self._closed or not self._held or self._held + size <= MOST_TEXT)
            self._items.append((size, item))
            self._held += size
            self._changed.notify_all()
            return not self._closed

    def __iter__(self) -> Iterator[Article | Fault]:
        while True:
            with self._changed:
                while not self._changed.wait_for(lambda: self._items or self._ended, LOOK_SECONDS):
                    if self._stop.is_set():
                        return
                if not self._items:
                    return
                size, item = self._items.popleft()
                self._held -= size
                self._changed.notify_all()
            yield item

    def close(self) -> None:
        """Unblock the filling thread, which then stops."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
