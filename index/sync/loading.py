"""Loading: files → their articles and digests, read ahead of whoever writes them, with bounded memory.

A few threads read, hash, decode and cut texts into articles; reading and hashing let other threads run. A file of
records is hashed ahead, opened when its turn comes and read as its articles are asked for, so its size does not matter.
"""

from __future__ import annotations

import hashlib
import io
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from index.directory import MB
from index.documents import STREAMED, Source, failure, read_articles, suffix
from index.model import Article, Fault, FileEntry
from index.sync.limits import DEFAULT_LIMITS, Limits
from index.sync.scan import FileSeen, Problem

READERS = 2


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that has another time or root and the same bytes: its new row of the catalogue."""

    entry: FileEntry


@dataclass(frozen=True, slots=True)
class Text:
    """A file that was read whole: its row, which does not count its articles yet, and what it holds."""

    entry: FileEntry
    items: Sequence[Article | Fault]

    @property
    def passed(self) -> int:
        """How many of its bytes have been read."""
        return self.entry.size


class Records:
    """A file that is read as its ``items`` are asked for: its row, which does not count its articles yet."""

    def __init__(self, file: FileSeen, entry: FileEntry) -> None:
        self.entry = entry
        self._file = file
        self._bytes = io.FileIO(file.file)

    @property
    def items(self) -> Iterator[Article | Fault]:
        """Its articles, and what could not be read."""
        with io.BufferedReader(self._bytes, MB) as stream:
            yield from read_articles(Source(self._file.file, self._file.path, stream))

    @property
    def passed(self) -> int:
        """How many of its bytes have been read."""
        return self.entry.size if self._bytes.closed else self._bytes.tell()

    def close(self) -> None:
        """Close the file."""
        self._bytes.close()


Loaded = Touched | Text | Records | Problem


@dataclass(frozen=True, slots=True)
class _Hashed:
    """A file of records that is still to be read."""

    file: FileSeen
    entry: FileEntry


def load_all(
    files: Sequence[FileSeen], known: Mapping[str, FileEntry], limits: Limits = DEFAULT_LIMITS
) -> Generator[Loaded]:
    """What became of each of ``files``, in their order; ``known`` are their rows of the catalogue, if they have one.

    What is yielded can be read until the next one is asked for. Close the generator where it is not read to its end.
    """
    waiting: deque[tuple[int, Future[Loaded | _Hashed]]] = deque()
    ahead = 0
    pool = ThreadPoolExecutor(READERS)
    try:
        for file in files:
            cost = 0 if suffix(file.file) in STREAMED else file.size
            while waiting and (ahead + cost > limits.ahead_bytes or len(waiting) >= limits.ahead_files):
                spent, first = waiting.popleft()
                yield from _opened(first.result())
                ahead -= spent
            waiting.append((cost, pool.submit(_load, file, known.get(file.path))))
            ahead += cost
        while waiting:
            yield from _opened(waiting.popleft()[1].result())
    finally:
        pool.shutdown(cancel_futures=True)


def _opened(loaded: Loaded | _Hashed) -> Iterator[Loaded]:
    """``loaded`` itself; a file of records is opened now, and closed when the next is asked for."""
    if not isinstance(loaded, _Hashed):
        yield loaded
        return
    try:
        records = Records(loaded.file, loaded.entry)
    except OSError as error:
        yield Problem(loaded.entry.path, failure(error))
        return
    try:
        yield records
    finally:
        records.close()


def _load(file: FileSeen, known: FileEntry | None) -> Loaded | _Hashed:
    """Read a file whole, unless its bytes are as they were; one of records is only hashed."""
    try:
        streamed = suffix(file.file) in STREAMED
        data = b"" if streamed else _read(file.file)
        digest = digest_of(file.file) if streamed else hashlib.sha256(data).hexdigest()
        entry = FileEntry(file.path, file.root, file.size, file.mtime, digest)
        if known and not known.pending and known.digest == digest:
            return Touched(entry._replace(articles=known.articles, faults=known.faults))
        if streamed:
            return _Hashed(file, entry)
        return Text(entry, tuple(read_articles(Source(file.file, file.path, io.BytesIO(data)))))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a problem of this file, and the others are read
        return Problem(file.path, failure(error))


def _read(file: str) -> bytes:
    with open(file, "rb", buffering=0) as stream:
        return stream.read()


def digest_of(file: str) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises OSError where it cannot be read."""
    with open(file, "rb", buffering=0) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
