"""Known vulnerabilities of the releases that ``constraints.txt`` pins, by pip-audit: ``python -m tools.audit``.

Fails when there are some. Where the package index is away, or has no such list, it says so, and does not fail.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NotRequired, TypedDict

ROOT = Path(__file__).parents[1]
AWAY = re.compile("connect|timed? ?out|HTTP", re.IGNORECASE)
COMMAND = ("pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json", "-r")


class Vulnerability(TypedDict):
    """What pip-audit says of a vulnerability."""

    id: str
    fix_versions: list[str]


class Dependency(TypedDict):
    """What pip-audit says of a package: its vulnerabilities, unless it had to skip it."""

    name: str
    version: NotRequired[str]
    vulns: NotRequired[list[Vulnerability]]
    skip_reason: NotRequired[str]


def audited(report: str) -> list[Dependency]:
    """The dependencies that a report of pip-audit speaks of; none where it is no report."""
    try:
        found: list[Dependency] = json.loads(report)["dependencies"]
    except ValueError:
        return []
    return found


def findings(dependencies: list[Dependency]) -> Iterator[str]:
    """A line for each vulnerability."""
    for dependency in dependencies:
        for each in dependency.get("vulns", ()):
            mended = ", ".join(each["fix_versions"]) or "no release yet"
            yield f"{dependency['name']} {dependency.get('version', '')}: {each['id']}, mended by {mended}"


def verdict(report: str, complaint: str = "") -> tuple[int, list[str]]:
    """The exit code and the lines to print for a report of pip-audit, and for what it complained of."""
    dependencies = audited(report)
    known = [dependency for dependency in dependencies if "vulns" in dependency]
    if not dependencies and not AWAY.search(complaint):
        return 2, [complaint]
    if not known:
        return 0, ["audit: NOT DONE: the package index is away, or says nothing of vulnerabilities here"]
    lines = [*findings(known), f"audit: {len(known)} of {len(dependencies)} packages looked up"]
    return int(len(lines) > 1), lines


def main() -> int:
    """Print what is known; returns the exit code."""
    command = [sys.executable, "-m", *COMMAND, str(ROOT / "constraints.txt")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    code, lines = verdict(done.stdout, done.stderr)
    print(*lines, sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
