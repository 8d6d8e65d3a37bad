"""Update: paths → an index that covers them, made, brought up to date or built anew as the case may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from index.directory import (
    AUTO,
    LARGE,
    MB,
    Generation,
    IndexDirectory,
    PartError,
    State,
    building,
    check_engine,
    choose,
)
from index.documents import Tesseract
from index.engines.protocol import BusyError, DamagedError, StoreError
from index.engines.registry import MissingEngineError
from index.language import tr
from index.model import Root
from index.sync import aside
from index.sync.changes import Changes, find_changes
from index.sync.limits import DEFAULT_LIMITS, LARGEST, Limits
from index.sync.page_texts import PageTexts
from index.sync.plan import Target, existing, pending_targets, plan, roots_under, target_of
from index.sync.recognition import recognise
from index.sync.report import Interrupted, Progress, Summary, Updated
from index.sync.scan import is_bare
from index.sync.writing import write


@dataclass(frozen=True, slots=True)
class Options:
    """How an update is made.

    ``engine`` is requested from now on, ``auto`` for the one that fits the size of the collection; None leaves that as
    it was. Texts of more than ``largest`` bytes are left out. The update is interrupted when ``stop`` is set. With
    ``prune`` the files of a root that is gone or empty are forgotten.
    """

    engine: str | None = None
    largest: int = LARGEST
    limits: Limits = DEFAULT_LIMITS
    on_progress: Callable[[Progress], None] = lambda _: None
    stop: Event = field(default_factory=Event)
    prune: bool = False


def update(
    paths: Iterable[Path],
    directory: IndexDirectory,
    *,
    engine: str | None = None,
    largest: int = LARGEST,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[Progress], None] = lambda _: None,
    stop: Event | None = None,
    prune: bool = False,
    ocr: Tesseract | None = None,
) -> Updated:
    """Bring the index up to date with ``paths``, or with all that it covers where there are none.

    When all else is written, scanned pages are read by ``ocr``, if that is given, also those where that failed before.
    Other folders it covers are left as they are, unless it is built anew. Raises PathError for a path that is not
    there, StoreError where the index cannot be read or written, OSError where no scanned page can be read, Interrupted.
    See ``Options`` for the others.
    """
    options = Options(engine, largest, limits, on_progress, stop or Event(), prune)
    done = update_paths(paths, directory, options)
    for scanned in recognise(directory, ocr, options.stop, on_progress, again=True) if ocr else ():
        again = update_changed([scanned.file], directory, replace(options, on_progress=lambda _: None))
        done = replace(done, summary=done.summary.with_scan(scanned.path, again.summary))
    return done


def update_paths(paths: Iterable[Path], directory: IndexDirectory, options: Options) -> Updated:
    """See ``update``."""
    given = [existing(path) for path in paths]

    def planned(roots: Sequence[Root]) -> tuple[list[Target], list[Root]]:
        return plan(given, roots) if given else ([Target(root) for root in roots], list(roots))

    return _update(directory, planned, options, create=bool(given))


def update_changed(changed: Iterable[Path], directory: IndexDirectory, options: Options) -> Updated:
    """Bring the index up to date with files and folders that changed, or are gone, under the folders it covers."""
    together = frozenset(changed)
    paths = sorted(path for path in together if together.isdisjoint(path.parents))

    def planned(roots: Sequence[Root]) -> tuple[list[Target], list[Root]]:
        targets = (target for path in paths if (target := target_of(path, roots)))
        return list(targets), list(roots)

    return _update(directory, planned, options, create=False)


def forget(paths: Iterable[Path], directory: IndexDirectory) -> Summary:
    """Cover the folders at or under ``paths`` no longer, and forget their files.

    Raises PathError where the index covers none, StoreError.
    """
    with directory.write_lock():
        state = directory.current_state()
        gone = [root for path in paths for root in roots_under(path, state.roots)]
        generation = directory.generation()
        places = {str(root.path) for root in gone}
        entries = [entry for entry in generation.catalogue.entries().values() if entry.root in places]
        with generation.batch() as batch:
            for entry in entries:
                batch.drop(entry)
        kept = [root for root in state.roots if root not in gone]
        aside.record((), (), kept, generation.catalogue)
        directory.record(kept, state.requested)
        PageTexts(directory.folder).keep(entry.digest for entry in generation.catalogue.entries().values())
    return Summary(removed=len(entries))


Planned = Callable[[Sequence[Root]], tuple[list[Target], list[Root]]]


def _update(directory: IndexDirectory, planned: Planned, options: Options, *, create: bool) -> Updated:
    check_engine(options.engine or AUTO, directory.store.engine)
    try:
        with directory.write_lock(options.stop):
            state, reason = _state(directory, create=create)
            targets, roots = planned(state.roots if state else ())
            requested = options.engine or (state.requested if state else AUTO)
            update = _Update(directory, options, roots, requested)
            return update.run(targets, state, reason)
    except BusyError:
        if options.stop.is_set():
            raise Interrupted from None
        raise


def _state(directory: IndexDirectory, *, create: bool) -> tuple[State | None, str]:
    """What the index is, and why it has to be built anew where ``index.json`` cannot say that.

    Raises NoIndexError or DamagedError, unless one is to be created.
    """
    try:
        return directory.state() if create else directory.current_state(), ""
    except DamagedError as error:
        if not create:
            raise
        return None, _healed(error)


class _Update:
    """One update, under the write lock, of an index that will cover ``roots``."""

    def __init__(self, directory: IndexDirectory, options: Options, roots: list[Root], requested: str) -> None:
        self._directory = directory
        self._options = options
        self._roots = roots
        self._requested = requested

    def run(self, targets: list[Target], state: State | None, reason: str) -> Updated:
        """Write what changed, or build the index anew where that has a ``reason``, or there is none."""
        if state:
            reason = self._outdated(state)
            if not reason:
                try:
                    return self._write_current(targets, state)
                except _RebuildError as error:
                    reason = str(error)
                except DamagedError as error:
                    reason = _healed(error)
        return self._rebuild(state, reason)

    def _outdated(self, state: State) -> str:
        """Why an index is built anew whatever it holds; empty where it is not."""
        if state.outdated:
            return _anew(tr("texts are read in a new way"))
        if self._requested not in (AUTO, state.engine):
            return _other_engine(self._requested)
        return ""

    def _write_current(self, targets: list[Target], state: State) -> Updated:
        """Bring the current generation up to date. Raises _RebuildError where another engine is called for."""
        generation = self._open()
        pending = pending_targets(generation.catalogue.pending(), targets, self._roots)
        changes = self._changes([*targets, *pending], generation)
        chosen, note = self._choose(changes, state)
        if chosen != state.engine:
            raise _RebuildError(self._grown(chosen))
        self._directory.record(self._roots, self._requested)
        self._directory.sweep(state.data)
        summary = self._write(changes, generation)
        aside.record(changes.aside, targets, self._roots, generation.catalogue)
        return Updated(summary, note=note)

    def _open(self) -> Generation:
        try:
            generation = self._directory.generation()
        except MissingEngineError as error:
            if self._requested != AUTO:
                raise
            chosen, _ = choose(AUTO, 0, "", engines=self._directory.engines)
            raise _RebuildError(_other_engine(chosen)) from error
        generation.check_parts()
        return generation

    def _rebuild(self, state: State | None, reason: str) -> Updated:
        if state and not self._options.prune:
            self._keep_bare(state)
        everything = [Target(root) for root in self._roots]
        changes = self._changes(everything, None)
        chosen, note = self._choose(changes, state)
        with building(self._directory, chosen, self._roots, requested=self._requested) as fresh:
            if fresh.catalogue.totals().files or fresh.catalogue.pending():
                changes = self._changes(everything, fresh)
            summary = self._write(changes, fresh)
            aside.record(changes.aside, everything, self._roots, fresh.catalogue)
        return Updated(summary, reason, note)

    def _keep_bare(self, state: State) -> None:
        """Raise StoreError where building anew would lose the files of a root that is gone or empty at the moment."""
        bare = [root.path for root in self._roots if is_bare(root.path)]
        try:
            entries = self._directory.store.catalogue(state.data).entries() if bare else {}
        except DamagedError:  # then there is nothing to lose
            return
        held = {Path(entry.root) for entry in entries.values()}
        if lost := [str(path) for path in bare if any(root.is_relative_to(path) for root in held)]:
            message = tr(
                "the index has to be built anew, and {folders} is gone or empty: bring it back, "
                "or give its files up with: searcher index --prune"
            )
            raise StoreError(message.format(folders=", ".join(lost)))

    def _changes(self, targets: list[Target], generation: Generation | None) -> Changes:
        catalogue, options = generation.catalogue if generation else None, self._options
        return find_changes(
            targets, catalogue, roots=self._roots, prune=options.prune, largest=options.largest, stop=options.stop
        )

    def _choose(self, changes: Changes, state: State | None) -> tuple[str, str]:
        current = state.engine if state else ""
        grown, engines = self._options.limits.grown, self._directory.engines
        if only := self._directory.store.engine:
            return only, ""
        return choose(self._requested, changes.size, current, grown=grown, engines=engines)

    def _write(self, changes: Changes, generation: Generation) -> Summary:
        options, texts = self._options, PageTexts(self._directory.folder)
        return write(
            changes, generation, limits=options.limits, on_progress=options.on_progress, stop=options.stop, texts=texts
        )

    def _grown(self, engine: str) -> str:
        """Why the index changes to ``engine``, which fits its size."""
        if engine != LARGE:
            return _other_engine(engine)
        message = tr("The index grew beyond {size} MB of text: it is now kept by {engine}.")
        return message.format(size=self._options.limits.grown // MB, engine=engine.title())


class _RebuildError(Exception):
    """The current generation cannot be used any more; the message is for the user."""


def _anew(reason: str) -> str:
    return tr("The index was built anew: {reason}.").format(reason=reason)


def _other_engine(engine: str) -> str:
    return _anew(tr("the engine is now {engine}").format(engine=engine))


def _healed(error: DamagedError) -> str:
    """The line that says that the index was damaged, and how."""
    details = error.reason if isinstance(error, PartError) else str(error.__cause__ or error)
    return _anew(tr("it was damaged ({reason})").format(reason=details))
