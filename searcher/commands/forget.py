"""``searcher forget``: folders that the index covers no longer."""

from __future__ import annotations

from pathlib import Path

import click

from index.directory import IndexDirectory
from index.language import tr, trn
from index.sync import PathError, forget
from searcher.settings import index_options


@click.command(
    "forget",
    help=tr(
        """Forget folders and files that the index covers, and all that it holds of them.

    \b
    searcher forget docs/
    """
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@index_options
def command(paths: tuple[Path, ...], index_dir: Path) -> None:
    """Forget, and say what was done."""
    directory = IndexDirectory(index_dir)
    try:
        summary = forget(paths, directory)
    except PathError as error:
        raise click.UsageError(str(error)) from error
    finally:
        directory.close()
    said = trn(
        "{n} file forgotten; it stays where it is.", "{n} files forgotten; they stay where they are.", summary.removed
    )
    click.echo(said, err=True)
