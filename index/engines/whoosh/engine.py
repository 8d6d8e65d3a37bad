"""The Whoosh engine: articles and passages in one index, whose files are read into memory."""

from __future__ import annotations

import gzip
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from whoosh.filedb.filetables import FileFormatError
from whoosh.index import FileIndex, LockError, clean_files
from whoosh.index import IndexError as ContentsError
from whoosh.reading import CorruptIndexError

from index.engines.damage import reading
from index.engines.protocol import BusyError, UnwritableError
from index.engines.searching import LocalEngine
from index.engines.whoosh.codec import TermCodec
from index.engines.whoosh.documents import Documents
from index.engines.whoosh.reader import WhooshReader
from index.engines.whoosh.schema import schema
from index.engines.whoosh.storage import INDEX_NAME, NO_COMMIT, Files
from index.language import tr

if TYPE_CHECKING:
    from whoosh.writing import SegmentWriter

    from index.engines.whoosh.batch import WhooshBatch

Read = TypeVar("Read")
ERRORS = (
    *(gzip.BadGzipFile, zlib.error, EOFError, struct.error, FileNotFoundError),
    *(ContentsError, CorruptIndexError, FileFormatError),
)
"""What reading damaged files raises, in Whoosh and in what unpacks them."""


class WhooshEngine(LocalEngine):
    """The index in ``folder``; ``create`` makes it where there is none. A folder that is read-only can be searched.

    Raises DamagedError where it cannot be read, StoreError where it cannot be reached. ``wait`` is how many seconds a
    batch waits for that of another process.
    """

    errors = ERRORS

    def __init__(self, folder: Path, *, wait: float = 10.0, create: bool = False) -> None:
        super().__init__(folder)
        self._wait = wait
        self._lock = threading.Lock()
        self._reader: WhooshReader | None = None
        self._generation = NO_COMMIT
        with reading(folder, ERRORS):
            if create:
                _create(folder)
            self.snapshot()

    @contextmanager
    def batch(self) -> Iterator[WhooshBatch]:
        """See ``Engine.batch``."""
        from index.engines.whoosh.batch import WhooshBatch

        writer = self._writer()
        try:
            with reading(self.folder, ERRORS):
                batch = WhooshBatch(writer, Documents(writer.reader()))
            yield batch
            _commit(batch)
        finally:
            if not writer.is_closed:
                with suppress(Exception):  # what made it fail says more
                    writer.cancel()

    def _writer(self) -> SegmentWriter:
        """What writes the next commit, and nobody else meanwhile. It sweeps what killed processes left."""
        from whoosh.writing import SegmentWriter

        with reading(self.folder, ERRORS):
            index = _settled(Files(self.folder), lambda index: index)
        try:
            writer = SegmentWriter(index, codec=TermCodec(), timeout=self._wait, compound=False)
        except LockError as error:
            message = tr("another process is writing to this index; try again when it has finished")
            raise BusyError(message) from error
        except OSError as error:
            raise UnwritableError(error) from error
        clean_files(writer.storage, INDEX_NAME, writer.generation - 1, writer.segments)
        return writer

    def close(self) -> None:
        """See ``Engine.close``; no file stays open."""

    def snapshot(self) -> WhooshReader:
        """A reader of the last commit, whichever process made it. That of a folder that is gone stays the last one."""
        with self._lock:
            files = Files(self.folder)
            generation = files.generation()
            if self._reader is None or generation not in (self._generation, NO_COMMIT):
                documents = _settled(files, lambda index: Documents(index.reader()))
                self._reader, self._generation = WhooshReader(documents), generation
            return self._reader


def _create(folder: Path) -> None:
    """Make an index where there is nothing of one; the folder may hold what a killed process left of its making."""
    folder.mkdir(parents=True, exist_ok=True)
    files = Files(folder)
    if files.generation() == NO_COMMIT and not files.has_segments():
        FileIndex.create(files, schema(), INDEX_NAME)


def _settled(files: Files, read: Callable[[FileIndex], Read]) -> Read:
    """What is read of an index. A file that is not there may be one that another process deleted just now.

    As Whoosh is given our schema, it skips the one in the table of contents, which it would unpickle.
    """
    while True:
        generation = files.generation()
        try:
            return read(FileIndex(files, schema(), INDEX_NAME))
        except FileNotFoundError:
            if files.generation() == generation:
                raise


def _commit(batch: WhooshBatch) -> None:
    try:
        batch.commit()
    except OSError as error:
        raise UnwritableError(error) from error
