"""Generations: what changed goes into the current generation, or everything into a new one beside it."""

from __future__ import annotations

from pathlib import Path

from index.directory import AUTO, Generation, IndexDirectory, State, building, choose
from index.engines.protocol import DamagedError, StoreError
from index.engines.registry import MissingEngineError
from index.language import tr
from index.model import Root
from index.sync import aside, reasons
from index.sync.changes import Changes, find_changes
from index.sync.options import Options
from index.sync.page_texts import PageTexts
from index.sync.plan import Target, pending_targets
from index.sync.report import Summary, Updated
from index.sync.scan import is_bare
from index.sync.writing import write


class _RebuildError(Exception):
    """The current generation cannot be used any more; the message is for the user."""


class GenerationWriter:
    """Writes to the current generation of an index that will cover ``roots``, or to a new one. Needs the write lock."""

    def __init__(self, directory: IndexDirectory, options: Options, roots: list[Root], requested: str) -> None:
        self._directory = directory
        self._options = options
        self._roots = roots
        self._requested = requested

    def write(self, targets: list[Target], state: State | None, reason: str) -> Updated:
        """Write what changed, or build the index anew where that has a ``reason``, or there is none."""
        if state:
            reason = self._outdated(state)
            if not reason:
                try:
                    return self._write_current(targets, state)
                except _RebuildError as error:
                    reason = str(error)
                except DamagedError as error:
                    reason = reasons.damaged(error)
        return self._rebuild(state, reason)

    def _outdated(self, state: State) -> str:
        """Why an index is built anew whatever it holds; empty where it is not."""
        if state.outdated:
            return reasons.outdated()
        if self._requested not in (AUTO, state.engine):
            return reasons.other_engine(self._requested)
        return ""

    def _write_current(self, targets: list[Target], state: State) -> Updated:
        """Bring the current generation up to date. Raises _RebuildError where another engine is called for."""
        generation = self._open()
        pending = pending_targets(generation.catalogue.pending(), targets, self._roots)
        changes = self._changes([*targets, *pending], generation)
        chosen, note = self._choose(changes, state)
        if chosen != state.engine:
            raise _RebuildError(reasons.grown(chosen, self._options.limits.grown))
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
            raise _RebuildError(reasons.other_engine(chosen)) from error
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
