"""Scanning: an indexed folder → the files in it that can be read, and what stands in the way of others."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.language import tr
from index.model import Root
from index.readers import FORMATS

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file in an indexed folder: ``path`` is its name in the index, ``size`` in bytes, ``mtime`` in nanoseconds."""

    file: Path
    path: str
    root: str
    size: int
    mtime: int


@dataclass(frozen=True, slots=True)
class Problem:
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
    if start.is_dir():
        yield from _folder(start, path, root, largest, above=frozenset())
    else:
        yield from _file(start, path, root, largest)


def _join(label: str, below: Path) -> str:
    return label if below == Path() else f"{label}/{below.as_posix()}"


def _folder(
    folder: Path, path: str, root: Root, largest: int, *, above: frozenset[tuple[int, int]]
) -> Iterator[FileSeen | Problem]:
    try:
        status = folder.stat()
        here = (status.st_dev, status.st_ino)
        if here in above:
            yield Problem(path, tr("a link that leads back to a folder above it; left out"))
            return
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield Problem(path, tr("cannot be read: {reason}").format(reason=_reason(error)))
        return
    for name in names:
        if not name.startswith("."):
            yield from _entry(folder / name, f"{path}/{name}", root, largest, above=above | {here})


def _entry(
    file: Path, path: str, root: Root, largest: int, *, above: frozenset[tuple[int, int]]
) -> Iterator[FileSeen | Problem]:
    if os.path.islink(file) and not os.path.exists(file):
        yield Problem(path, tr("a link that leads nowhere; left out"))
    elif os.path.isdir(file):
        yield from _folder(file, path, root, largest, above=above)
    elif file.suffix.lower() in FORMATS:
        yield from _file(file, path, root, largest)


def _file(file: Path, path: str, root: Root, largest: int) -> Iterator[FileSeen | Problem]:
    if not path.isprintable():
        message = tr("its name holds a line end, a control character or bytes that are not UTF-8; rename it")
        yield Problem(path, message)
        return
    try:
        status = file.stat()
    except OSError as error:
        yield Problem(path, tr("cannot be read: {reason}").format(reason=_reason(error)))
        return
    if not stat.S_ISREG(status.st_mode):
        yield Problem(path, tr("not a regular file; left out"))
    elif status.st_size > largest and file.suffix.lower() != ".jsonl":
        size, most = f"{status.st_size / MB:.0f}", f"{largest / MB:.0f}"
        message = tr("{size} MB is more than the {most} MB read as one text; split it or raise --max-mb")
        yield Problem(path, message.format(size=size, most=most))
    else:
        yield FileSeen(file, path, str(root.place), status.st_size, status.st_mtime_ns)


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
