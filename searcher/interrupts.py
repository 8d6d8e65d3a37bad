"""Interrupts: Ctrl-C is heeded even where Python loses it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.sync.report import Progress

Show = Callable[[Progress], None]


@contextmanager
def heeding_interrupts(show: Show) -> Iterator[Show]:
    """``show``, breaking off at the next step where an interrupt had no effect.

    Python drops the exception of an interrupt that comes while an object is finalized.
    """
    asked = threading.Event()

    def interrupt(*_: object) -> None:
        asked.set()
        raise KeyboardInterrupt

    def step(progress: Progress) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        show(progress)

    if threading.current_thread() is not threading.main_thread():
        yield show
        return
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield step
    finally:
        signal.signal(signal.SIGINT, before)
