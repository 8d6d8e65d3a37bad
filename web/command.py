"""``searcher serve``: search in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.directory import MB, IndexDirectory
from index.engines.protocol import StoreError
from index.language import tr
from searcher.commands.open import address_options, url
from searcher.settings import SEEDS, engine_option, index_options, ocr_option, option, size_option, tesseract
from web.access import Access, is_loopback
from web.collections import Collection
from web.options import access_options, check_access, index_folders

if TYPE_CHECKING:
    from index.documents import Tesseract
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

    Others reach it at another --host, with the password in SEARCHER_PASSWORD. The [collections] of searcher.toml are
    shown together.
    """
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]...")
@index_options
@engine_option
@address_options(tr("Address to listen on."), tr("Port; 0 takes a free one."), lowest_port=0)
@access_options
@size_option
@ocr_option
@option("--no-watch", is_flag=True, help=tr("Do not follow what changes in the folders."))
def command(
    paths: tuple[Path, ...],
    index_dir: Path,
    engine: str | None,
    host: str,
    port: int,
    access: Access,
    max_mb: int,
    *,
    ocr: bool,
    no_watch: bool,
) -> None:
    """Index what is to be indexed first, then serve until Ctrl-C."""
    from web.server import leave_on_signals, listen

    check_access(host, access)
    reader = tesseract(ocr=ocr)
    largest = max_mb * MB
    folders = {"": index_dir} if paths else index_folders(index_dir)
    shown = [Collection(name, IndexDirectory(folder)) for name, folder in folders.items()]
    first = _to_index(paths, shown[0], watched=not no_watch)
    server = listen(shown, host, port, access)
    try:
        if first:
            demo = _demo(first, shown[0].directory)
            _index(first, shown[0].directory, engine, largest, reader, watched=not no_watch)
            _make_room(demo, shown[0].directory)
        elif ocr and no_watch:
            click.echo(tr("--ocr reads nothing here: with --no-watch the index is served as it is."), err=True)
        leave_on_signals()
        _warn(host, access)
        with ExitStack() as watchers:
            for each in () if no_watch else shown:
                each.watcher = watchers.enter_context(_watching(each, engine, largest, reader))
            click.echo(url(host, server.effective_port, access.prefix))
            server.run()
    finally:
        server.close()
        for each in shown:
            each.directory.close()


def _to_index(paths: Sequence[Path], shown: Collection, *, watched: bool) -> Sequence[Path]:
    """What to index before serving. Raises UsageError where there is nothing to serve, and nothing to wait for."""
    if paths or shown.name or shown.directory.state():
        return paths
    if SEEDS.is_dir():
        return [SEEDS]
    if watched:
        raise click.UsageError(tr("there is no index yet; name a folder: searcher serve FOLDER"))
    click.echo(tr("There is no index yet; the page shows it once it is made with: searcher index FOLDER"), err=True)
    return ()


def _index(
    paths: Sequence[Path],
    directory: IndexDirectory,
    engine: str | None,
    largest: int,
    ocr: Tesseract | None,
    *,
    watched: bool,
) -> None:
    """Index, and say what was done. Scanned pages are read while the folders are watched, if they are."""
    from index.sync import PathError, update
    from searcher.commands.index import report
    from searcher.progress import progress

    now = None if watched else ocr
    try:
        with progress(quiet=False) as show:
            done = update(paths, directory, engine=engine, largest=largest, on_progress=show, ocr=now)
    except PathError as error:
        raise click.UsageError(str(error)) from error
    shown = replace(done, summary=done.summary.without_scans()) if ocr and watched else done
    for line in report(shown):
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


def _watching(
    shown: Collection, engine: str | None, largest: int, ocr: Tesseract | None
) -> AbstractContextManager[Watcher | None]:
    from web.server import watching

    places = _covered(shown)
    folder = shown.directory.folder
    return watching(places, folder, engine=engine, largest=largest, ocr=ocr) if places else nullcontext()


def _covered(shown: Collection) -> Sequence[Path]:
    """The folders of an index. One of several that is missing or damaged has none, and is shown as that."""
    from searcher.commands.watch import covered

    try:
        return covered(shown.directory) if not shown.name or shown.directory.state() else ()
    except StoreError as error:
        if not shown.name:
            raise
        click.echo(f"{shown.name}: {error}", err=True)
        return ()


def _warn(host: str, access: Access) -> None:
    if is_loopback(host):
        return
    message = tr("Anyone who can reach {host} on the network can search and read these documents.")
    if access.password:
        message = tr("The password crosses the network unencrypted: a front server with TLS is safer.")
    click.echo(message.format(host=host), err=True)
