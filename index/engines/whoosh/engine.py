"""The Whoosh engine: one folder, one commit for articles, words and catalogue."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from whoosh.index import LockError, create_in, exists_in, open_dir

from index.engines.damage import reading
from index.engines.protocol import BusyError, Found, Lookup, Search, StoreError
from index.engines.whoosh.ranking import ranked
from index.engines.whoosh.schema import schema
from index.engines.whoosh.snapshot import Snapshot
from index.engines.words_file import WordsFile
from index.language import tr
from index.model import FileEntry, WordCount

if TYPE_CHECKING:
    from index.engines.whoosh.batch import WhooshBatch


class WhooshEngine:
    """An index in ``folder``, made where there is none. Raises StoreError where it cannot be opened."""

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        self._folder, self._wait = folder, wait
        self._lock = threading.RLock()
        with reading(folder):
            place = str(folder)
            self._index = open_dir(place) if exists_in(place) else create_in(place, schema())
            self._snapshot = Snapshot(self._index.reader())
            self._words = WordsFile(folder)
        self._generation = self._index.latest_generation()

    @contextmanager
    def batch(self) -> Iterator[WhooshBatch]:
        """See ``Engine.batch``."""
        from index.engines.whoosh.batch import WhooshBatch
        from index.engines.whoosh.writer import Writer

        try:
            writer = Writer(self._index, self._wait)
        except LockError as error:
            message = tr("another process is writing to this index; try again when it has finished")
            raise BusyError(message) from error
        except OSError as error:
            raise StoreError(tr("cannot write to the index: {reason}").format(reason=error)) from error
        try:
            with closing(Snapshot(self._index.reader())) as before:
                batch = WhooshBatch(writer, before)
                yield batch
            with closing(WordsFile(self._folder)) as words:  # its own connection: searches go on meanwhile
                words.add(batch.words())
            writer.commit()
        except BaseException as error:
            if not writer.is_closed:
                writer.cancel()
            if isinstance(error, (OSError, sqlite3.Error)):
                message = tr("cannot write to the index: {reason}; it is as it was before")
                raise StoreError(message.format(reason=error)) from error
            raise

    def search(self, search: Search) -> Found:
        """See ``Engine.search``."""
        with self._lock, reading(self._folder):
            return ranked(search, self._fresh())

    def words(self, lookup: Lookup) -> Sequence[WordCount]:
        """See ``Engine.words``."""
        with self._lock, reading(self._folder):
            return self._words.counted(lookup, self._fresh().count)

    def files(self) -> Mapping[str, FileEntry]:
        """See ``Engine.files``."""
        with self._lock, reading(self._folder):
            return {file.path: file for file in self._fresh().files()}

    def close(self) -> None:
        """See ``Engine.close``."""
        with self._lock:
            self._words.close()
            self._snapshot.close()
            self._index.close()

    def _fresh(self) -> Snapshot:
        """The snapshot of the last commit, whichever process made it."""
        generation = self._index.latest_generation()
        if generation != self._generation:
            with reading(self._folder):
                old, self._snapshot = self._snapshot, Snapshot(self._index.reader())
            self._generation = generation
            old.close()
        return self._snapshot
