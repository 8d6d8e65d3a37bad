"""Clusters, tried: what is done to real nodes on this machine, and what comes of it.

From the repository: ``python -m benchmarks.cluster faults``; OPENSEARCH_HOME names the distribution of OpenSearch.
"""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {"faults": "benchmarks.cluster.faults"}
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
    main(prog_name="python -m benchmarks.cluster")
