"""Recognition: the scanned pages of the files that an index covers → their texts, by OCR, a page at a time.

It needs no lock and holds no other file up: a file whose pages have all been looked at is marked as pending, and read
again with their texts by whoever updates the index next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Lock, Thread
from typing import NamedTuple, Self

from index.directory import IndexDirectory
from index.documents import PATIENCE_WITH_PICTURES, Tesseract, Workers, is_failed_scan, is_scan
from index.model import FileEntry
from index.sync.loading import digest_of
from index.sync.page_texts import PageTexts
from index.sync.report import Interrupted, Progress
from index.sync.scan import place_of

RETRY_SECONDS = 5.0
STOP_SECONDS = 2.0
"""A page that is being drawn has so long to be ready when recognition stops; the thread harms nothing then."""


class Recognised(NamedTuple):
    """A file whose scanned pages have been looked at: its name in the index, and where it lies."""

    path: str
    file: Path


def recognise(
    directory: IndexDirectory,
    tesseract: Tesseract,
    stop: Event,
    on_progress: Callable[[Progress], None] = lambda _: None,
    *,
    again: bool = False,
) -> Iterator[Recognised]:
    """Recognise the text of the pages that have none; yields each file that is to be read again.

    What is known of a page is kept at once; those where that failed are tried ``again`` if that is wanted. Raises
    Interrupted when ``stop`` is set, StoreError, OSError where a program does not start.
    """
    texts = PageTexts(directory.folder)
    entries = directory.generation().catalogue.entries()
    texts.keep(entry.digest for entry in entries.values())
    scanned = [entry for entry in entries.values() if _is_wanted(entry, again=again)]
    if not scanned:
        return
    if again:
        texts.retry(entry.digest for entry in scanned)
    size, of_size = 0, sum(entry.size for entry in scanned)
    with Workers(patience=PATIENCE_WITH_PICTURES) as workers:
        for number, entry in enumerate(scanned):
            on_progress(Progress(entry.path, number, len(scanned), size, of_size))
            file = _file_of(entry, directory)
            if file and _Recognition(entry, file, texts, tesseract, stop).run(workers):
                _mark(entry, directory, stop)
                yield Recognised(entry.path, file)
            if stop.is_set():
                raise Interrupted(number, len(scanned))
            size += entry.size


def _is_wanted(entry: FileEntry, *, again: bool) -> bool:
    """Whether a file has pages whose text may be recognised."""
    return any(is_scan(fault) or (again and is_failed_scan(fault)) for fault in entry.faults)


def _file_of(entry: FileEntry, directory: IndexDirectory) -> Path | None:
    """Where a file lies, if the folder that it is in is still covered."""
    roots = directory.current_state().roots
    return next((place_of(root, entry.path) for root in roots if str(root.path) == entry.root), None)


def _mark(entry: FileEntry, directory: IndexDirectory, stop: Event) -> None:
    with directory.write_lock(stop):
        directory.generation().catalogue.mark({entry.path: entry.root})


class _Recognition:
    """The recognition of one file, which goes on where another one was broken off."""

    def __init__(self, entry: FileEntry, file: Path, texts: PageTexts, tesseract: Tesseract, stop: Event) -> None:
        self._entry = entry
        self._file = str(file)
        self._texts = texts
        self._tesseract = tesseract
        self._stop = stop

    def run(self, workers: Workers) -> bool:
        """Whether all pages have been looked at, and the file is still the one that was indexed."""
        digest = self._entry.digest
        if not self._is_same() or self._stop.is_set():
            return False
        if self._texts.whole(digest) is None:
            self._read_pages(workers)
            if self._stop.is_set() or not self._is_same():
                return False
            self._texts.finish(digest)
        return True

    def _read_pages(self, workers: Workers) -> None:
        digest = self._entry.digest
        with closing(workers.scans(self._file, self._entry.path, self._texts.so_far(digest))) as scans:
            for name, page, picture in scans:
                text = self._tesseract.recognise(picture, self._stop) if picture else None
                if self._stop.is_set():
                    return
                self._texts.put(digest, name, page, text)

    def _is_same(self) -> bool:
        try:
            return digest_of(self._file) == self._entry.digest
        except OSError:
            return False


class Background:
    """Recognition in a thread of its own, for the length of a ``with`` block. ``on_error`` is told what goes wrong."""

    def __init__(self, directory: IndexDirectory, tesseract: Tesseract, on_error: Callable[[Exception], None]) -> None:
        self._directory = directory
        self._tesseract = tesseract
        self._on_error = on_error
        self._stop = Event()
        self._wanted = Event()
        self._lock = Lock()
        self._finished = set[Path]()
        self._error = ""
        self._thread = Thread(target=self._run, name="recognition", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._wanted.set()
        self._thread.join(STOP_SECONDS)

    def look(self) -> None:
        """Say that there may be scanned pages."""
        self._wanted.set()

    def finished(self) -> frozenset[Path]:
        """The files that are to be read again, each told once."""
        with self._lock:
            done, self._finished = frozenset(self._finished), set()
        return done

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wanted.wait()
            self._wanted.clear()
            try:
                for done in recognise(self._directory, self._tesseract, self._stop):
                    with self._lock:
                        self._finished.add(done.file)
            except Interrupted:
                return
            except Exception as error:  # noqa: BLE001  # whatever it is, it is tried again
                self._tell(error)
                self._wanted.set()
                self._stop.wait(RETRY_SECONDS)

    def _tell(self, error: Exception) -> None:
        said = f"{type(error).__name__}: {error}"
        if said != self._error:
            self._on_error(error)
        self._error = said
