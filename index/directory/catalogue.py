"""The catalogue: which files an index was made of.

It may lag behind the engine, and never runs ahead: before the engine commits a batch, the files of the batch are marked
as pending, and the marks go when their rows are written. A process that ends in between leaves the marks, so that the
next one reads those files again, even where they were put back as they were before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from index.directory.parts import Part
from index.model import FileEntry


class Totals(NamedTuple):
    """Sums over the files of an index: their number and size, their articles, how many could not be read whole.

    ``aside`` says how many files of its folders are of each kind that is not read.
    """

    files: int = 0
    articles: int = 0
    size: int = 0
    faulty: int = 0
    aside: Mapping[str, int] = MappingProxyType({})


class Catalogue(Protocol):
    """The catalogue of one generation. Safe in several threads; raises StoreError where it cannot be reached."""

    def entries(self, within: Iterable[str] | None = None) -> dict[str, FileEntry]:
        """The rows by path; only those of the paths ``within`` and of what lies under them, if given."""

    def pending(self) -> Mapping[str, str]:
        """The paths that are pending, and the root of each."""

    def changed(self) -> float:
        """When it was last written to, in seconds since the epoch."""

    def totals(self) -> Totals:
        """What the rows sum up to."""

    def aside(self) -> Mapping[str, Mapping[str, int]]:
        """How many files of each kind that is not read there are, by root."""

    def set_aside(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Write ``counts`` in place of what ``aside`` gives."""

    def parts(self) -> Mapping[str, Part]:
        """The files of the engine as they were after the last commit, by name; none for an engine without files."""

    def check(self) -> None:
        """Raise DamagedError where it is not sound; all of it is read."""

    def forget_parts(self) -> None:
        """Say that the files of the engine are about to change.

        It need not be durable: after a loss of power the index is only thought damaged, and built anew.
        """

    def mark(self, files: Mapping[str, str]) -> None:
        """Make ``files``, the root of each path, pending: durably, before the engine commits."""

    def apply(
        self, written: Iterable[FileEntry], dropped: Iterable[str], parts: Mapping[str, Part] | None = None
    ) -> None:
        """Write rows and delete others, all or nothing; neither is pending any more.

        ``parts`` are the files of the engine where it has committed.
        """
