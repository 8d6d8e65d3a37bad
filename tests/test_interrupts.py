"""Ctrl-C while indexing: asked once, an update stops where it can; asked twice, at once."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress

import pytest

from searcher.interrupts import stop_on_interrupt


def test_the_first_interrupt_sets_the_event_and_the_second_is_raised() -> None:
    with stop_on_interrupt() as stop:
        assert not stop.is_set()
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_the_old_handler_comes_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with suppress(KeyboardInterrupt), stop_on_interrupt():
        assert signal.getsignal(signal.SIGINT) is not before
        raise KeyboardInterrupt
    assert signal.getsignal(signal.SIGINT) is before


def test_in_another_thread_there_is_an_event_that_nothing_sets() -> None:
    given: list[threading.Event] = []

    def run() -> None:
        with stop_on_interrupt() as stop:
            given.append(stop)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert [stop.is_set() for stop in given] == [False]
