"""``searcher alert``: saved searches, and what came in for them."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from index.directory import IndexDirectory
from index.language import tr, trn
from searcher.alerts import Alerts, add_alert, as_line, tell, try_alerts
from searcher.settings import FreeText, Function, index_options, option

FAILED = 1


def exec_option(function: Function) -> Function:
    """``--exec``, for the commands that tell of hits."""
    said = tr("A command to run with the hits as JSON lines on its input, without a shell.")
    return option("--exec", "command_line", metavar="COMMAND", default="", callback=_words, help=said)(function)


def _words(_: click.Context, __: click.Parameter, text: str) -> Sequence[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.group(
    "alert",
    help=tr(
        """Save searches, and be told of the articles that come in for them.

    \b
    searcher alert add trêve '"cessez le feu"' Gaza
    searcher alert list
    searcher alert run                            what came in since it was last told
    searcher alert run --exec 'mail -s veille me'
    searcher alert remove trêve

    index, watch and serve try the alerts on what is new; the pages have a feed of each.
    """
    ),
)
@click.pass_context
def command(context: click.Context) -> None:
    """Hand the settings of ``searcher.toml`` on to each command."""
    context.default_map = dict.fromkeys(command.commands, context.default_map or {})


@command.command("add", cls=FreeText, help=tr("Save a search under a name."))
@click.argument("name")
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED, metavar="QUERY...")
@index_options
def add(name: str, words: tuple[str, ...], index_dir: Path) -> None:
    """Save, and say from when on it counts."""
    with closing(IndexDirectory(index_dir)) as directory:
        try:
            add_alert(directory, name, " ".join(words))
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    click.echo(tr("Saved; articles that come in from now on count."), err=True)


@command.command("list", help=tr("Show the saved searches."))
@index_options
def list_(index_dir: Path) -> None:
    """Show the name and the query of each, and how many hits it has."""
    alerts = Alerts(index_dir)
    for alert in alerts.all():
        hits = len(alerts.hits(alert.name))
        click.echo(f"{alert.name}\t{alert.query}\t{trn('{n} article', '{n} articles', hits)}")


@command.command("remove", help=tr("Forget a saved search."))
@click.argument("name")
@index_options
def remove(name: str, index_dir: Path) -> None:
    """Forget. Raises UsageError where there is none of that name."""
    if not Alerts(index_dir).remove(name):
        raise click.UsageError(tr("there is no alert {name}").format(name=name))


@command.command("run", help=tr("Try the saved searches, and tell what came in since that was last told."))
@index_options
@exec_option
def run(index_dir: Path, command_line: Sequence[str]) -> int:
    """Write the hits as lines of JSON, or hand them to a command; 1 where that fails."""
    with closing(IndexDirectory(index_dir)) as directory:
        try_alerts(directory)
    alerts = Alerts(index_dir)
    if command_line:
        return 0 if tell(alerts, command_line, lambda said: click.echo(said, err=True)) else FAILED
    hits = alerts.untold()
    for hit in hits:
        click.echo(as_line(hit), nl=False)
    alerts.mark_told(hits)
    return 0
