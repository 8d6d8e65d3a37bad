"""Writing: changes → index, in batches. Each batch is one commit of articles and their lines of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice

from index.documents import Fault
from index.engines.protocol import Batch, Engine, StoreError
from index.language import tr, trn
from index.model import Article, FileEntry
from index.sync.changes import Changes, Kind, Verdicts, faults
from index.sync.cycles import seldom_searched
from index.sync.loading import Loaded, Records, Text, Touched, load_all
from index.sync.report import Interrupted, Progress, Summary
from index.sync.scan import MB, FileSeen, Problem

BATCH_BYTES = 64 * MB
BATCH_FILES = 20_000
"""What is written in one batch at most; a file larger than that is a batch of its own."""
MOST_FAULTS = 20
"""A file with more faults than this says so instead of naming them all."""


def write(changes: Changes, engine: Engine, on_progress: Callable[[Progress], None] = lambda _: None) -> Summary:
    """Read and write what is fresh, forget what is missing.

    Whatever happens, the index is as the last batch left it. Raises StoreError where it cannot be written, Interrupted.
    """
    writing = _Writing(changes, on_progress)
    committed = 0
    try:
        with seldom_searched(), closing(load_all(changes.fresh, changes.known)) as files:
            for count in batches(changes.fresh) if changes else ():
                with engine.batch() as batch:
                    for loaded in islice(files, count):
                        writing.take(loaded, batch)
                    if committed + count == len(changes.fresh):
                        writing.drop_gone(batch)
                committed += count
    except OSError as error:  # of an engine that could not even clean up
        message = tr("cannot write to the index: {reason}; it is as it was before")
        raise StoreError(message.format(reason=error)) from error
    except KeyboardInterrupt as error:
        raise Interrupted(committed, len(changes.fresh)) from error
    return writing.summary()


def batches(files: Iterable[FileSeen]) -> list[int]:
    """How many of the files each batch takes; the last one may be empty, there is always one."""
    counts, size = [0], 0
    for file in files:
        if counts[-1] and (size + file.size > BATCH_BYTES or counts[-1] >= BATCH_FILES):
            counts.append(0)
            size = 0
        counts[-1] += 1
        size += file.size
    return counts


class _Writing:
    """The files of one run, written one after the other, and what is to be told of them in the end."""

    def __init__(self, changes: Changes, on_progress: Callable[[Progress], None]) -> None:
        self._changes = changes
        self._verdicts = Verdicts(changes)
        self._tell = on_progress
        self._of_size = sum(file.size for file in changes.fresh)
        self._files = self._size = self._touched = self._articles = 0
        self._problems = list[Problem]()

    def take(self, loaded: Loaded, batch: Batch) -> None:
        """Write one file."""
        match loaded:
            case Problem():
                self._problems.append(loaded)
                self._files += 1
            case Touched(entry):
                batch.note(entry)
                self._problems.extend(faults(entry))
                self._touched += 1
                self._done(entry.path, entry.size)
            case _:
                self._put(loaded, batch)
                self._done(loaded.file.path, loaded.file.size)

    def _put(self, loaded: Text | Records, batch: Batch) -> None:
        file, reading = loaded.file, Reading(loaded.items)
        batch.put(file.path, self._passing(reading, loaded))
        entry = FileEntry(file.path, file.root, file.size, file.mtime, loaded.digest, reading.count, reading.fault())
        batch.note(entry)
        kind, origin = self._verdicts.of(file.path, loaded.digest)
        if kind is Kind.MOVED:
            batch.drop(origin)
        self._articles += reading.count
        self._problems.extend(faults(entry))

    def _passing(self, reading: Reading, loaded: Text | Records) -> Iterator[Article]:
        """The articles of a file; a large one is told while it passes."""
        of_files, told = len(self._changes.fresh), loaded.passed
        for article in reading.articles():
            yield article
            if loaded.passed != told:
                told = loaded.passed
                size = self._size + min(told, loaded.file.size)
                self._tell(Progress(loaded.file.path, self._files, of_files, size, self._of_size))

    def _done(self, path: str, size: int) -> None:
        self._files += 1
        self._size += size
        self._tell(Progress(path, self._files, len(self._changes.fresh), self._size, self._of_size))

    def drop_gone(self, batch: Batch) -> None:
        """Forget the files that are gone, those aside that turned out to have moved."""
        for path in sorted(self._verdicts.gone):
            batch.drop(path)

    def summary(self) -> Summary:
        """What was done in all."""
        count = self._verdicts.count
        return Summary(
            added=count[Kind.ADDED],
            changed=count[Kind.CHANGED],
            moved=count[Kind.MOVED],
            removed=len(self._verdicts.gone),
            unchanged=self._changes.unchanged + self._touched,
            articles=self._articles,
            problems=(*self._changes.problems, *self._problems),
        )


class Reading:
    """The articles of one file on their way to a batch; what could not be read is kept aside."""

    def __init__(self, items: Iterable[Article | Fault]) -> None:
        self._items = items
        self._faults: list[Fault] = []
        self.count = 0

    def articles(self) -> Iterator[Article]:
        """The articles, counted as they pass; a file that goes away while it is read is a fault like any other."""
        try:
            for item in self._items:
                if isinstance(item, Fault):
                    self._faults.append(item)
                else:
                    self.count += 1
                    yield item
        except OSError as error:
            self._faults.append(Fault(tr("cannot be read: {reason}").format(reason=error.strerror)))

    def fault(self) -> str:
        """What could not be read, a line each."""
        shown = [str(fault) for fault in self._faults[:MOST_FAULTS]]
        more = len(self._faults) - len(shown)
        rest = trn("and {n} more line that is no record", "and {n} more lines that are no records", more)
        return "\n".join([*shown, rest] if more else shown)
