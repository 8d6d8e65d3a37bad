"""Constraints for pip to test with other releases than those of ``constraints.txt``.

``python3 -m tools.constraints lowest`` writes the lowest releases of the dependencies that ``pyproject.toml`` allows,
for its extras too, ``newest`` leaves them open. The tools of developers stay at their releases in both: a new one has
new rules.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAME = re.compile(r"[\w.-]+")
LOWER_BOUND = re.compile(r"([\w.-]+)[^;]*?>=([\w.]+)")
KINDS = ("lowest", "newest")


def constraints(kind: str, root: Path = ROOT) -> Iterator[str]:
    """The lines of a constraints file for the project in ``root``."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    developers = extras.pop("dev")
    if kind == "lowest":
        yield from _lower_bounds(chain(project["dependencies"], *extras.values()))
    tools = {_name(requirement) for requirement in developers}
    for line in (root / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if _name(line) in tools:
            yield line


def _lower_bounds(requirements: Iterable[str]) -> Iterator[str]:
    for requirement in requirements:
        if bound := LOWER_BOUND.match(requirement):
            yield "{}=={}".format(*bound.groups())


def _name(requirement: str) -> str:
    """The name that a requirement begins with, as registries compare names; empty for a comment."""
    found = NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def main(words: Sequence[str]) -> int:
    """Print the constraints of the one kind that ``words`` names."""
    if len(words) != 1 or words[0] not in KINDS:
        print(__doc__, file=sys.stderr)
        return 2
    print(*constraints(words[0]), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
