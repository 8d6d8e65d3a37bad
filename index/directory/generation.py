"""A generation: the data of one build of the index, which are an engine and its catalogue, kept in step.

The engine commits first: an article is found because the engine has it. The catalogue follows, see ``catalogue``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from index.directory.catalogue import Catalogue
from index.directory.parts import Part, PartError, has_bytes, is_whole, parts_of
from index.engines.protocol import Batch, DamagedError, Engine, StoreError
from index.language import tr
from index.model import Article, Fault, FileEntry


class Generation:
    """An ``engine`` and its ``catalogue``; ``files`` is the folder of both where they have files."""

    def __init__(self, engine: Engine, catalogue: Catalogue, files: Path | None = None) -> None:
        self.engine, self.catalogue = engine, catalogue
        self._files = files

    @contextmanager
    def batch(self) -> Iterator[WriteBatch]:
        """Open a batch; leaving it commits, leaving it by an exception keeps the index as it was."""
        before = self.catalogue.parts()
        with ExitStack() as stack:
            batch = WriteBatch(lambda: stack.enter_context(self._engine_batch()))
            yield batch
            touched = batch.paths()
            if touched:
                self.catalogue.mark(touched)
        batch.finish(self.catalogue, self._parts(before) if touched else None)

    @contextmanager
    def _engine_batch(self) -> Iterator[Batch]:
        """A batch of the engine, which may sweep what a killed process left as soon as it is opened."""
        self.catalogue.forget_parts()
        with self.engine.batch() as batch:
            yield batch

    def sweep(self) -> None:
        """Delete what a batch has left, after a disk that failed, where that is possible now. None can find it."""
        if not self.engine.is_unfinished():
            return
        before = self.catalogue.parts()
        with suppress(StoreError):
            with self._engine_batch():
                pass
            self.catalogue.apply((), (), self._parts(before))

    def _parts(self, before: Mapping[str, Part]) -> Mapping[str, Part]:
        return parts_of(self._files, before) if self._files else {}

    def check_parts(self, is_as_it_was: Callable[[Path, Part], bool] = is_whole) -> None:
        """Raise DamagedError where a file of the engine is not as the last commit left it."""
        if self._files:
            check_parts(self.catalogue, self._files, is_as_it_was)

    def check_bytes(self) -> None:
        """Raise DamagedError where a byte of the engine's files or of the catalogue is not as it was written."""
        self.check_parts(has_bytes)
        self.catalogue.check()
        counted, there = self.catalogue.totals().articles, self.engine.size()
        if counted != there and not self.catalogue.pending():
            reason = tr("{there} articles instead of {counted}").format(there=there, counted=counted)
            message = tr("the index is damaged ({reason}); build it anew with: searcher index")
            raise PartError(self._files, reason) if self._files else DamagedError(message.format(reason=reason))

    def close(self) -> None:
        """Close the engine."""
        self.engine.close()


def check_parts(catalogue: Catalogue, folder: Path, is_as_it_was: Callable[[Path, Part], bool]) -> None:
    """Raise DamagedError where a file of the engine in ``folder`` is not as the last commit left it."""
    parts = catalogue.parts()
    damage = next((name for name, part in parts.items() if not is_as_it_was(folder / name, part)), "")
    if not damage or catalogue.pending():  # a process ended before it could say how it left them
        return
    if catalogue.parts() == parts:  # or another one has written meanwhile
        raise PartError(folder, tr("{file} is missing or not as it was written").format(file=damage))


class WriteBatch:
    """What goes into the index in one commit. A path is put, dropped or touched once."""

    def __init__(self, open_batch: Callable[[], Batch]) -> None:
        self._open_batch = open_batch
        self._batch: Batch | None = None
        self._written: dict[str, FileEntry] = {}
        self._touched: dict[str, FileEntry] = {}
        self._dropped: dict[str, str] = {}

    def put(self, entry: FileEntry, items: Iterable[Article | Fault]) -> FileEntry:
        """Index the articles of a file in place of those it had; returns its row, with their number and the faults."""
        faults = list[Fault]()
        count = self._opened().put(entry.path, _articles(items, faults))
        written = entry._replace(articles=count, faults=tuple(faults), pending=False)
        self._written[entry.path] = written
        return written

    def drop(self, entry: FileEntry) -> None:
        """Forget a file and its articles."""
        self._opened().drop(entry.path)
        self._dropped[entry.path] = entry.root

    def touch(self, entry: FileEntry) -> None:
        """Write the row of a file whose articles stay as they are."""
        self._touched[entry.path] = entry

    def paths(self) -> Mapping[str, str]:
        """The root of each path whose articles change."""
        return {**self._dropped, **{path: entry.root for path, entry in self._written.items()}}

    def finish(self, catalogue: Catalogue, parts: Mapping[str, Part] | None) -> None:
        """Bring the catalogue in step with the engine, which has committed."""
        written = {**self._touched, **self._written}
        dropped = self._dropped.keys() - written.keys()
        if written or dropped:
            catalogue.apply(written.values(), dropped, parts)

    def _opened(self) -> Batch:
        """The batch of the engine, opened when the first article changes: a file that was only touched needs none."""
        if self._batch is None:
            self._batch = self._open_batch()
        return self._batch


def _articles(items: Iterable[Article | Fault], faults: list[Fault]) -> Iterator[Article]:
    """The articles among ``items``; the faults go into the list."""
    for item in items:
        if isinstance(item, Fault):
            faults.append(item)
        else:
            yield item
