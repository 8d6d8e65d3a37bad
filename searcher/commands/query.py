"""``searcher query``: search in the terminal."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click
from click.core import ParameterSource

from index.engines.cluster import URL
from index.engines.protocol import DEEPEST
from index.language import grouped, tr
from searcher.answer import as_json as answer_as_json
from searcher.answering import open_index, search
from searcher.options import Options, Page
from searcher.settings import FILE, FreeText, file_collections, index_options, option

NOTHING_FOUND = 1


@click.command(
    "query",
    cls=FreeText,
    help=tr(
        """Search, and show the paragraphs that were found.

    \b
    searcher query cessez le feu            any of the words, the best articles first
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
@option("--collection", metavar="NAME", help=tr("Search a collection of searcher.toml."))
@option("--limit", type=click.IntRange(1, DEEPEST), default=10, show_default=True, help=tr("Articles shown."))
@option("--page", type=click.IntRange(min=1), default=1, show_default=True, help=tr("Which page of them."))
@option("--passages", type=click.IntRange(1, 100), default=3, show_default=True, help=tr("Paragraphs of each article."))
@option("--family", is_flag=True, help=tr("Words also stand for others of their family (négocier, négociation)."))
@option("--all", "complete_only", is_flag=True, help=tr("Only articles that hold all the words."))
@option("--explain", is_flag=True, help=tr("Show where each score comes from."))
@option("--json", "as_json", is_flag=True, help=tr("Write the answer as JSON."))
def command(
    words: tuple[str, ...],
    index_dir: Path,
    collection: str | None,
    limit: int,
    page: int,
    passages: int,
    *,
    family: bool,
    complete_only: bool,
    explain: bool,
    as_json: bool,
) -> int:
    """Search, show the answer, and return the exit code."""
    first = (page - 1) * limit
    if first + limit > DEEPEST:
        message = tr("an answer lists {most} articles at most; ask for an earlier page")
        raise click.UsageError(message.format(most=grouped(DEEPEST)))
    with open_index(_folder(index_dir, collection)) as index:
        answer = search(
            " ".join(words), index, Page(first, limit, passages), Options(family=family, complete_only=complete_only)
        )
        is_empty = not (answer.articles_total or index.size())
    if as_json:
        click.echo(json.dumps(answer_as_json(answer, explain=explain), ensure_ascii=False))
    else:
        from searcher.display import show

        show(answer, first=first, explain=explain, colour=sys.stdout.isatty())
        if is_empty:
            click.echo(tr("The index holds no article yet; index a folder with: searcher index FOLDER"), err=True)
    return 0 if answer.articles_total else NOTHING_FOUND


def _folder(index_dir: Path, collection: str | None) -> Path:
    """The directory of the index that is asked. Raises UsageError for a collection that cannot be asked, or is none."""
    if not collection:
        return index_dir
    if click.get_current_context().get_parameter_source("index_dir") is ParameterSource.COMMANDLINE:
        raise click.UsageError(tr("--collection and --index-dir name two indexes; give one of them"))
    if os.environ.get(URL):
        said = tr("the collections of {file} are folders; unset {variable} to show them, or start in another folder")
        raise click.UsageError(said.format(file=FILE, variable=URL))
    known = file_collections(Path.cwd())
    if collection not in known:
        said = tr("{file} names no collection {name}; it has: {names}")
        raise click.UsageError(said.format(file=FILE, name=collection, names=", ".join(known) or "–"))
    return known[collection]
