"""Scanning: an indexed folder → the files in it that can be read, and what stands in the way of others."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from index.documents import FORMATS, STREAMED, suffix
from index.language import tr
from index.model import Root

MB = 1_000_000


class FileSeen(NamedTuple):
    """A file in an indexed folder: ``file`` is where it lies, ``path`` its name in the index.

    ``size`` is in bytes, ``mtime`` in nanoseconds.
    """

    file: str
    path: str
    root: str
    size: int
    mtime: int


class Problem(NamedTuple):
    """A file or folder that is left out, and why, in one line. ``path`` is its name in the index."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{printable(self.path)}: {self.message}"


def printable(text: str) -> str:
    """``text`` on one line that any terminal can show: control characters and stray bytes are escaped."""
    shown = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
    return shown.encode("utf-8", "backslashreplace").decode()


def scan(root: Root, *, largest: int, within: Path | None = None) -> Iterator[FileSeen | Problem]:
    """The readable files under ``root`` (only those under ``within``, if given), in the order of their names.

    Hidden files and folders are left out, and files of other formats. A file of more than ``largest`` bytes that would
    have to be read whole is a problem, and so are a name that is not UTF-8 or holds a control character, a folder that
    cannot be read, and a link that leads back to a folder above it.
    """
    start = within or root.place
    path = _join(root.label, start.relative_to(root.place))
    looking = _Looking(str(root.place), largest)
    if start.is_dir():
        yield from looking.folder(str(start), path, above=frozenset())
    else:
        yield from looking.file(str(start), path, start.stat)


def _join(label: str, below: Path) -> str:
    return label if below == Path() else f"{label}/{below.as_posix()}"


class _Looking:
    """One walk through a root. Names are plain strings all the way: a folder may hold hundreds of thousands."""

    def __init__(self, root: str, largest: int) -> None:
        self._root = root
        self._largest = largest

    def folder(self, folder: str, path: str, *, above: frozenset[tuple[int, int]]) -> Iterator[FileSeen | Problem]:
        """What lies in a folder called ``path``; ``above`` are the folders on the way to it."""
        try:
            status = os.stat(folder)
            here = (status.st_dev, status.st_ino)
            if here in above:
                yield Problem(path, tr("a link that leads back to a folder above it; left out"))
                return
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=attrgetter("name"))
        except OSError as error:
            yield _unreadable(path, error)
            return
        for entry in entries:
            if not entry.name.startswith("."):
                yield from self._entry(entry, f"{path}/{entry.name}", above=above | {here})

    def _entry(
        self, entry: os.DirEntry[str], path: str, *, above: frozenset[tuple[int, int]]
    ) -> Iterable[FileSeen | Problem]:
        if entry.is_symlink() and not os.path.exists(entry.path):
            return (Problem(path, tr("a link that leads nowhere; left out")),)
        if entry.is_dir():
            return self.folder(entry.path, path, above=above)
        if suffix(entry.name) in FORMATS:
            return self.file(entry.path, path, entry.stat)
        return ()

    def file(self, file: str, path: str, stat_file: Callable[[], os.stat_result]) -> Iterable[FileSeen | Problem]:
        """The file called ``path``, or what stands in its way."""
        if not path.isprintable():
            message = tr("its name holds a line end, a control character or bytes that are not UTF-8; rename it")
            return (Problem(path, message),)
        try:
            status = stat_file()
        except OSError as error:
            return (_unreadable(path, error),)
        if not stat.S_ISREG(status.st_mode):
            return (Problem(path, tr("not a regular file; left out")),)
        if status.st_size > self._largest and suffix(file) not in STREAMED:
            size, most = f"{status.st_size / MB:.0f}", f"{self._largest / MB:.0f}"
            message = tr("{size} MB is more than the {most} MB read as one text; split it or raise --max-mb")
            return (Problem(path, message.format(size=size, most=most)),)
        return (FileSeen(file, path, self._root, status.st_size, status.st_mtime_ns),)


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem(path, tr("cannot be read: {reason}").format(reason=error.strerror or type(error).__name__))
