"""Writing: changes → index, in batches. Each batch is one commit."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from threading import Event

from index.directory import Generation, WriteBatch
from index.documents import MORE, is_scan
from index.engines.protocol import UnwritableError
from index.model import ASIDE, Article, Fault, FileEntry, aside_in
from index.sync import aside
from index.sync.changes import Changes, Kind, Verdicts, problems_of
from index.sync.limits import DEFAULT_LIMITS, Limits
from index.sync.loaded import Loaded, Pieces, Records, Text, Touched
from index.sync.loading import load_all
from index.sync.page_texts import PageTexts
from index.sync.report import Interrupted, Progress, Summary
from index.sync.scan import FileSeen, Problem

ALLOCATIONS = 50_000
"""While much is written, Python searches for garbage in cycles after so many new objects at the earliest."""


def write(
    changes: Changes,
    generation: Generation,
    *,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[Progress], None] = lambda _: None,
    stop: Event | None = None,
    texts: PageTexts | None = None,
) -> Summary:
    """Read and write what is fresh, forget what is missing.

    ``texts`` are those that were recognised of scanned pages.
    Whatever happens, the index is as the last batch left it. Raises StoreError where it cannot be written, Interrupted
    when ``stop`` is set.
    """
    stop = stop or Event()
    run = _Run(changes, limits, on_progress, stop)
    try:
        with rare_collection(), closing(load_all(changes.fresh, changes.known, limits, stop, texts)) as files:
            for count in batches(changes.fresh, limits) if changes else ():
                with generation.batch() as batch:
                    for loaded in islice(files, count):
                        run.take(loaded, batch)
                    if run.committed + count == len(changes.fresh):
                        run.drop_gone(batch)
                run.committed += count
            generation.sweep()
    except OSError as error:  # of an engine that could not even clean up
        raise UnwritableError(error) from error
    return run.summary()


def batches(files: Iterable[FileSeen], limits: Limits = DEFAULT_LIMITS) -> list[int]:
    """How many of the files each batch takes; the last one may be empty, there is always one."""
    counts, size = [0], 0
    for file in files:
        if counts[-1] and (size + file.size > limits.batch_bytes or counts[-1] >= limits.batch_files):
            counts.append(0)
            size = 0
        counts[-1] += 1
        size += file.size
    return counts


class _Run:
    """The files of one run, written one after the other, and what is to be told of them in the end."""

    def __init__(self, changes: Changes, limits: Limits, on_progress: Callable[[Progress], None], stop: Event) -> None:
        self._changes = changes
        self._limits = limits
        self._verdicts = Verdicts(changes)
        self._tell = on_progress
        self._stop = stop
        self._of_size = sum(file.size for file in changes.fresh)
        self._files = self._size = self._touched = self._articles = 0
        self._problems = list[Problem]()
        self._inside = sum(map(Counter, changes.inside.values()), Counter[str]())
        self.committed = 0

    def take(self, loaded: Loaded, batch: WriteBatch) -> None:
        """Write one file."""
        self._heed_stop()
        match loaded:
            case Problem():
                self._problems.append(loaded)
                self._files += 1
            case Touched(entry):
                batch.touch(entry)
                self._note(entry)
                self._touched += 1
                self._done(entry.path, entry.size)
            case _:
                self._put(loaded, batch)
                self._done(loaded.entry.path, loaded.entry.size)

    def _put(self, loaded: Text | Records | Pieces, batch: WriteBatch) -> None:
        items = limit_faults(self._passing(loaded), self._limits.faults)
        entry = batch.put(loaded.entry, items)
        kind, origin = self._verdicts.of(entry.path, entry.digest)
        if kind is Kind.MOVED and origin:
            batch.drop(origin)
        self._articles += entry.articles
        self._note(entry)

    def _note(self, entry: FileEntry) -> None:
        """Note what could not be read of a file."""
        self._problems.extend(problems_of(entry))
        self._inside.update(aside_in(entry.faults))

    def _passing(self, loaded: Text | Records | Pieces) -> Iterator[Article | Fault]:
        """What a file holds; of a large one it is told how much has passed."""
        entry, told = loaded.entry, loaded.passed
        for item in loaded.items:
            self._heed_stop()
            yield item
            if loaded.passed != told:
                told = loaded.passed
                size = self._size + min(told, entry.size)
                self._tell(Progress(entry.path, self._files, len(self._changes.fresh), size, self._of_size))
        self._heed_stop()  # what a worker reads ends where it is to stop, and is not all then

    def _heed_stop(self) -> None:
        if self._stop.is_set():
            raise Interrupted(self.committed, len(self._changes.fresh))

    def _done(self, path: str, size: int) -> None:
        self._files += 1
        self._size += size
        self._tell(Progress(path, self._files, len(self._changes.fresh), self._size, self._of_size))

    def drop_gone(self, batch: WriteBatch) -> None:
        """Forget the files that are gone, those aside that turned out to have moved."""
        self._heed_stop()
        for path in sorted(self._verdicts.gone):
            batch.drop(self._verdicts.gone[path])

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
            aside=aside.count(self._changes.aside) + self._inside,
        )


def limit_faults(items: Iterable[Article | Fault], most: int) -> Iterator[Article | Fault]:
    """The items themselves, but of many faults only the first ones, and one that says how many more there are.

    A scan among the others is told too: its pages are still to be recognised.
    """
    told, untold, is_scan_told = 0, 0, False
    for item in items:
        if isinstance(item, Article) or item.code == ASIDE:
            yield item
        elif told < most or (is_scan(item) and not is_scan_told):
            told, is_scan_told = told + 1, is_scan_told or is_scan(item)
            yield item
        else:
            untold += 1
    if untold:
        yield Fault(MORE, values={"n": untold})


@contextmanager
def rare_collection() -> Iterator[None]:
    """Search for garbage in cycles rarely for the length of the block; writing makes nearly none."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], ALLOCATIONS), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
