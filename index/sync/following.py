"""Watching: an index that follows its folders, for as long as a process runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

from index.directory import IndexDirectory
from index.documents import Tesseract
from index.engines.protocol import BusyError
from index.engines.registry import ENGINES, Engines
from index.language import Message
from index.sync.limits import DEFAULT_LIMITS, LARGEST, Limits
from index.sync.options import Options
from index.sync.recognition import Background
from index.sync.report import Interrupted, Updated
from index.sync.update import update_changed, update_paths
from index.sync.watch import watch

RETRY_SECONDS = 1.0
STOP_SECONDS = 2.0
"""An update under way has so long to end when watching stops; it is atomic, breaking it off harms nothing."""


def follow(
    paths: Sequence[Path],
    directory: IndexDirectory,
    *,
    engine: str | None = None,
    stop: Event,
    largest: int = LARGEST,
    limits: Limits = DEFAULT_LIMITS,
    on_error: Callable[[Exception], None] = lambda _: None,
    ocr: Tesseract | None = None,
) -> Iterator[Updated]:
    """Bring the index up to date with ``paths``, then with what changes in them, until ``stop`` is set.

    Watching begins first, so that nothing that changes meanwhile is missed. Yields what each update did. What goes
    wrong is handed to ``on_error`` when it is news, and tried again. A note is told when it is news. An update that is
    under way when ``stop`` is set is interrupted, and leaves what it has committed. A path that is not there is waited
    for. Scanned pages are read by ``ocr``, if that is given, while the index follows what changes.
    """
    follower = _Follower(paths, directory, Options(engine, largest, limits, stop=stop), on_error)
    with Background(directory, ocr, on_error) if ocr else nullcontext() as scans:
        for changed in watch(paths, stop, scans.finished if scans else frozenset):
            for done in follower.take(changed):
                yield done if scans is None else _with_scans(done, scans)


def _with_scans(done: Updated, scans: Background) -> Updated:
    """What an update did, without its unread scanned pages, which ``scans`` is asked to recognise."""
    summary = done.summary.without_scans()
    if summary != done.summary:
        scans.look()
    return replace(done, summary=summary)


class _Follower:
    """What is known between one change and the next."""

    def __init__(
        self,
        paths: Sequence[Path],
        directory: IndexDirectory,
        options: Options,
        on_error: Callable[[Exception], None],
    ) -> None:
        self._paths = paths
        self._directory = directory
        self._options = options
        self._on_error = on_error
        self._whole = True
        self._note = self._error = ""

    def take(self, changed: frozenset[Path]) -> Iterator[Updated]:
        """Update the index with what changed, again and again until that goes well or watching stops."""
        stop = self._options.stop
        while not stop.is_set():
            try:
                done = self._update(changed)
            except Interrupted:
                return
            except Exception as error:  # noqa: BLE001  # whatever it is, watching goes on
                self._whole = self._whole or not isinstance(error, BusyError)
                self._tell(error)
                stop.wait(RETRY_SECONDS)
            else:
                self._whole, self._error = False, ""
                yield replace(done, note="" if done.note == self._note else done.note)
                self._note = done.note
                return

    def _update(self, changed: frozenset[Path]) -> Updated:
        """Look at what changed only; at everything first, and after an error."""
        if not self._whole:
            return update_changed(changed, self._directory, self._options)
        present = [path for path in self._paths if path.exists()]
        return update_paths(present, self._directory, self._options)

    def _tell(self, error: Exception) -> None:
        said = f"{type(error).__name__}: {error}"
        if said != self._error:
            self._on_error(error)
        self._error = said


class Watcher:
    """Follows folders in a thread of its own, from the beginning of a ``with`` block to its end.

    ``on_update`` is told what each update did, ``on_error`` what went wrong, both in that thread.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        folder: Path,
        *,
        engine: str | None = None,
        largest: int = LARGEST,
        engines: Engines = ENGINES,
        ocr: Tesseract | None = None,
        on_update: Callable[[Updated], None] = lambda _: None,
        on_error: Callable[[Exception], None] = lambda _: None,
    ) -> None:
        self.error = ""
        """What went wrong last, for ``again`` to say it to a reader; empty once an update has gone well."""
        self._on_update = on_update
        self._on_error = on_error
        self._stop = Event()
        self._ocr = ocr
        self._directory = IndexDirectory(folder, engines=engines)
        self._thread = Thread(target=self._run, args=(paths, engine, largest), daemon=True)

    @property
    def alive(self) -> bool:
        """Whether the folders are being followed."""
        return self._thread.is_alive()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self.join(STOP_SECONDS)

    def join(self, seconds: float) -> None:
        """Wait until the thread has ended, for so long at most."""
        self._thread.join(seconds)

    def _run(self, paths: Sequence[Path], engine: str | None, largest: int) -> None:
        directory = self._directory
        try:
            for done in follow(
                paths,
                directory,
                engine=engine,
                stop=self._stop,
                largest=largest,
                on_error=self._failed,
                ocr=self._ocr,
            ):
                self.error = ""
                self._on_update(done)
        except Exception as error:  # noqa: BLE001  # the end of the thread has to be told
            self._failed(error)
        finally:
            directory.close()

    def _failed(self, error: Exception) -> None:
        said = error.args[0] if error.args and isinstance(error.args[0], Message) else str(error)
        self.error = said or type(error).__name__
        self._on_error(error)
