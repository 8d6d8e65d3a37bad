"""Reliability, tried: kills, faults, damage and load against the real program, counted.

From the repository: ``python -m benchmarks.reliability kill``; each command prints a table and ends with exit code 1 if
anything failed. By default it does what docs/reliability.md publishes, which takes long; ``--count`` shortens it.
"""

from __future__ import annotations

from benchmarks.drivers import Drivers

COMMANDS = {
    "kill": "benchmarks.reliability.kill",
    "faults": "benchmarks.reliability.faults",
    "damage": "benchmarks.reliability.damage",
    "readers": "benchmarks.reliability.readers",
    "churn": "benchmarks.reliability.churn",
    "files": "benchmarks.reliability.files",
    "questions": "benchmarks.reliability.questions",
    "web": "benchmarks.reliability.web",
}

main = Drivers(COMMANDS, help=__doc__)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.reliability")
