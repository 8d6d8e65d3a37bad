"""The Tantivy engine: native indexes, a vocabulary and records in one folder, seen as one."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from index.engines.damage import reading
from index.engines.protocol import BusyError, Found, Lookup, Search, StoreError
from index.engines.tantivy.ranking import ranked
from index.engines.tantivy.records import Records
from index.engines.tantivy.schema import ARTICLES, PASSAGES, open_articles, open_passages
from index.engines.tantivy.side import Side
from index.engines.tantivy.snapshot import Snapshot
from index.engines.tantivy.texts import Texts
from index.engines.tantivy.words import Words, counts
from index.engines.words_file import WordsFile
from index.language import tr
from index.model import FileEntry, WordCount

if TYPE_CHECKING:
    from index.engines.tantivy.batch import TantivyBatch

PAUSE = 0.05
"""Seconds between two tries to become the one that writes."""


class TantivyEngine:
    """An index in ``folder``, made where there is none. Raises StoreError where it cannot be opened."""

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        self._folder, self._wait = folder, wait
        self._lock = threading.RLock()
        self._meta = str(folder / PASSAGES / "meta.json")
        self._seen: tuple[int, int] | None = None
        with reading(folder):
            self._passages, self._articles = open_passages(folder), open_articles(folder)
            self._records, self._texts, self._words = Records(folder), Texts(folder), WordsFile(folder)
            self._latest()

    @contextmanager
    def batch(self) -> Iterator[TantivyBatch]:
        """See ``Engine.batch``."""
        try:
            batch = self._writer()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(tr("cannot write to the index: {reason}").format(reason=error)) from error
        try:
            yield batch
            with closing(WordsFile(self._folder)) as words:  # its own connection: searches go on meanwhile
                batch.commit(words)
        except BaseException as error:
            with suppress(ValueError, sqlite3.Error):  # a writer that failed cannot even go back; it is let go of below
                batch.roll_back()
            if isinstance(error, (OSError, ValueError, sqlite3.Error)):
                message = tr("cannot write to the index: {reason}; it is as it was before")
                raise StoreError(message.format(reason=error)) from error
            raise
        finally:
            with suppress(ValueError):
                batch.finish()
        self._recount(batch.words)

    def _recount(self, words: Sequence[str]) -> None:
        """Tell the vocabulary how often words are seen. It is a hint for suggestions: nothing else hangs on it."""
        with suppress(OSError, ValueError, sqlite3.Error), closing(WordsFile(self._folder)) as file:
            file.recount(counts(words, self._fresh()))

    def _writer(self) -> TantivyBatch:
        """The batch of the next generation, once no other one is under way."""
        from index.engines.tantivy.batch import TantivyBatch

        until = time.monotonic() + self._wait
        while True:
            try:
                return TantivyBatch(self._passages, self._articles, self._fresh)
            except ValueError as error:
                if time.monotonic() >= until:
                    message = tr("another process is writing to this index; try again when it has finished")
                    raise BusyError(message) from error
            time.sleep(PAUSE)

    def search(self, search: Search) -> Found:
        """See ``Engine.search``."""
        with reading(self._folder):
            return ranked(search, self._fresh())

    def words(self, lookup: Lookup) -> Sequence[WordCount]:
        """See ``Engine.words``."""
        with reading(self._folder):
            return self._latest()[1].meant(lookup)

    def files(self) -> Mapping[str, FileEntry]:
        """See ``Engine.files``."""
        with reading(self._folder):
            return self._records.files(self._fresh().generation)

    def close(self) -> None:
        """See ``Engine.close``."""
        with self._lock:
            self._words.close()
            self._records.close()
            self._texts.close()

    def _fresh(self) -> Snapshot:
        """The snapshot of the last commit, whichever process made it."""
        return self._latest()[0]

    def _latest(self) -> tuple[Snapshot, Words]:
        with self._lock:
            seen = _state(self._meta)
            if seen != self._seen:
                sides = Side(self._passages, self._folder / PASSAGES), Side(self._articles, self._folder / ARTICLES)
                snapshot = Snapshot(*sides, self._records, self._texts)
                self._stands, self._seen = (snapshot, Words(self._words, self._lock, snapshot)), seen
            return self._stands


def _state(meta: str) -> tuple[int, int]:
    """What changes with each commit."""
    status = os.stat(meta)
    return status.st_ino, status.st_mtime_ns
