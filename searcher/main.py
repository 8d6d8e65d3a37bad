"""The command ``searcher``: its commands are loaded by name, each only when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import click

from index.engines.protocol import StoreError
from index.language import speak, tr
from searcher.settings import file_settings

COMMANDS = {
    "index": "searcher.commands.index",
    "forget": "searcher.commands.forget",
    "query": "searcher.commands.query",
    "batch": "searcher.commands.batch",
    "watch": "searcher.commands.watch",
    "serve": "web.command",
    "open": "searcher.commands.open",
    "suggest": "searcher.commands.suggest",
    "terms": "searcher.commands.terms",
    "info": "searcher.commands.info",
    "check": "searcher.commands.check",
    "alert": "searcher.commands.alert",
}
CANNOT_WORK = 2
INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group that imports the module of a command when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # Click's signature
        """Every command's name."""
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` begin with; where there is none, the error says which one may be meant."""
        name = args[0]
        if name not in COMMANDS and (near := _nearest(name)):
            ctx.fail(tr("there is no command {name}; did you mean {near}?").format(name=name, near=near))
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now; None for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name]).command
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. A reader that has seen enough (``| head``) is no error; Click would exit with 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _close_output()
            return 0


def _nearest(name: str) -> str:
    """The command whose name is most like ``name``; empty where none is."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, COMMANDS, n=1)), "")


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=tr(
        """Full-text search for French documents.

    \b
    searcher index docs/              index a folder, or bring its index up to date
    searcher query cessez le feu      search in the terminal
    searcher serve                    search in the browser; new files appear by themselves
    """
    ),
)
@click.version_option(package_name="searcher", help=tr("Show the version and exit."))
@click.pass_context
def group(context: click.Context) -> None:
    """Read ``searcher.toml`` for the defaults of every command."""
    try:
        here = Path.cwd()
    except FileNotFoundError as error:
        raise StoreError(tr("the current folder is gone; go to one that is there")) from error
    settings = file_settings(here)
    context.default_map = dict.fromkeys(COMMANDS, settings)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 found or done, 1 nothing found or some files unreadable, 2 cannot work."""
    speak("click")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        sys.exit(_run(arguments))
    except BrokenPipeError:
        _close_output()
        sys.exit(0)


def _close_output() -> None:
    """Discard what is left in the buffer of standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = group.main(arguments, prog_name="searcher", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort as error:
        click.echo(tr("Interrupted; the index is as it was last committed."), err=True)
        if how_far := str(error.__cause__ or ""):
            click.echo(how_far, err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return CANNOT_WORK
    except StoreError as error:
        click.echo(f"searcher: {error}", err=True)
        return CANNOT_WORK
    except BrokenPipeError:
        raise
    except OSError as error:
        click.echo(f"searcher: {error}", err=True)
        _close_output()
        return CANNOT_WORK
    return result if isinstance(result, int) else 0
