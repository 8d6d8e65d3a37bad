"""The licences of what Searcher depends on, as the installed packages state them: ``python -m tools.licences``.

``python -m tools.licences cluster`` adds what that extra of the project needs, ``dev`` also the tools of developers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, metadata, requires
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(.+)")
GPL = re.compile(r"(?<![AL])GPL|(?<!Lesser )(?<!Affero )General Public License")
AGPL = re.compile(r"AGPL|Affero")


class Licence(NamedTuple):
    """A package and everything that it says about its licence, the most exact first."""

    package: str
    statements: tuple[str, ...]

    def matches(self, pattern: re.Pattern[str]) -> bool:
        """Whether some statement of the package matches; of licences that one may choose from, all have to."""
        choices = self.statements[0].split(" OR ")
        if len(choices) > 1:
            return all(map(pattern.search, choices))
        return any(map(pattern.search, self.statements))


def licences(root: str = "searcher", extra: str = "") -> list[Licence]:
    """The licences of all that ``root`` needs, directly or not, in alphabetical order."""
    return sorted(map(_licence, _needed(root, extra)), key=lambda licence: licence.package.lower())


def _needed(root: str, extra: str) -> set[str]:
    """The names of the packages that ``root`` needs here."""
    seen, waiting = set[tuple[str, str]](), [(root, ""), (root, extra)]
    while waiting:
        name, each = waiting.pop()
        if (name, each) not in seen:
            seen.add((name, each))
            for found in _requirements(name, each):
                waiting += [(canonicalize_name(found.name), more) for more in ("", *found.extras)]
    return {name for name, _ in seen} - {root}


def _requirements(package: str, extra: str) -> Iterator[Requirement]:
    for line in requires(package) or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def _licence(package: str) -> Licence:
    about = metadata(package)
    expressions = about.get_all("License-Expression", [])
    classifiers = [found[1] for line in about.get_all("Classifier", []) if (found := CLASSIFIER.fullmatch(line))]
    names = [text.partition("\n")[0] for text in about.get_all("License", [])]
    return Licence(about["Name"], tuple(filter(None, (*expressions, *classifiers, *names))) or ("none stated",))


def main(words: Sequence[str]) -> int:
    """Print a table."""
    try:
        found = licences(extra=words[0] if words else "")
    except PackageNotFoundError as error:
        print(f"not installed: {error}", file=sys.stderr)
        return 2
    print("| Package | Licence |", "|---|---|", *(f"| {name} | {said[0]} |" for name, said in found), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
