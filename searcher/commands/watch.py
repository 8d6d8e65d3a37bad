"""``searcher watch``: an index that follows its folders."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Event

import click

from index.directory import MB, IndexDirectory
from index.language import tr
from index.sync import Updated, follow
from searcher.alerts import after_update
from searcher.commands.alert import exec_option
from searcher.commands.index import report
from searcher.settings import SEEDS, engine_option, index_options, ocr_option, size_option, tesseract


@click.command(
    "watch",
    help=tr(
        """Index folders, then follow what changes in them until Ctrl-C.

    \b
    searcher watch docs/
    searcher watch              the folders that the index covers, or seeds/
    searcher watch --exec 'mail -s veille me'    tell of what comes in for the alerts
    """
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]...")
@index_options
@engine_option
@size_option
@ocr_option
@exec_option
def command(
    paths: tuple[Path, ...],
    index_dir: Path,
    engine: str | None,
    max_mb: int,
    *,
    ocr: bool,
    command_line: Sequence[str],
) -> None:
    """Watch, and say what each change did."""
    reader = tesseract(ocr=ocr)
    directory = IndexDirectory(index_dir)
    stop, say = Event(), partial(click.echo, err=True)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    places = list(paths) or covered(directory)
    if not places:
        raise click.UsageError(tr("there is nothing to watch yet; name a folder: searcher watch FOLDER"))
    click.echo(tr("Watching {places}; Ctrl-C to stop.").format(places=", ".join(map(str, places))), err=True)
    updates = follow(
        places,
        directory,
        engine=engine,
        stop=stop,
        largest=max_mb * MB,
        on_error=lambda error: click.echo(error, err=True),
        ocr=reader,
    )
    for number, done in enumerate(updates):
        for line in report(done) if number == 0 or is_news(done) else ():
            click.echo(str(line), err=True)
        after_update(index_dir, say, say, command_line)
    directory.close()


def covered(directory: IndexDirectory) -> list[Path]:
    """The folders that the index covers, or ``seeds`` where there is no index yet, and they are there."""
    state = directory.state()
    if state:
        return [root.path for root in state.roots]
    return [SEEDS] if SEEDS.is_dir() else []


def is_news(done: Updated) -> bool:
    """Whether an update is worth a line: it did something, or something is wrong."""
    return bool(done.summary.did_something or done.summary.problems or done.rebuilt or done.note)
