"""Ignoring: what the ``.searcherignore`` files of a root leave out, read as Git reads ``.gitignore``.

Each holds for its folder and all below; of two that speak of a file the inner one decides, within one the last line.
What lies in a folder that is ignored cannot be taken back in.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from index.documents import is_hidden
from index.model import Fault

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE = ".searcherignore"


class Scope(NamedTuple):
    """What a line can mean: paths with so many names at ``least`` and at ``most``, from 0 on a name anywhere.

    The library takes what a line says of a folder for all that is in it, too, which is wrong where another line speaks
    of that: so each line is asked only of what is in its scope, and together with its like only.
    """

    least: int
    most: int
    only_folders: bool
    takes_back: bool


class Rules(NamedTuple):
    """What one file says, the last lines first: it is in ``folder``."""

    folder: str
    lines: Sequence[tuple[Scope, GitIgnoreSpec]]


class Ignored:
    """What is ignored under ``root``. Each file of rules is read once: this serves one look at the root."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._rules: dict[str, tuple[Rules, ...]] = {}
        self._faults: dict[str, Sequence[Fault]] = {}

    def rules(self, folder: str) -> Sequence[Rules]:
        """The rules that hold in ``folder``, the innermost first. Raises OSError where they cannot be read."""
        if folder not in self._rules:
            above = self.rules(os.path.dirname(folder)) if folder != self._root else ()
            own = self._read(folder)
            self._rules[folder] = (*own, *above)
        return self._rules[folder]

    def faults(self, folder: str) -> Sequence[Fault]:
        """The lines of the folder's own rules that make no sense."""
        return self._faults.get(folder, ())

    def leaves_out(self, file: Path) -> bool:
        """Whether ``file``, or a folder between it and the root, is hidden or ignored. Raises OSError."""
        place = self._root
        for name in file.relative_to(self._root).parts:
            rules = self.rules(place)
            place = os.path.join(place, name)
            if is_hidden(name) or ignores(rules, place, is_folder=os.path.isdir(place)):
                return True
        return False

    def _read(self, folder: str) -> Iterable[Rules]:
        lines = _lines(os.path.join(folder, IGNORE))
        if not lines:
            return ()
        parsed, self._faults[folder] = parse(lines)
        return (Rules(folder, parsed),)


def ignores(rules: Iterable[Rules], file: str, *, is_folder: bool) -> bool:
    """Whether ``rules`` ignore ``file``, assuming that they ignore none of its parent folders."""
    end = "/" if is_folder else ""
    for folder, lines in rules:
        below = file[len(folder) :].lstrip("/")
        count, name = below.count("/") + 1, below.rpartition("/")[2]
        for (least, most, only_folders, _), spec in lines:
            if least <= count <= most and (is_folder or not only_folders):
                said = spec.check_file((below if least else name) + end).include
                if said is not None:
                    return said
    return False


def parse(lines: Iterable[str]) -> tuple[Sequence[tuple[Scope, GitIgnoreSpec]], Sequence[Fault]]:
    """What the lines say, the last ones first, without those that are no patterns: a fault each."""
    from pathspec import GitIgnoreSpec

    numbered = dict(enumerate(lines, 1))
    wrong = [number for number, line in numbered.items() if not _is_pattern(line)]
    good = (line for number, line in numbered.items() if number not in wrong and line.strip())
    parsed = [(scope, GitIgnoreSpec.from_lines(alike)) for scope, alike in groupby(good, key=_scope)]
    return parsed[::-1], [Fault("not_a_pattern", number) for number in wrong]


def _scope(line: str) -> Scope:
    bare = line.strip().removeprefix("!")
    names = bare.strip("/").split("/")
    fixed = sum(name != "**" for name in names)
    least, most = fixed + (names[-1] == "**"), fixed if fixed == len(names) else sys.maxsize
    if "/" not in bare.rstrip("/").removeprefix("**/"):
        least, most = 0, sys.maxsize
    return Scope(least, most, bare.endswith("/"), line.startswith("!"))


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    if line.strip() and not line.strip().strip("!/"):  # the library takes some of these for all files
        return False
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _lines(file: str) -> Sequence[str]:
    """The lines of a file of rules; none where there is no such file. Raises OSError where it cannot be read."""
    try:
        if not stat.S_ISREG(os.lstat(file).st_mode):
            return ()
    except FileNotFoundError:
        return ()
    with open(file, encoding="utf-8-sig", errors="surrogateescape") as stream:
        return stream.read().splitlines()
