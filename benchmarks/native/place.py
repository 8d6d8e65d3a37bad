"""The working folder: where the texts of one size lie in each of their forms, and the indexes made of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """The first ``size`` passages; the same in every form."""

    work: Path
    size: int

    @property
    def folder(self) -> Path:
        return self.work / str(self.size)

    @property
    def articles(self) -> Path:
        """A folder of ``.jsonl`` files, for what reads articles."""
        return self.folder / "articles"

    @property
    def passages(self) -> Path:
        """A file with one passage a line, for what is given its texts one by one."""
        return self.folder / "passages.txt"

    @property
    def files(self) -> Path:
        """A folder of ``.txt`` files, one an article, for what reads files and knows no records."""
        return self.folder / "files"

    def index(self, system: str) -> Path:
        return self.folder / f"index-{system}"

    def fresh_index(self, system: str) -> Path:
        """An empty folder for an index."""
        self.drop_index(system)
        self.index(system).mkdir(parents=True)
        return self.index(system)

    def drop_index(self, system: str) -> None:
        if self.index(system).exists():
            shutil.rmtree(self.index(system))

    def lines(self) -> Iterator[str]:
        """The passages, read line by line."""
        with self.passages.open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield line.removesuffix("\n")


def bytes_under(folder: Path) -> int:
    """The sizes of all files in a folder, added up."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
