"""Sync: folders → index. One batch brings the index up to date with what changed, and nothing else is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from index.changes import Changes, compare
from index.engine import Batch, Engine
from index.language import tr, trn
from index.model import Article, FileEntry, Root
from index.readers import Fault, Source, read_articles
from index.scan import MB, FileSeen, Problem, scan

LARGEST = 50 * MB
MOST_FAULTS = 20
"""A file with more faults than this says so instead of naming them all."""


@dataclass(frozen=True, slots=True)
class Target:
    """What to bring up to date: a root, or only what lies under ``within``."""

    root: Root
    within: Path | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync has come; ``path`` is the file that was just read, sizes are in bytes."""

    path: str
    files: int
    of_files: int
    size: int
    of_size: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sync did: numbers of files, and what was left out."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    unchanged: int = 0
    articles: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def did_something(self) -> bool:
        """Whether the index is not what it was before."""
        return bool(self.added or self.changed or self.moved or self.removed)


def sync(
    targets: Iterable[Target],
    engine: Engine,
    *,
    largest: int = LARGEST,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Summary:
    """Index what is new or changed under ``targets`` and forget what is gone, in one atomic batch.

    Nothing is written where nothing changed. Raises StoreError where the index cannot be written.
    """
    targets = list(targets)
    seen = chain.from_iterable(scan(target.root, largest=largest, within=target.within) for target in targets)
    catalogue = {path: entry for path, entry in engine.files().items() if _covered(entry, targets)}
    changes = compare(seen, catalogue)
    articles, faults = _apply(changes, engine, on_progress) if changes else (0, [])
    return Summary(
        added=len(changes.added),
        changed=len(changes.changed),
        moved=len(changes.moved),
        removed=len(changes.removed),
        unchanged=changes.unchanged,
        articles=articles,
        problems=(*changes.problems, *faults),
    )


def _covered(entry: FileEntry, targets: Iterable[Target]) -> bool:
    return any(_covers(target, entry) for target in targets)


def _covers(target: Target, entry: FileEntry) -> bool:
    """Whether a line of the catalogue is of a place that is scanned; a whole root takes over the roots inside it."""
    root = target.root
    if target.within is None:
        return Path(entry.root).is_relative_to(root.place)
    place = root.place / entry.path.removeprefix(root.label).lstrip("/")
    return entry.root == str(root.place) and place.is_relative_to(target.within)


def _apply(changes: Changes, engine: Engine, on_progress: Callable[[Progress], None]) -> tuple[int, list[Problem]]:
    """Write the changes; returns the number of articles indexed and what could not be read of the files."""
    files, sizes = changes.to_read, sum(file.size for file in changes.to_read)
    articles, size, problems = 0, 0, list[Problem]()
    with engine.batch() as batch:
        for path in (*changes.removed, *changes.gone):
            batch.drop(path)
        for entry in changes.touched:
            batch.note(entry)
        for number, file in enumerate(files, start=1):
            written = _put(file, changes.entries[file.path], batch)
            articles += written.articles
            problems.extend(Problem(file.path, line) for line in written.fault.splitlines())
            size += file.size
            on_progress(Progress(file.path, number, len(files), size, sizes))
    return articles, problems


def _put(file: FileSeen, entry: FileEntry, batch: Batch) -> FileEntry:
    """Index one file; returns its line of the catalogue with the number of its articles and its faults."""
    reading = _Reading(read_articles(Source(file.file, file.path)))
    batch.put(entry.path, reading.articles())
    written = replace(entry, articles=reading.count, fault=reading.fault())
    batch.note(written)
    return written


class _Reading:
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
