"""``searcher serve``: search in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.directory import MB, IndexDirectory
from index.language import tr
from searcher.settings import SEEDS, engine_option, index_options, option, size_option

if TYPE_CHECKING:
    from index.sync import Watcher


@click.command(
    "serve",
    help=tr(
        """Search in the browser; new and changed files appear by themselves.

    \b
    searcher serve                     what the index covers, or seeds/
    searcher serve docs/ --port 8000   index docs/ first
    searcher serve --no-watch          the index as it is

    An index that held seeds/ alone gives that up for a folder of yours; any other folder stays.
    """
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]...")
@index_options
@engine_option
@option("--host", default="127.0.0.1", show_default=True, help=tr("Address to listen on."))
@option("--port", type=click.IntRange(0, 65_535), default=8080, show_default=True, help=tr("Port; 0 takes a free one."))
@size_option
@option("--no-watch", is_flag=True, help=tr("Do not follow what changes in the folders."))
def command(
    paths: tuple[Path, ...], index_dir: Path, engine: str | None, host: str, port: int, max_mb: int, *, no_watch: bool
) -> None:
    """Index what is to be indexed first, then serve until Ctrl-C."""
    from web.server import Following, leave_on_signals, listen, url

    directory = IndexDirectory(index_dir)
    largest = max_mb * MB
    first = _to_index(paths, directory)
    following = Following()
    server = listen(directory, host, port, following)
    try:
        if first:
            demo = _demo(first, directory)
            _index(first, directory, engine, largest)
            _make_room(demo, directory)
        leave_on_signals()
        _warn(host)
        with nullcontext() if no_watch else _watching(directory, engine, largest) as following.watcher:
            click.echo(url(host, server.effective_port))
            server.run()
    finally:
        server.close()
        directory.close()


def _to_index(paths: Sequence[Path], directory: IndexDirectory) -> Sequence[Path]:
    """What to index before serving. Raises UsageError where there is nothing to serve."""
    if paths or directory.state():
        return paths
    if not SEEDS.is_dir():
        raise click.UsageError(tr("there is no index yet; name a folder: searcher serve FOLDER"))
    return [SEEDS]


def _index(paths: Sequence[Path], directory: IndexDirectory, engine: str | None, largest: int) -> None:
    from index.sync import PathError, update
    from searcher.commands.index import report
    from searcher.progress import progress

    try:
        with progress(quiet=False) as show:
            done = update(paths, directory, engine=engine, largest=largest, on_progress=show)
    except PathError as error:
        raise click.UsageError(str(error)) from error
    for line in report(done):
        click.echo(str(line), err=True)


def _demo(paths: Sequence[Path], directory: IndexDirectory) -> Sequence[Path]:
    """``seeds`` where the index covers nothing else and ``paths`` lie elsewhere; an index of other folders stays."""
    from index.engines.protocol import DamagedError

    seeds, given = SEEDS.resolve(), [path.expanduser().resolve() for path in paths]
    try:
        state = directory.state()
    except DamagedError:  # it is made anew, without seeds
        return ()
    alone = state is not None and [root.path for root in state.roots] == [seeds]
    apart = not any(seeds.is_relative_to(path) or path.is_relative_to(seeds) for path in given)
    return (seeds,) if alone and apart else ()


def _make_room(demo: Sequence[Path], directory: IndexDirectory) -> None:
    from index.sync import forget

    if demo:
        forget(demo, directory)
        said = tr("The articles of {folder} are out of the index now; to have them again: searcher index {folder}")
        click.echo(said.format(folder=SEEDS), err=True)


def _watching(directory: IndexDirectory, engine: str | None, largest: int) -> AbstractContextManager[Watcher | None]:
    from searcher.commands.watch import covered
    from web.server import watching

    places = covered(directory)
    return watching(places, directory.folder, engine=engine, largest=largest) if places else nullcontext()


def _warn(host: str) -> None:
    from web.server import is_loopback

    if not is_loopback(host):
        message = tr("Anyone who can reach {host} on the network can search and read these documents.")
        click.echo(message.format(host=host), err=True)
