"""Outcome: what is told of an update while it runs, when it ends, and when it is broken off."""

from __future__ import annotations

from dataclasses import dataclass

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
    """What was done: numbers of files, and what was left out."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    unchanged: int = 0
    articles: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def did_something(self) -> bool:
        """Whether the index is not what it was before."""
        return bool(self.added or self.changed or self.moved or self.removed)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while writing; the message says how far it came."""

    def __init__(self, files: int, of_files: int) -> None:
        message = tr("{files} of {of_files} files are written; the same command goes on from there.")
        super().__init__(message.format(files=grouped(files), of_files=grouped(of_files)))
