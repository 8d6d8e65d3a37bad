"""Update: paths → an index that covers them, made, brought up to date or built anew as the case may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from index.directory import AUTO, IndexDirectory, State, check_engine
from index.documents import Tesseract
from index.engines.protocol import BusyError, DamagedError
from index.model import Root
from index.sync import aside, reasons
from index.sync.generations import GenerationWriter
from index.sync.limits import DEFAULT_LIMITS, LARGEST, Limits
from index.sync.options import Options
from index.sync.page_texts import PageTexts
from index.sync.plan import Target, existing, plan, roots_under, target_of
from index.sync.recognition import recognise
from index.sync.report import Interrupted, Progress, Summary, Updated


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
            return GenerationWriter(directory, options, roots, requested).write(targets, state, reason)
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
        return None, reasons.damaged(error)
