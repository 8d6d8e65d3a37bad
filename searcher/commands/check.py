"""``searcher check``: the index compared with the folders it covers."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import click

from index.directory.store import Store
from index.engines.protocol import Search
from index.engines.query import Everything
from index.language import tr, trn
from index.sync.changes import Changes, compare, digest_of
from index.sync.scan import MB, FileSeen, Problem, printable, scan
from searcher.commands.info import current_state
from searcher.settings import index_options, size_option

DIFFERENT = 1


@click.command(
    "check",
    help=tr(
        """Compare the index with the folders it covers, without changing it.

    \b
    searcher check

    Exit code: 0 up to date, 1 not up to date or some files unreadable, 2 cannot work.
    """
    ),
)
@index_options
@size_option
def command(index_dir: Path, max_mb: int) -> int:
    """Read the whole index once, compare, say what differs, and return the exit code."""
    store = Store(index_dir)
    try:
        state = current_state(store)
        engine = store.engine()
        articles = engine.search(Search(Everything(), count=0)).articles_total
        seen = chain.from_iterable(scan(root, largest=max_mb * MB) for root in state.roots)
        changes = compare(seen, engine.files())
    finally:
        store.close()
    differences = _differences(changes)
    for line in differences:
        click.echo(line)
    if state.outdated:
        click.echo(tr("texts are read in a new way: searcher index will build the index anew"))
    said = trn("{n} article can be found", "{n} articles can be found", articles)
    same = not differences and not state.outdated
    fresh = tr("up to date") if same else tr("not up to date")
    click.echo(f"{said}, {fresh}.", err=True)
    return 0 if same else DIFFERENT


def _differences(changes: Changes) -> list[str]:
    """A line for each file that differs or cannot be read; one that only has another time is the same."""
    signs: dict[str, list[str]] = {"+": [], "~": [], "-": list(map(printable, changes.missing)), "!": []}
    for file in changes.fresh:
        sign, line = _compared(file, changes)
        signs.get(sign, []).append(line)
    signs["!"].extend(map(str, changes.problems))
    return [f"{sign} {line}" for sign, lines in signs.items() for line in sorted(lines)]


def _compared(file: FileSeen, changes: Changes) -> tuple[str, str]:
    """The sign of a fresh file, which is empty where its bytes are as they were, and what to say of it."""
    known = changes.known.get(file.path)
    try:
        digest = digest_of(file.file)
    except OSError as error:
        return "!", str(Problem(file.path, tr("cannot be read: {reason}").format(reason=error.strerror)))
    if known is None:
        return "+", file.path
    return ("" if known.digest == digest else "~"), file.path
