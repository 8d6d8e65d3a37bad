"""The Tantivy engine: native indexes of articles and passages in one folder."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.engines.damage import reading
from index.engines.protocol import BusyError, StoreError
from index.engines.searching import SearchingEngine
from index.engines.tantivy.meta import commit_stamp, read_meta
from index.engines.tantivy.native import NativeReader
from index.engines.tantivy.reader import TantivyReader
from index.engines.tantivy.readonly import WritableView
from index.engines.tantivy.schema import ARTICLES, PASSAGES, open_index
from index.language import tr

if TYPE_CHECKING:
    from tantivy import Index

    from index.engines.tantivy.batch import TantivyBatch

PAUSE = 0.05
"""Seconds between two tries to become the one that writes."""
ERRORS = (ValueError, OSError, KeyError)
"""What reading a damaged index raises, in tantivy and in what is read of it here."""


class TantivyEngine(SearchingEngine):
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
            self._view = WritableView(folder) if read_only else None
            self.snapshot()

    @contextmanager
    def batch(self) -> Iterator[TantivyBatch]:
        """See ``Engine.batch``."""
        batch = self._begin()
        try:
            yield batch
            batch.commit()
        except BaseException as error:
            batch.roll_back()
            if isinstance(error, (OSError, ValueError)):
                message = tr("cannot write to the index: {reason}; it is as it was before")
                raise StoreError(message.format(reason=error)) from error
            raise
        finally:
            batch.finish()

    def _begin(self) -> TantivyBatch:
        """The batch to write with, once no other one is under way."""
        from index.engines.tantivy.batch import TantivyBatch

        until = time.monotonic() + self._wait
        while True:
            try:
                return TantivyBatch(self.folder, *self._reloaded())
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise StoreError(tr("cannot write to the index: {reason}").format(reason=error)) from error
                if time.monotonic() >= until:
                    message = tr("another process is writing to this index; try again when it has finished")
                    raise BusyError(message) from error
            except OSError as error:
                raise StoreError(tr("cannot write to the index: {reason}").format(reason=error)) from error
            time.sleep(PAUSE)

    def close(self) -> None:
        """See ``Engine.close``."""
        if self._view:
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
            stamp = commit_stamp(self.folder / ARTICLES)
            articles, passages = self._view.refresh() if self._view else self._reloaded()
            readers = [
                NativeReader(index, read_meta(self.folder / name), key)
                for index, name, key in ((articles, ARTICLES, "number"), (passages, PASSAGES, "article"))
            ]
            if commit_stamp(self.folder / ARTICLES) == stamp:
                return TantivyReader(*readers), stamp

    def _reloaded(self) -> tuple[Index, Index]:
        if self._indexes is None:
            raise OSError(tr("the folder is read-only"))
        for index in self._indexes:
            index.reload()
        return self._indexes
