"""Loading: files → their articles and digests, read ahead of whoever writes them, with bounded memory.

A few threads read, hash, decode and cut plain texts into articles; reading and hashing let other threads run. Other
files are read by workers, processes of their own; a thread hands over what comes from one. A file of records is hashed
ahead, opened when its turn comes and read as its articles are asked for, so its size does not matter.
"""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from threading import Event

from index.documents import (
    HEAD,
    Workers,
    date_of_time,
    failure,
    is_disguised,
    is_plain,
    is_streamed,
    read_articles,
)
from index.model import FileEntry
from index.sync.flow import MOST_TEXT, Flow
from index.sync.limits import DEFAULT_LIMITS, Limits
from index.sync.loaded import Loaded, Pieces, Records, Text, Touched, source_of
from index.sync.page_texts import PageTexts
from index.sync.scan import FileSeen, Problem

READERS = 2
NO_TIME = 0
"""The time of a file that changed while it was looked at, so that the next scan finds it changed."""


@dataclass(frozen=True, slots=True)
class _Hashed:
    """A file of records that is still to be read."""

    file: FileSeen
    entry: FileEntry


@dataclass(frozen=True, slots=True)
class _Job:
    """A file on its way: what it costs in memory, what becomes of it, and what a worker reads of it."""

    file: FileSeen
    cost: int
    flow: Flow
    loaded: Future[Loaded | _Hashed] = field(default_factory=Future)


def load_all(
    files: Sequence[FileSeen],
    known: Mapping[str, FileEntry],
    limits: Limits = DEFAULT_LIMITS,
    stop: Event | None = None,
    texts: PageTexts | None = None,
) -> Generator[Loaded]:
    """What became of each of ``files``, in their order; ``known`` are their rows of the catalogue, if they have one.

    ``texts`` are those that were recognised of scanned pages.
    What is yielded can be read until the next one is asked for; what a worker reads ends where ``stop`` is set. Close
    the generator where it is not read to its end.
    """
    stop = stop or Event()
    waiting: deque[_Job] = deque()
    ahead = 0
    pool, workers = ThreadPoolExecutor(READERS), Workers()
    try:
        for file in files:
            job = _Job(file, _cost(file), Flow(stop))
            while waiting and (ahead + job.cost > limits.ahead_bytes or len(waiting) >= limits.ahead_files):
                ahead -= waiting[0].cost
                yield from _opened(waiting.popleft())
            pool.submit(_run, job, known.get(file.path), workers, texts)
            waiting.append(job)
            ahead += job.cost
        while waiting:
            yield from _opened(waiting.popleft())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for job in waiting:
            job.flow.close()
        workers.close()
        pool.shutdown()


def _cost(file: FileSeen) -> int:
    """How many bytes of memory reading a file ahead takes, about."""
    if is_streamed(file.file):
        return 0 if is_plain(file.file) else MOST_TEXT
    return file.size if is_plain(file.file) else min(file.size, MOST_TEXT)


def _opened(job: _Job) -> Iterator[Loaded]:
    """What became of a file; one of records is opened now, and closed when the next is asked for."""
    try:
        loaded = job.loaded.result()
        if not isinstance(loaded, _Hashed):
            yield loaded
            return
        try:
            records = Records(loaded.file, loaded.entry)
        except OSError as error:
            yield Problem(loaded.entry.path, failure(error))
            return
        with closing(records):
            yield records
    finally:
        job.flow.close()


def _run(job: _Job, known: FileEntry | None, workers: Workers, texts: PageTexts | None) -> None:
    """Load a file; what a worker reads of it flows while it is written."""
    file = job.file
    try:
        loaded = _load(job, known)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a problem of this file, and the others are read
        loaded = Problem(file.path, failure(error))
    job.loaded.set_result(loaded)
    if isinstance(loaded, Pieces):
        recognised = texts.whole(loaded.entry.digest) if texts else None
        job.flow.fill(workers.read(file.file, file.path, recognised))


def _load(job: _Job, known: FileEntry | None) -> Loaded | _Hashed:
    """Read a plain text whole, unless its bytes are as they were; any other file is only hashed."""
    file = job.file
    plain, streamed = is_plain(file.file), is_streamed(file.file)
    whole = plain and not streamed
    data = _read(file.file) if whole else b""
    digest, disguised = (sha256(data).hexdigest(), is_disguised(data)) if whole else _hashed(file.file)
    entry = FileEntry(file.path, file.root, file.size, file.mtime if _is_as_seen(file) else NO_TIME, digest)
    if known and not known.pending and known.digest == digest and not _dated_anew(file, known):
        return Touched(entry._replace(articles=known.articles, faults=known.faults))
    if disguised or not plain:
        return Pieces(entry, job.flow)
    if streamed:
        return _Hashed(file, entry)
    return Text(entry, tuple(read_articles(source_of(file, io.BytesIO(data)))))


def _is_as_seen(file: FileSeen) -> bool:
    """Whether a file that was read is as the scan saw it: else what was read may be another text."""
    status = os.stat(file.file)
    return (status.st_size, status.st_mtime_ns) == (file.size, file.mtime)


def _dated_anew(file: FileSeen, known: FileEntry) -> bool:
    """Whether articles may be dated by the time of their file, and that is another day now. Records never are."""
    is_of_records = is_plain(file.file) and is_streamed(file.file)
    return not is_of_records and date_of_time(file.mtime / 1e9) != date_of_time(known.mtime / 1e9)


def _read(file: str) -> bytes:
    with open(file, "rb", buffering=0) as stream:
        return stream.read()


def digest_of(file: str) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises OSError where it cannot be read."""
    return _hashed(file)[0]


def _hashed(file: str) -> tuple[str, bool]:
    """The digest of a file, and whether it is text by its name only."""
    with open(file, "rb", buffering=0) as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        return file_digest(stream, "sha256").hexdigest(), is_disguised(head)
