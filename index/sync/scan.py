"""Scanning: an indexed folder → the files in it that can be read, and what is in the way of others."""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from index.directory import MB
from index.documents import FORMATS, failure, is_hidden, is_plain, is_streamed, message, suffix
from index.model import Fault, Root
from index.sync.ignore import IGNORE, Ignored, ignores
from index.sync.limits import LARGEST_FILE


class FileSeen(NamedTuple):
    """A file in an indexed folder: ``file`` is where it lies, ``path`` its name in the index.

    ``size`` is in bytes, ``mtime`` in nanoseconds.
    """

    file: str
    path: str
    root: str
    size: int
    mtime: int


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


TEMPORARY = ("~", "#", ".tmp", ".part", ".partial", ".crdownload", ".opdownload", ".swp", ".swo", ".swx")
"""How the names of files end that editors and browsers keep beside a file or until it is whole."""
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


def scan(
    root: Root,
    *,
    largest: int,
    within: Path | None = None,
    covered: Sequence[Path] = (),
    ignored: Ignored | None = None,
) -> Iterator[FileSeen | Problem | Aside]:
    """The readable files under ``root`` (only those under ``within``, if given), in the order of their names.

    Hidden files and folders are left out, so are locks and what ``.searcherignore`` says; files of other formats are
    left aside. A text of more than ``largest`` bytes that would have to be read whole is a problem, and so are a name
    that is not UTF-8 or holds a control character, a folder that cannot be read, and a root that is gone; not so what
    is gone of it. Links are not followed: one to what is seen by itself, in the root or in the folders that are
    ``covered`` beside it, is left out, any other is a problem.
    """
    try:
        root.path.stat()
    except OSError as error:
        gone = Fault("root_gone", values={"folder": str(root.path)})
        yield Problem(root.label, gone if isinstance(error, FileNotFoundError) else failure(error))
        return
    walk = _Walk(root, largest, covered, ignored or Ignored(str(root.path)))
    yield from walk.start(within or root.path)


def is_bare(place: Path) -> bool:
    """Whether a root is gone or holds nothing, as the place of a share does while that is not mounted."""
    try:
        return all(is_hidden(name) and name != IGNORE for name in os.listdir(place))
    except NotADirectoryError:
        return False
    except OSError:
        return True


def is_temporary(name: str) -> bool:
    """Whether a file is a program's or system's own."""
    return name.lower().endswith(TEMPORARY) or name.lower() in OF_SYSTEMS


def index_name(root: Root, path: Path) -> str:
    """What the file or folder ``path`` under ``root`` is called in the index."""
    below = path.relative_to(root.path)
    return root.label if below == Path() else f"{root.label}/{below.as_posix()}"


def place_of(root: Root, name: str) -> Path:
    """Where the file lies that is called ``name`` in the index, under ``root``."""
    return root.path / name.removeprefix(root.label).lstrip("/")


class _Walk:
    """One walk through a root. Names are plain strings all the way: a folder may hold hundreds of thousands."""

    def __init__(self, root: Root, largest: int, covered: Sequence[Path], ignored: Ignored) -> None:
        self._whole = root
        self._root = str(root.path)
        self._largest = largest
        self._covered = covered
        self._ignored = ignored

    @cached_property
    def _places(self) -> Sequence[Path]:
        """The folders that a link may lead to, by their real paths."""
        return [place.resolve() for place in (self._whole.path, *self._covered)]

    def start(self, place: Path) -> Iterable[FileSeen | Problem | Aside]:
        """What there is at ``place``, where the walk begins; nothing where that is gone or left out."""
        path, is_root = index_name(self._whole, place), place == self._whole.path
        try:
            mode = place.stat(follow_symlinks=is_root).st_mode
            left_out = self._ignored.leaves_out(place)
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            return (Problem(path, failure(error)),)
        if left_out:
            return ()
        if stat.S_ISDIR(mode):
            return self.folder(str(place), path)
        if is_root:
            return self._file(place, path)
        return self.entry(place, path) if stat.S_ISLNK(mode) or suffix(path) in FORMATS else ()

    def folder(self, folder: str, path: str) -> Iterator[FileSeen | Problem | Aside]:
        """The files of a folder called ``path``."""
        try:
            rules = self._ignored.rules(folder)
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=attrgetter("name"))
        except OSError as error:
            yield Problem(path, failure(error))
            return
        for fault in self._ignored.faults(folder):
            yield Problem(f"{path}/{IGNORE}", fault)
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if not is_hidden(entry.name) and not ignores(rules, entry.path, is_folder=is_folder):
                yield from self.entry(entry, f"{path}/{entry.name}")

    def entry(self, entry: os.DirEntry[str] | Path, path: str) -> Iterable[FileSeen | Problem | Aside]:
        """What is called ``path``: a folder's files, a file, or a link."""
        if entry.is_symlink():
            return self._link(os.fspath(entry), path)
        if entry.is_dir():
            return self.folder(os.fspath(entry), path)
        if suffix(entry.name) in FORMATS:
            return self._file(entry, path)
        return self._other(entry, path)

    def _link(self, link: str, path: str) -> Iterable[Problem | Aside]:
        if not os.path.exists(link):
            return (Problem(path, Fault("dead_link")),)
        target = Path(link).resolve()
        if Path(link).parent.is_relative_to(target):
            return (Problem(path, Fault("link_loop")),)
        if any(map(target.is_relative_to, self._places)) and not self._is_hidden(target):
            return ()  # seen by its own name
        if target.is_file() and suffix(link) not in FORMATS:
            return self._other(Path(link), path)
        return (Problem(path, Fault("link_out", values={"target": str(target)})),)

    def _is_hidden(self, target: Path) -> bool:
        """Whether something in a place that is covered lies in a hidden folder of it."""
        below = (target.relative_to(place).parts for place in self._places if target.is_relative_to(place))
        return all(any(map(is_hidden, parts)) for parts in below)

    def _other(self, entry: os.DirEntry[str] | Path, path: str) -> Iterable[Aside]:
        """A file of another format, where it may be one that somebody looks for."""
        of_a_person = entry.is_file() and not is_temporary(entry.name)
        return (Aside(path, self._root),) if of_a_person else ()

    def _file(self, entry: os.DirEntry[str] | Path, path: str) -> Iterable[FileSeen | Problem]:
        """The file called ``path``, or what is in its way."""
        if not path.isprintable():
            return (Problem(path, Fault("name")),)
        try:
            status = entry.stat()
        except OSError as error:
            return (Problem(path, failure(error)),)
        if not stat.S_ISREG(status.st_mode):
            return (Problem(path, Fault("not_a_file")),)
        file = os.fspath(entry)
        if status.st_size > self._largest and status.st_size > (most := self._most(file)):
            values = {"size": f"{status.st_size / MB:.0f}", "most": f"{most / MB:.0f}"}
            return (Problem(path, Fault("too_large", values=values)),)
        return (FileSeen(file, path, self._root, status.st_size, status.st_mtime_ns),)

    def _most(self, file: str) -> float:
        """How many bytes a file may have; never less than the largest text."""
        if is_streamed(file):
            return math.inf
        return self._largest if is_plain(file) else max(self._largest, LARGEST_FILE)
