"""Report: what is told of an update while it runs, when it ends, and when it is interrupted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from index.documents import is_scan
from index.language import grouped, tr
from index.sync.scan import Problem


@dataclass(frozen=True, slots=True)
class Progress:
    """How far writing has come: the file that is written, those that are done, and bytes read."""

    path: str
    files: int
    of_files: int
    size: int
    of_size: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What was done: numbers of files, and what was left out. ``aside`` counts files of other formats, by kind.

    ``recognised`` files hold scanned pages whose text was recognised.
    """

    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    unchanged: int = 0
    articles: int = 0
    problems: tuple[Problem, ...] = ()
    aside: Mapping[str, int] = field(default_factory=dict)
    recognised: int = 0

    @property
    def did_something(self) -> bool:
        """Whether the index is not what it was before."""
        return bool(self.added or self.changed or self.moved or self.removed or self.recognised)

    def without_scans(self) -> Summary:
        """The summary without the scanned pages that were not read, where they are going to be."""
        return replace(self, problems=tuple(problem for problem in self.problems if not is_scan(problem.fault)))

    def with_scan(self, path: str, again: Summary) -> Summary:
        """The summary with that of the scanned file ``path``, which was read ``again`` with its text."""
        others = (problem for problem in self.problems if problem.path != path)
        return replace(
            self,
            removed=self.removed + again.removed,
            recognised=self.recognised + again.changed,
            problems=(*others, *again.problems),
        )


@dataclass(frozen=True, slots=True)
class Updated:
    """The outcome of an update: what was done, and two lines for the user, which may be empty.

    ``rebuilt`` says why the index was built anew.
    """

    summary: Summary
    rebuilt: str = ""
    note: str = ""


class Interrupted(Exception):  # noqa: N818  # it is no error: the user asked for it
    """An update was told to stop; the message says how far it came, and is empty where nothing was to be written."""

    def __init__(self, files: int = 0, of_files: int = 0) -> None:
        message = tr("{files} of {of_files} files are written; the same command goes on from there.")
        said = message.format(files=grouped(files), of_files=grouped(of_files)) if of_files else ""
        super().__init__(said)
