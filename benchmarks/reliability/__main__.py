"""Reliability, tried: kills, faults, damage and load against the real program, counted.

From the repository: ``python -m benchmarks.reliability kill``; each command prints a table and ends with exit code 1 if
anything failed. By default it does what docs/reliability.md publishes, which takes long; ``--count`` shortens it.
"""

from __future__ import annotations

from importlib import import_module

import click

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
"""The module of each command, which has it as ``command``; it is imported when it is asked for."""


class Drivers(click.Group):
    """A group that imports the module of a command when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # Click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name]).command
        return command if isinstance(command, click.Command) else None


@click.group(cls=Drivers, help=__doc__)
def main() -> None:
    pass


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.reliability")
