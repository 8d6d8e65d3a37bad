"""``searcher suggest``: what a beginning may become."""

from __future__ import annotations

import json
from pathlib import Path

import click

from index.language import tr
from searcher.answering import clean, open_index
from searcher.display import harmless
from searcher.settings import index_options, option
from searcher.suggest import complete

NOTHING_FOUND = 1


@click.command(
    "suggest",
    context_settings={"ignore_unknown_options": True},
    help=tr(
        """Complete the last word by words of the index, the most frequent first.

    \b
    searcher suggest sécu
    searcher suggest --limit 5 "conseil de sécu"
    """
    ),
)
@click.argument("prefix", nargs=-1, required=True, type=click.UNPROCESSED)
@index_options
@option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help=tr("Completions shown."))
@option("--json", "as_json", is_flag=True, help=tr("Write them as a JSON list."))
def command(prefix: tuple[str, ...], index_dir: Path, limit: int, *, as_json: bool) -> int:
    """Show the completions, and return the exit code."""
    with open_index(index_dir) as index:
        found = complete(clean(" ".join(prefix)), index, limit)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        for line in found:
            click.echo(harmless(line))
    return 0 if found else NOTHING_FOUND
