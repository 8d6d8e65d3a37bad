"""Keeping fresh: an index that follows its folders, for as long as a process runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from index.directory.store import Store
from index.engines.protocol import StoreError
from index.sync.look import LARGEST
from index.sync.report import Interrupted, Progress
from index.sync.update import PathError, Updated, update
from index.sync.watch import changes

RETRY_SECONDS = 1.0


def keep_fresh(
    paths: Sequence[Path],
    store: Store,
    *,
    engine: str | None = None,
    stop: Event,
    largest: int = LARGEST,
    on_error: Callable[[Exception], None] = lambda _: None,
) -> Iterator[Updated]:
    """Bring the index up to date with ``paths``, then again each time something in them changes, until ``stop`` is set.

    Watching begins first, so that nothing that changes meanwhile is missed. Yields what each update did. What goes
    wrong is handed to ``on_error``, and the next change is another try. A note is told when it is news. An update that
    is under way when ``stop`` is set is broken off, and leaves what it has committed.
    """
    note = ""

    def go_on(_: Progress) -> None:
        """Break an update off as Ctrl-C does."""
        if stop.is_set():
            raise KeyboardInterrupt

    watched = [path for path in paths if path.exists()]
    for _ in changes(watched, stop):
        present = [path for path in watched if path.exists()]
        try:
            done = update(present, store, engine=engine, largest=largest, on_progress=go_on)
            yield replace(done, note="" if done.note == note else done.note)
            note = done.note
        except Interrupted:
            if not stop.is_set():
                raise
            return
        except (StoreError, PathError) as error:
            on_error(error)
            if stop.wait(RETRY_SECONDS):
                return
