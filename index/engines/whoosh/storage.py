"""The storage: files that are written whole, checked when they are read, and free of pickles.

What Whoosh takes for the files of a segment is one file on disk, compressed by gzip, whose checksum tells damage. A
batch keeps its files in memory. They are put on disk when its table of contents is renamed, which is the commit.
"""

from __future__ import annotations

import gzip
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.reading import CorruptIndexError

from index.engines.whoosh.codec import Segment, from_json, json_bytes

INDEX_NAME = "MAIN"
NO_COMMIT = -1
UNFINISHED = "unfinished.toc"
"""The table of contents before it is renamed; what a killed process leaves of it is overwritten by the next."""
LEVEL = 1
"""How hard gzip tries; more gains a tenth and takes twice as long."""
_CONTENTS = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")


class IndexFile(BufferFile):
    """A file in memory. What Whoosh calls pickles is JSON, so that no file can run code."""

    def write_pickle(self, obj: Any, protocol: int = -1) -> None:  # noqa: ARG002  # Whoosh's signature
        """Write ``obj``: containers, or a list of segments."""
        self.write_string(json_bytes(obj))

    def read_pickle(self) -> Any:
        """What :meth:`write_pickle` wrote; lists are of segments."""
        value = from_json(self.read_string())
        return [Segment.from_state(state, INDEX_NAME) for state in value] if isinstance(value, list) else value


class Files(FileStorage):
    """The files of an index in ``folder``. Not to be shared by threads."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._folder = folder
        self._read: dict[str, Mapping[str, bytes]] = {}
        self._written: dict[str, dict[str, bytes]] = defaultdict(dict)

    def generation(self) -> int:
        """The number of the last commit, NO_COMMIT where there is none."""
        names = self.list() if self._folder.exists() else []
        return max((int(found[1]) for found in map(_CONTENTS.fullmatch, names) if found), default=NO_COMMIT)

    def has_segments(self) -> bool:
        """Whether there are segments, be they part of a commit or not."""
        return any(name.endswith(Segment.COMPOUND_EXT) for name in self.list())

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **kwargs: object) -> StructFile:  # noqa: ARG002
        """A new file, kept in memory until the commit."""

        def keep(file: StructFile) -> None:
            self._written[_on_disk(name)][name] = file.file.getvalue()  # type: ignore[attr-defined]

        return IndexFile(b"", name=name, onclose=keep)

    def open_file(self, name: str, **kwargs: object) -> StructFile:  # noqa: ARG002  # Whoosh's signature
        """A file of the index, in memory, so that it stays as it is."""
        if not self.file_exists(name):
            raise CorruptIndexError(f"no {name}")
        return IndexFile(self._files(name)[name], name=name)

    def file_exists(self, name: str) -> bool:
        """Whether there is a file of that name in what it belongs to."""
        return name in self._files(name)

    def file_length(self, name: str) -> int:
        """The size of a file."""
        return len(self._files(name)[name])

    def list(self) -> list[str]:
        """The names on disk. Raises OSError where the folder cannot be read, which Whoosh would take for empty."""
        return os.listdir(self._folder)

    def temp_storage(self, name: str | None = None) -> RamStorage:  # noqa: ARG002  # Whoosh's signature
        """Where Whoosh puts what it needs while it writes."""
        return RamStorage()

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: ARG002
        """Commit: ``oldname`` is the table of contents, which names the segments that were written."""
        contents = {newname: self._written.pop(_on_disk(oldname))[oldname]}
        try:
            for name, files in self._written.items():
                self._write(name, files)
            self._write(UNFINISHED, contents)
            self._sync()  # the names of segments, before a table of contents speaks of them
            os.replace(self._folder / UNFINISHED, self._folder / newname)
        except BaseException:
            self._remove((*self._written, UNFINISHED))
            raise
        self._sync()

    def _files(self, name: str) -> Mapping[str, bytes]:
        """The file ``name`` and those that are one with it on disk."""
        on_disk = _on_disk(name)
        if on_disk not in self._read:
            self._read[on_disk] = _unpacked((self._folder / on_disk).read_bytes())
        return self._read[on_disk]

    def _write(self, name: str, files: Mapping[str, bytes]) -> None:
        with (self._folder / name).open("wb") as file:
            file.write(_packed(files))
            file.flush()
            os.fsync(file.fileno())

    def _sync(self) -> None:
        if os.name == "nt":  # folders cannot be opened there
            return
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _remove(self, names: Iterable[str]) -> None:
        """Free the room that a failed commit took: the disk may be full."""
        for name in names:
            with suppress(OSError):
                (self._folder / name).unlink(missing_ok=True)


def _on_disk(name: str) -> str:
    """What a file is part of: ``_MAIN_3.toc`` and ``MAIN_x7.trm`` of ``_MAIN_3.toc`` and ``MAIN_x7.seg``."""
    stem = name.partition(".")[0]
    return f"{stem}.toc" if stem.startswith("_") else stem + Segment.COMPOUND_EXT


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Files one after the other, behind a line that tells their sizes."""
    sizes = json_bytes({name: len(data) for name, data in files.items()})
    return gzip.compress(b"\n".join((sizes, b"".join(files.values()))), LEVEL, mtime=0)


def _unpacked(data: bytes) -> Mapping[str, bytes]:
    sizes, _, rest = gzip.decompress(data).partition(b"\n")
    files, start = {}, 0
    for name, size in from_json(sizes).items():
        files[name] = rest[start : start + size]
        start += size
    return files
