"""Scanning: an indexed folder → the files in it that can be read, and what stands in the way of others."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from index.directory import MB
from index.documents import FORMATS, failure, is_hidden, is_plain, is_streamed, message, suffix
from index.model import Fault, Root
from index.sync.limits import LARGEST_FILE


class FileSeen(NamedTuple):
    """A file in an indexed folder: ``file`` is where it lies, ``path`` its name in the index.

    ``size`` is in bytes, ``mtime`` in nanoseconds. A ``linked`` file lies behind a symbolic link.
    """

    file: str
    path: str
    root: str
    size: int
    mtime: int
    linked: bool = False


class Aside(NamedTuple):
    """A file of a format that is not read: its name in the index, and the root that it lies in."""

    path: str
    root: str


class Problem(NamedTuple):
    """A file or folder that is left out, and why. ``path`` is its name in the index. As text it is one line."""

    path: str
    fault: Fault

    def __str__(self) -> str:
        return f"{printable(self.path)}: {printable(message(self.fault))}"


TEMPORARY = ("~", ".tmp", ".part", ".crdownload")
OF_SYSTEMS = frozenset({"desktop.ini", "thumbs.db"})
NO_BREAK_SPACES = "\u00a0\u202f"
"""French puts them before a colon; a terminal shows them."""


def printable(text: str) -> str:
    """``text`` on one line that any terminal can show: control characters and stray bytes are escaped."""
    shown = "".join(
        sign if sign.isprintable() or sign in NO_BREAK_SPACES else sign.encode("unicode_escape").decode()
        for sign in text
    )
    return shown.encode("utf-8", "backslashreplace").decode()


def scan(root: Root, *, largest: int, within: Path | None = None) -> Iterator[FileSeen | Problem | Aside]:
    """The readable files under ``root`` (only those under ``within``, if given), in the order of their names.

    Hidden files and folders are left out, and so are locks; files of other formats are left aside. A text of more
    than ``largest`` bytes that would have to be read whole is a problem, and so are a name that is not UTF-8 or holds a
    control character, a folder that cannot be read, a link that leads back to a folder above it, and a root that is
    gone; not so what is gone of it.
    """
    walk = _Walk(str(root.path), largest)
    try:
        is_folder = stat.S_ISDIR(root.path.stat().st_mode)
    except OSError as error:
        yield Problem(root.label, failure(error))
        return
    start = within or root.path
    path = index_name(root, start)
    if within and not os.path.lexists(within):
        return
    if start.is_dir():
        yield from walk.folder(str(start), path, above=_above(root.path, start), linked=start.is_symlink())
    elif not is_folder or suffix(path) in FORMATS:
        yield from walk.file(str(start), path, start.stat, linked=start.is_symlink())


def _is_of_a_person(entry: os.DirEntry[str]) -> bool:
    """Whether a file of another format may be one that somebody looks for: no program's or system's own."""
    name = entry.name.lower()
    return entry.is_file() and not name.endswith(TEMPORARY) and name not in OF_SYSTEMS


def _above(root: Path, start: Path) -> frozenset[tuple[int, int]]:
    """The folders on the way from ``root`` to ``start``, by device and number: no link may lead back to one."""
    folders = [folder.stat() for folder in start.parents if folder.is_relative_to(root)]
    return frozenset((status.st_dev, status.st_ino) for status in folders)


def index_name(root: Root, path: Path) -> str:
    """What the file or folder ``path`` under ``root`` is called in the index."""
    below = path.relative_to(root.path)
    return root.label if below == Path() else f"{root.label}/{below.as_posix()}"


class _Walk:
    """One walk through a root. Names are plain strings all the way: a folder may hold hundreds of thousands."""

    def __init__(self, root: str, largest: int) -> None:
        self._root = root
        self._largest = largest

    def folder(
        self, folder: str, path: str, *, above: frozenset[tuple[int, int]], linked: bool
    ) -> Iterator[FileSeen | Problem | Aside]:
        """The files of a folder called ``path``; ``above`` are the folders on the way to it."""
        try:
            status = os.stat(folder)
            here = (status.st_dev, status.st_ino)
            if here in above:
                yield Problem(path, Fault("link_loop"))
                return
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=attrgetter("name"))
        except OSError as error:
            yield Problem(path, failure(error))
            return
        above |= {here}
        for entry in entries:
            if not is_hidden(entry.name):
                yield from self._entry(entry, f"{path}/{entry.name}", above=above, linked=linked)

    def _entry(
        self, entry: os.DirEntry[str], path: str, *, above: frozenset[tuple[int, int]], linked: bool
    ) -> Iterable[FileSeen | Problem | Aside]:
        if entry.is_symlink():
            linked = True
            if not os.path.exists(entry.path):
                return (Problem(path, Fault("dead_link")),)
        if entry.is_dir():
            return self.folder(entry.path, path, above=above, linked=linked)
        if suffix(entry.name) in FORMATS:
            return self.file(entry.path, path, entry.stat, linked=linked)
        return (Aside(path, self._root),) if _is_of_a_person(entry) else ()

    def file(
        self, file: str, path: str, stat_file: Callable[[], os.stat_result], *, linked: bool
    ) -> Iterable[FileSeen | Problem]:
        """The file called ``path``, or what stands in its way."""
        if not path.isprintable():
            return (Problem(path, Fault("name")),)
        try:
            status = stat_file()
        except OSError as error:
            return (Problem(path, failure(error)),)
        if not stat.S_ISREG(status.st_mode):
            return (Problem(path, Fault("not_a_file")),)
        most = self._largest if is_plain(file) else max(self._largest, LARGEST_FILE)
        if status.st_size > most and not is_streamed(file):
            values = {"size": f"{status.st_size / MB:.0f}", "most": f"{most / MB:.0f}"}
            return (Problem(path, Fault("too_large", values=values)),)
        return (FileSeen(file, path, self._root, status.st_size, status.st_mtime_ns, linked),)
