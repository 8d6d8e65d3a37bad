"""A real server on a free port of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import Protocol, cast

from web.access import Access
from web.collections import Collection
from web.server import Server, listen


class Trigger(Protocol):
    """What wakes the loop of a server."""

    def pull_trigger(self, thunk: Callable[[], None]) -> None:
        """Call ``thunk`` in the thread of the loop."""


class Looping(Server, Protocol):
    """A server with its loop in some thread."""

    trigger: Trigger


@contextmanager
def running(shown: Sequence[Collection], access: Access | None = None) -> Iterator[int]:
    """The port of a server of ``shown``."""
    server = cast("Looping", listen(shown, "127.0.0.1", 0, access or Access()))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    # In the thread of the loop: closed from here, its sockets may be gone while it waits on them.
    server.trigger.pull_trigger(server.close)
