"""Loading: files → their articles and digests, read ahead of whoever writes them, with bounded memory.

A few threads read, hash, decode and cut texts into articles; reading and hashing let other threads run. A file of
records is opened when its turn comes and read as its articles are asked for, so its size does not matter.
"""

from __future__ import annotations

import hashlib
import io
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from index.documents import STREAMED, Fault, Source, read_articles, suffix
from index.language import tr
from index.model import Article, FileEntry
from index.sync.changes import digest_of
from index.sync.scan import MB, FileSeen, Problem

READERS = 2
MOST_BYTES = 16 * MB
"""Texts of so many bytes are read ahead, and in memory at a time; a larger file is read ahead alone."""
MOST_FILES = 64


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that has another time and the same bytes: its new line of the catalogue."""

    entry: FileEntry


@dataclass(frozen=True, slots=True)
class Text:
    """A file that was read whole."""

    file: FileSeen
    digest: str
    items: Sequence[Article | Fault]

    @property
    def passed(self) -> int:
        """How many of its bytes have been read."""
        return self.file.size


class Records:
    """A file that is read as its ``items`` are asked for; its ``digest`` is known once they are at an end."""

    def __init__(self, file: FileSeen) -> None:
        self.file = file
        self._bytes = Bytes(file.file)

    @property
    def items(self) -> Iterator[Article | Fault]:
        """Its articles, and what could not be read."""
        with io.BufferedReader(self._bytes, MB) as stream:
            yield from read_articles(Source(self.file.file, self.file.path, stream))

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes that have been read."""
        return self._bytes.hash.hexdigest()

    @property
    def passed(self) -> int:
        """How many of its bytes have been read."""
        return self._bytes.passed

    def close(self) -> None:
        """Let go of the file."""
        self._bytes.close()


class Bytes(io.RawIOBase):
    """The bytes of a file, hashed and counted as they pass. Raises OSError where it cannot be opened."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._raw = io.FileIO(file)
        self.hash = hashlib.sha256()
        self.passed = 0

    def readable(self) -> bool:
        """Whether it can be read: yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # a buffer is one of these
        """Fill ``buffer``; returns how much of it."""
        count = self._raw.readinto(buffer) or 0
        self.hash.update(memoryview(buffer)[:count])
        self.passed += count
        return count

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()
        super().close()


Loaded = Touched | Text | Records | Problem


def load_all(files: Sequence[FileSeen], known: Mapping[str, FileEntry]) -> Generator[Loaded]:
    """What became of each of ``files``, in their order; ``known`` are their lines of the catalogue, if they have one.

    What is yielded can be read until the next one is asked for. Close the generator where it is not read to its end.
    """
    waiting: deque[tuple[int, Future[Loaded | FileSeen]]] = deque()
    ahead = 0
    pool = ThreadPoolExecutor(READERS)
    try:
        for file in files:
            cost = 0 if suffix(file.file) in STREAMED else file.size
            while waiting and (ahead + cost > MOST_BYTES or len(waiting) >= MOST_FILES):
                spent, first = waiting.popleft()
                yield from _taken(first.result())
                ahead -= spent
            waiting.append((cost, pool.submit(load, file, known.get(file.path))))
            ahead += cost
        while waiting:
            yield from _taken(waiting.popleft()[1].result())
    finally:
        pool.shutdown(cancel_futures=True)


def _taken(loaded: Loaded | FileSeen) -> Iterator[Loaded]:
    """``loaded`` itself; a file of records is opened now, and closed when the next is asked for."""
    if not isinstance(loaded, FileSeen):
        yield loaded
        return
    try:
        records = Records(loaded)
    except OSError as error:
        yield _unreadable(loaded, error)
        return
    try:
        yield records
    finally:
        records.close()


def load(file: FileSeen, known: FileEntry | None) -> Loaded | FileSeen:
    """Read a file whole, unless its bytes are as they were; one of records is returned to be read in its turn."""
    try:
        if suffix(file.file) in STREAMED:
            same = known is not None and known.size == file.size and digest_of(file.file) == known.digest
            return touched(known, file) if known and same else file
        with open(file.file, "rb", buffering=0) as stream:
            data = stream.read()
    except OSError as error:
        return _unreadable(file, error)
    digest = hashlib.sha256(data).hexdigest()
    if known and known.digest == digest:
        return touched(known, file)
    return Text(file, digest, tuple(read_articles(Source(file.file, file.path, io.BytesIO(data)))))


def touched(known: FileEntry, file: FileSeen) -> Touched:
    """The line ``known`` as it is to be now that ``file`` has another time or root."""
    return Touched(known._replace(root=file.root, size=file.size, mtime=file.mtime))


def _unreadable(file: FileSeen, error: OSError) -> Problem:
    return Problem(file.path, tr("cannot be read: {reason}").format(reason=error.strerror))
