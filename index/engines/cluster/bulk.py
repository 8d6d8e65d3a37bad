"""Bulk: documents → the cluster, many at a time, by several threads. Whatever it refuses for a while is sent again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, cast

from index.engines.cluster.connection import Body, Cluster
from index.engines.cluster.failures import BLOCKED, TOO_MANY, UNAVAILABLE
from index.engines.protocol import StoreError
from index.language import tr

if TYPE_CHECKING:
    from concurrent.futures import Future

MOST_BYTES = 4_000_000
MOST_ENTRIES = 4_000
"""A request has so many bytes and documents at most, unless one document is larger."""
WORKERS = 3
AHEAD = 2 * WORKERS
"""Number of requests prepared ahead."""
PATIENCE = 180.0
"""What the cluster refuses for a while is sent again for so many seconds."""
LONGEST_PAUSE = 30.0
"""Seconds between two tries; the first is a quarter of a second, each pause twice the one before."""
SHARD_SECONDS = 20
"""Seconds for which the cluster waits for a shard that is moving."""
FOR_A_WHILE = (TOO_MANY, UNAVAILABLE)


_SURROGATE = re.compile("[\ud800-\udfff]")
"""What is no text that can be sent, but for an escape."""


class Entry(NamedTuple):
    """A document to be written, as lines of a request; ``name`` is what a person knows it by."""

    name: str
    lines: str


class _Outcome(NamedTuple):
    """The code of what was done to a document; the kind of the error and why, where it was not written."""

    status: int = 0
    kind: str = ""
    reason: str = ""


class Bulk:
    """Sends documents. ``check`` is called before each request, and may raise what ends the writing.

    Each method raises StoreError, as soon as that is known, for what was sent before.
    """

    def __init__(self, cluster: Cluster, check: Callable[[], None]) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._cluster, self._check = cluster, check
        self._entries: list[Entry] = []
        self._size = 0
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="bulk")
        self._sent: list[Future[None]] = []
        self._stop = Event()

    def add(self, index: str, key: str, document: Body, *, name: str, routing: int | None = None) -> None:
        """Write ``document`` as the entry ``key`` of an index, in place of one that is there."""
        action: dict[str, object] = {"_index": index, "_id": key}
        if routing is not None:
            action["routing"] = str(routing)
        self._append(Entry(name, f"{json.dumps({'index': action})}\n{_as_json(document)}\n"))

    def delete(self, index: str, key: str, *, name: str) -> None:
        """Delete the entry ``key`` of an index, if there is one."""
        self._append(Entry(name, json.dumps({"delete": {"_index": index, "_id": key}}) + "\n"))

    def _append(self, entry: Entry) -> None:
        if self._entries and (self._size + len(entry.lines) > MOST_BYTES or len(self._entries) >= MOST_ENTRIES):
            self._send()
        self._entries.append(entry)
        self._size += len(entry.lines)

    def flush(self) -> None:
        """Send what is left, and wait until all has been written."""
        if self._entries:
            self._send()
        while self._sent:
            self._sent.pop(0).result()

    def close(self) -> None:
        """Send nothing more."""
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)

    def _send(self) -> None:
        entries, self._entries, self._size = self._entries, [], 0
        while len(self._sent) >= AHEAD or (self._sent and self._sent[0].done()):
            self._sent.pop(0).result()
        self._sent.append(self._pool.submit(self._write, entries))

    def _write(self, entries: Sequence[Entry]) -> None:
        """Write some entries: those that are refused for a while again, those that are refused for good by name."""
        until = monotonic() + PATIENCE
        for pause in _pauses():
            self._check()
            entries, said = self._written(entries)
            if not entries:
                return
            if monotonic() + pause > until:
                raise self._cluster.failures.told(said.status, said.kind, said.reason)
            if self._stop.wait(pause):
                return

    def _written(self, entries: Sequence[Entry]) -> tuple[Sequence[Entry], _Outcome]:
        """The entries that are to be sent again, and why."""
        lines = "".join(entry.lines for entry in entries)
        answer = self._cluster.request_unless("POST", BULK, lines.encode(), FOR_A_WHILE)
        if answer is None:
            return entries, _Outcome(TOO_MANY, "", f"HTTP {TOO_MANY}")
        if not answer.get("errors"):
            return (), _Outcome()
        outcomes = list(map(_outcome, cast("list[Body]", answer["items"])))
        again = [(entry, said) for entry, said in zip(entries, outcomes, strict=True) if said.status in FOR_A_WHILE]
        for entry, said in zip(entries, outcomes, strict=True):
            if said.kind == BLOCKED:
                raise self._cluster.failures.told(said.status, said.kind, said.reason)
            if said.kind and said.status not in FOR_A_WHILE:
                self._write_alone(entry)
        return [entry for entry, _ in again], again[0][1] if again else _Outcome()

    def _write_alone(self, entry: Entry) -> None:
        """Write an entry that was refused among others. Raises StoreError, with its name, where it is refused again."""
        answer = self._cluster.request("POST", "/_bulk", entry.lines.encode())
        said = _outcome(cast("list[Body]", answer["items"])[0])
        if said.kind:
            message = tr("the cluster at {url} does not take {name} ({reason}); the index is as it was before")
            values = {"url": " ".join(self._cluster.settings.urls), "name": entry.name, "reason": said.reason}
            raise StoreError(message.format(**values))


BULK = f"/_bulk?filter_path=errors,items.*.status,items.*.error&timeout={SHARD_SECONDS}s"
"""As a whole, since the client takes a ``timeout`` for its own."""


def _as_json(document: Body) -> str:
    """A document as JSON, accents as they are: escaped, they take three times the room."""
    said = json.dumps(document, ensure_ascii=False)
    return said if said.isascii() or not _SURROGATE.search(said) else json.dumps(document)


def _outcome(item: Body) -> _Outcome:
    """What was done to a document."""
    (said,) = cast("Mapping[str, Mapping[str, object]]", item).values()
    status, error = int(str(said["status"])), cast("Mapping[str, object] | None", said.get("error"))
    if error is None:
        return _Outcome(status)
    kind, cause = str(error.get("type")), cast("Mapping[str, object] | None", error.get("caused_by"))
    reason = str(error.get("reason") or kind)
    return _Outcome(status, kind, f"{reason}: {cause['reason']}" if cause else reason)


def _pauses() -> Iterator[float]:
    """How long to wait after each try; not quite as long as others do, so that not all come back at once."""
    import random

    for number in count():
        yield min(LONGEST_PAUSE, 0.25 * 2**number) * random.uniform(0.75, 1.0)  # noqa: S311  # no secret
