"""Workers: the processes that read files for this one, several at a time, each started when it is needed."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from index.documents.drafts import Texts
from index.documents.faults import is_passing, message
from index.documents.formats import ALL, Format
from index.documents.limits import PATIENCE, Patience
from index.documents.worker.assembling import Assembly
from index.documents.worker.messages import Message, Request
from index.documents.worker.process import LostError, Worker
from index.documents.worker.scanning import Scan, Scanning
from index.model import Article, Fault

MOST_LOSSES = 3
"""A file that so many workers were lost on is not gone on with."""
WATCH_SECONDS = 0.1


class Workers:
    """Processes that read files, as many as threads ask at the same time. Safe in several threads."""

    def __init__(self, formats: Sequence[Format] = ALL, patience: Patience = PATIENCE) -> None:
        self._formats = formats
        self._patience = patience
        self._lock = Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = Event()
        self._watch = Thread(target=self._abort_late, name="workers", daemon=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, file: str, path: str, texts: Mapping[str, Texts] | None = None) -> Generator[Article | Fault]:
        """The articles of ``file``, called ``path`` in the index, and what could not be read of it.

        ``texts`` are those of its scanned pages: see ``Request``. Where a worker is lost, another one goes on behind
        what it was lost on.
        """
        assembly = Assembly(path)
        yield from self._articles(Request(file, path, texts=texts), assembly)
        yield from assembly.left_aside()

    def _articles(self, request: Request, assembly: Assembly) -> Generator[Article | Fault]:
        losses = 0
        while losses < MOST_LOSSES:
            try:
                for said in self._read(request):
                    yield from assembly.take(said)
            except LostError as error:
                if self._closed.is_set():
                    return
                losses += 1
                retry = yield from assembly.lose(error.fault)
                if retry is None:
                    return
                request = request._replace(start=retry.start, last_page=retry.last_page)
            else:
                return
        yield Fault("gave_up")

    def scans(self, file: str, path: str, known: Mapping[str, Texts]) -> Generator[Scan]:
        """The scanned pages of ``file`` and of the files in it, but for those that are ``known``.

        Where a worker is lost, another one goes on behind what it was lost on. Raises OSError where none starts.
        """
        scanning = Scanning(Request(file, path, texts=known, pictures=True))
        losses = 0
        while scanning.request and losses < MOST_LOSSES and not self._closed.is_set():
            try:
                for said in self._read(scanning.request):
                    yield from scanning.take(said)
            except LostError as error:
                if is_passing(error.fault):
                    raise OSError(message(error.fault)) from error
                losses += 1
                yield from scanning.lose()
            else:
                return

    def _read(self, request: Request) -> Iterator[Message]:
        """What a worker says of a file. Raises LostError."""
        worker = self._take()
        done = False
        try:
            yield from worker.read(request)
            done = True
        finally:
            self._give_back(worker, reusable=done)

    def _take(self) -> Worker:
        """A worker that is idle, else a new one."""
        with self._lock:
            if self._closed.is_set():
                raise LostError(Fault("crashed"))
            if self._watch.ident is None:
                self._watch.start()
            worker = self._idle.pop() if self._idle else None
        if worker is None:
            worker = Worker(self._formats, self._patience)
        with self._lock:
            self._busy.add(worker)
            if self._closed.is_set():
                worker.abort()
        return worker

    def _give_back(self, worker: Worker, *, reusable: bool) -> None:
        with self._lock:
            self._busy.discard(worker)
            keep = reusable and worker.usable and not self._closed.is_set()
            if keep:
                self._idle.append(worker)
        if not keep:
            worker.close() if reusable else worker.kill()

    def _abort_late(self) -> None:
        while not self._closed.wait(WATCH_SECONDS):
            with self._lock:
                busy = list(self._busy)
            for worker in busy:
                worker.abort_if_late()

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes."""
        with self._lock:
            return [worker.pid for worker in (*self._idle, *self._busy)]

    def close(self) -> None:
        """End the processes, also those that still read for another thread; what is read there ends."""
        self._closed.set()
        with self._lock:
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.abort()
        for worker in idle:
            worker.close()
