"""Processes, measured: seconds on the clock, seconds of processor and the most memory held at a time.

Run as a program it measures the command that follows: a small process of its own between the benchmark and what is
measured, because Linux counts what a parent held before ``exec`` as the child's.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

INTERVAL = 0.2
"""Seconds between two looks at the memory of a process and of those it started, at least."""
REST = 100
"""How many times as long as a look takes nobody looks again: the kernel adds up a large process for milliseconds."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command printed and used, itself and all that it started; ``peak`` is in bytes."""

    output: str
    code: int
    wall: float
    cpu: float
    peak: int


def measured(command: Sequence[str], folder: Path) -> Measured:
    """Run a command in ``folder``; its errors go where ours go."""
    launcher = [sys.executable, "-m", "benchmarks.native.process", *command]
    done = subprocess.run(launcher, stdout=subprocess.PIPE, encoding="utf-8", check=True, cwd=folder)
    return Measured(**json.loads(done.stdout))


def main(command: Sequence[str]) -> None:
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        watch = _Watch(process.pid)
        watch.start()
        output = process.stdout.read() if process.stdout else ""
        code = process.wait()
        wall = time.perf_counter() - began
        watch.stop()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = max(used.ru_maxrss * 1024, watch.most)
    print(json.dumps(asdict(Measured(output, code, wall, used.ru_utime + used.ru_stime, peak))))


class _Watch(threading.Thread):
    """Adds up the memory of a process and its descendants now and then.

    The kernel's own peak misses nothing, but is that of the largest process; this sees several at a time. Pages that
    they share are counted once. Where there is no ``/proc`` the kernel's figure stands alone.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.most = 0

    def run(self) -> None:
        took = 0.0
        while not self._over.wait(max(INTERVAL, REST * took)):
            began = time.perf_counter()
            self.most = max(self.most, sum(map(_held, _tree(self._pid))))
            took = time.perf_counter() - began

    def stop(self) -> None:
        self._over.set()
        self.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text(encoding="ascii").split():
                yield from _tree(int(child))


def _held(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main(sys.argv[1:])
