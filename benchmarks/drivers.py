"""Drivers: groups of commands, each in a module of its own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click


class Drivers(click.Group):
    """A group that imports the module of a command, which has it as ``command``, when the command is asked for."""

    def __init__(self, modules: Mapping[str, str], **attributes: object) -> None:
        super().__init__(**attributes)  # type: ignore[arg-type]  # Click's own
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # Click's signature
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self._modules:
            return None
        command = import_module(self._modules[cmd_name]).command
        return command if isinstance(command, click.Command) else None
