"""The Tantivy engine: native indexes of articles and passages in one folder."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from index.engines.damage import reading
from index.engines.protocol import BusyError, StoreError, UnwritableError
from index.engines.searching import LocalEngine
from index.engines.tantivy.meta import commit_stamp, read_meta
from index.engines.tantivy.native import NativeReader
from index.engines.tantivy.reader import TantivyReader
from index.engines.tantivy.readonly import WritableView
from index.engines.tantivy.refusal import refused
from index.engines.tantivy.schema import ARTICLES, MARKER, PASSAGES, open_index
from index.language import tr

if TYPE_CHECKING:
    from tantivy import Index

    from index.engines.tantivy.batch import TantivyBatch

PAUSE = 0.05
"""Seconds between two tries to become the one that writes."""
ERRORS = (ValueError, OSError)
"""What reading a damaged index raises, in tantivy and in what is read of it here."""


class TantivyEngine(LocalEngine):
    """The index in ``folder``; ``create`` makes it where there is none.

    Raises DamagedError where it cannot be read, StoreError where it cannot be reached. One that is ``read_only`` can be
    searched where nothing can be written; None: where the operating system says so.
    """

    errors = ERRORS

    def __init__(
        self, folder: Path, *, wait: float = 10.0, create: bool = False, read_only: bool | None = None
    ) -> None:
        super().__init__(folder)
        self._wait = wait
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        if read_only is None:
            read_only = not os.access(folder, os.W_OK)
        with reading(folder, ERRORS):
            self._indexes = None if read_only else open_index(folder, create=create)
            self._view = WritableView(folder)
            self.snapshot()

    @contextmanager
    def batch(self) -> Iterator[TantivyBatch]:
        """See ``Engine.batch``."""
        batch = self._begin(self._wait)
        try:
            yield batch
            batch.commit()
        except BaseException:
            batch.roll_back()
            batch.finish()
            self._sweep()
            raise
        batch.finish()
        if self.is_unfinished():  # old passages are not found, and count in how passages are ranked
            self._sweep()

    def is_unfinished(self) -> bool:
        """See ``Engine.is_unfinished``: whether passages may be there whose article is not."""
        return (self.folder / MARKER).exists()

    def _sweep(self) -> None:
        """Delete what a failed batch has left, as any batch does when it begins: the disk may be full of it."""
        with suppress(StoreError):
            self._begin(0.0).finish()

    def _begin(self, wait: float) -> TantivyBatch:
        """The batch to write with, once no other one is under way, for which it waits so many seconds."""
        from index.engines.tantivy.batch import TantivyBatch

        until = time.monotonic() + wait
        while True:
            indexes = self._writable()
            try:
                return TantivyBatch(self.folder, *indexes)
            except (OSError, ValueError) as error:
                if "LockBusy" not in str(error):
                    raise refused(self.folder, error) from error
                if time.monotonic() >= until:
                    message = tr("another process is writing to this index; try again when it has finished")
                    raise BusyError(message) from error
            time.sleep(PAUSE)

    def _writable(self) -> tuple[Index, Index]:
        if self._indexes is None:
            raise UnwritableError(tr("the folder is read-only"))
        with reading(self.folder, ERRORS):
            return _reloaded(self._indexes)

    def close(self) -> None:
        """See ``Engine.close``."""
        self._view.close()

    def snapshot(self) -> TantivyReader:
        """The last commit, whichever process made it."""
        with self._lock:
            stamp = commit_stamp(self.folder / ARTICLES)
            if stamp != self._stamp:
                self._reader, self._stamp = self._open_commit()
            return self._reader

    def _open_commit(self) -> tuple[TantivyReader, tuple[int, int, int]]:
        """A commit of articles, with passages as they were at a moment when it was the last one.

        New passages are there before their articles, and old ones go after, so each article finds its passages.
        """
        while True:
            stamps = self._stamps()
            try:
                reader = TantivyReader(*self._native_readers())
            except ERRORS:  # a file that is not there may be one that another process deleted just now
                if self._stamps() == stamps:
                    raise
            else:
                if self._stamps()[0] == stamps[0]:
                    return reader, stamps[0]

    def _stamps(self) -> Sequence[tuple[int, int, int]]:
        return [commit_stamp(self.folder / name) for name in (ARTICLES, PASSAGES)]

    def _native_readers(self) -> tuple[NativeReader, NativeReader]:
        articles, passages = _reloaded(self._indexes) if self._indexes else self._view.refresh()
        return (
            NativeReader(articles, read_meta(self.folder / ARTICLES), "number"),
            NativeReader(passages, read_meta(self.folder / PASSAGES), "article"),
        )


def _reloaded(indexes: tuple[Index, Index]) -> tuple[Index, Index]:
    for index in indexes:
        index.reload()
    return indexes
