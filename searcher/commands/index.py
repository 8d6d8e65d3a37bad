"""``searcher index``: folders → index."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from index.directory import MB, IndexDirectory
from index.language import tr, trn
from index.sync import Interrupted, PathError, Summary, Updated, left_aside, update
from searcher.alerts import after_update
from searcher.interrupts import stop_on_interrupt
from searcher.progress import progress
from searcher.settings import SEEDS, engine_option, index_options, ocr_option, option, size_option, tesseract

SOME_UNREADABLE = 1


@click.command(
    "index",
    help=tr(
        """Index folders and files, or bring their index up to date.

    Only what is new or changed is read; what is gone is forgotten. Reads text, Markdown, JSON Lines, PDF, HTML,
    office documents, e-books, mail, tables and subtitles, also in zip and gzip files: docs/formats.md lists them.

    \b
    searcher index                     what the index covers, or seeds/
    searcher index docs/ notes.md      a folder and a file
    searcher index --ocr               read scanned pages, too
    searcher index --prune             forget what is in folders that are gone or empty now
    searcher index --index-dir /srv/index docs/

    A file .searcherignore, in any folder, says what is left out of it, as .gitignore does for Git.
    """
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@index_options
@engine_option
@size_option
@ocr_option
@option("--prune", is_flag=True, help=tr("Forget the files of a folder that is gone or empty; else they are kept."))
@option("--quiet", "-q", is_flag=True, help=tr("Say nothing but what went wrong."))
def command(
    paths: tuple[Path, ...], index_dir: Path, engine: str | None, max_mb: int, *, ocr: bool, prune: bool, quiet: bool
) -> int:
    """Index, say what was done, and return the exit code."""
    reader = tesseract(ocr=ocr)
    directory = IndexDirectory(index_dir, on_wait=lambda said: None if quiet else say_on_terminal(said))
    try:
        given = paths or default_paths(directory)
        with progress(quiet=quiet) as show, stop_on_interrupt() as stop:
            done = update(
                given,
                directory,
                engine=engine,
                largest=max_mb * MB,
                on_progress=show,
                stop=stop,
                prune=prune,
                ocr=reader,
            )
    except PathError as error:
        raise click.UsageError(str(error)) from error
    except Interrupted as error:
        raise click.Abort from error
    finally:
        directory.close()
    for line in done.summary.problems if quiet else report(done):
        click.echo(str(line), err=True)
    after_update(index_dir, _silent if quiet else _say, _say)
    return SOME_UNREADABLE if done.summary.problems else 0


def _say(said: str) -> None:
    click.echo(said, err=True)


def _silent(_: str) -> None:
    """Say nothing."""


def default_paths(directory: IndexDirectory) -> Sequence[Path]:
    """What is indexed where no path is given: ``seeds`` where there is no index yet, else what that covers."""
    return () if directory.state() else (SEEDS,)


def say_on_terminal(said: str) -> None:
    """Say something that is of interest for a moment only."""
    if sys.stderr.isatty():
        click.echo(said, err=True)


def report(done: Updated) -> Sequence[object]:
    """What is to be said of an update, line by line."""
    notes = (done.note, done.rebuilt, left_aside(done.summary.aside))
    return [*done.summary.problems, *filter(None, notes), sentence(done.summary)]


def sentence(summary: Summary) -> str:
    """What a sync did, in one line."""
    counts = (
        (summary.added, trn("{n} file added", "{n} files added", summary.added)),
        (summary.changed, trn("{n} changed", "{n} changed", summary.changed)),
        (summary.moved, trn("{n} moved", "{n} moved", summary.moved)),
        (summary.removed, trn("{n} removed", "{n} removed", summary.removed)),
        (summary.recognised, trn("{n} scan read", "{n} scans read", summary.recognised)),
        (summary.unchanged, trn("{n} unchanged", "{n} unchanged", summary.unchanged)),
        (len(summary.problems), trn("{n} problem", "{n} problems", len(summary.problems))),
    )
    said = [text for count, text in counts if count] or [tr("nothing to index: no file of a format that is read")]
    return ", ".join(said) + "."
