"""``searcher query``: search in the terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from index.directory.store import Store
from index.language import tr
from searcher.answer import as_json as answer_as_json
from searcher.search import Options, Page, search
from searcher.settings import FreeText, index_options, option

NOTHING_FOUND = 1


@click.command(
    "query",
    cls=FreeText,
    help=tr(
        """Search, and show the paragraphs that were found.

    \b
    searcher query cessez le feu            all the words, stop words aside
    searcher query '"aide militaire"'       these words in this order
    searcher query 'Rafah OU Gaza' -Paris   operators: ET OU SAUF - ( )
    searcher query 'génér*' 'Aust?n' mot~   beginnings, patterns, near spellings
    searcher query '=marché' titre:budget date:2024-03..2024-04
    searcher query --json Rafah | jq .articles[0].title

    Exit code: 0 found, 1 nothing found, 2 cannot work.
    """
    ),
)
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
@index_options
@option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True, help=tr("Articles shown."))
@option("--page", type=click.IntRange(min=1), default=1, show_default=True, help=tr("Which page of them."))
@option("--passages", type=click.IntRange(1, 100), default=3, show_default=True, help=tr("Paragraphs of each article."))
@option("--family", is_flag=True, help=tr("Words also stand for others of their family (négocier, négociation)."))
@option("--any", "any_word", is_flag=True, help=tr("Any of the words will do."))
@option("--explain", is_flag=True, help=tr("Show where each score comes from."))
@option("--json", "as_json", is_flag=True, help=tr("Write the answer as JSON."))
def command(
    words: tuple[str, ...],
    index_dir: Path,
    limit: int,
    page: int,
    passages: int,
    *,
    family: bool,
    any_word: bool,
    explain: bool,
    as_json: bool,
) -> int:
    """Search, show the answer, and return the exit code."""
    wanted = Page(first=(page - 1) * limit, count=limit, passages=passages)
    store = Store(index_dir)
    try:
        answer = search(" ".join(words), store.engine(), wanted, Options(family=family, any_word=any_word))
    finally:
        store.close()
    if as_json:
        click.echo(json.dumps(answer_as_json(answer, explain=explain), ensure_ascii=False))
    else:
        from searcher.display import show

        show(answer, first=wanted.first, explain=explain, colour=sys.stdout.isatty())
    return 0 if answer.articles_total else NOTHING_FOUND
