"""Asking: threads that search all the time, each by other nodes, and how long they were left without an answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from index.directory import IndexDirectory
from index.engines.cluster import ClusterSettings
from index.engines.protocol import Search, StoreError

ASKING = 4
PAUSE_SECONDS = 0.02


@dataclass(slots=True)
class Asked:
    """What came of the questions of all threads; ``longest`` is the longest that one had no answer, in seconds."""

    answers: int = 0
    failures: list[str] = field(default_factory=list)
    longest: float = 0.0
    doubled: list[str] = field(default_factory=list)


def opened(place: Path, urls: Sequence[str], name: str) -> IndexDirectory:
    """The index of that name in the cluster at ``urls``."""
    return IndexDirectory(place, cluster=ClusterSettings(tuple(urls), name))


@contextmanager
def asking(place: Path, urls: Sequence[str], name: str) -> Iterator[Asked]:
    """Ask all the time for the length of the block."""
    asked, stop, lock = Asked(), threading.Event(), threading.Lock()
    turned = [[*urls[number % len(urls) :], *urls[: number % len(urls)]] for number in range(ASKING)]
    directories = [opened(place, some, name) for some in turned]
    threads = [threading.Thread(target=_ask, args=(each, asked, stop, lock)) for each in directories]
    for thread in threads:
        thread.start()
    try:
        yield asked
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _ask(directory: IndexDirectory, asked: Asked, stop: threading.Event, lock: threading.Lock) -> None:
    with closing(directory):
        answered = monotonic()
        while not stop.is_set():
            try:
                found = directory.engine().search(Search(count=1_000))
            except StoreError as error:
                with lock:
                    asked.failures.append(f"{type(error).__name__}: {error}")
            else:
                names = [hit.article.path for hit in found.articles]
                with lock:
                    asked.answers += 1
                    asked.longest = max(asked.longest, monotonic() - answered)
                    asked.doubled += [name for name in set(names) if names.count(name) > 1]
                answered = monotonic()
            sleep(PAUSE_SECONDS)
        with lock:
            asked.longest = max(asked.longest, monotonic() - answered)
