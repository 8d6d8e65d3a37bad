"""Ctrl-C while indexing: never lost."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress

import pytest

from index.sync.report import Progress
from searcher.interrupts import Show, heeding_interrupts

STEP = Progress("a.txt", 1, 2, 3, 4)


def test_an_interrupt_that_was_lost_ends_the_next_step() -> None:
    seen: list[Progress] = []
    with heeding_interrupts(seen.append) as step:
        step(STEP)
        with suppress(KeyboardInterrupt):  # as Python does while it finalizes an object
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            step(STEP)
    assert seen == [STEP]


def test_an_interrupt_is_heeded_at_once_and_the_old_handler_comes_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with heeding_interrupts(lambda _: None), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_in_another_thread_there_is_no_interrupt_to_heed() -> None:
    given: list[Show] = []
    shown: list[Progress] = []

    def run() -> None:
        with heeding_interrupts(shown.append) as step:
            given.append(step)
            step(STEP)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert (len(given), shown) == (1, [STEP])
