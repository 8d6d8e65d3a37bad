"""``searcher batch``: many queries at once, for measuring."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

import click

from index.engines.protocol import DEEPEST, StoreError
from index.language import tr
from searcher.answer import Answer, as_json
from searcher.answering import open_index, search
from searcher.display import harmless
from searcher.options import Page
from searcher.settings import index_options, option

SOME_FAILED = 1


@click.command(
    "batch",
    help=tr(
        """Answer every query of a file (- for standard input).

    A line is {"id": …, "text": …}, or the id, a tab and the query.

    \b
    searcher batch queries.jsonl > answers.jsonl
    searcher batch --format trec --depth 1000 queries.tsv > run.trec
    """
    ),
)
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"))
@index_options
@option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "trec"]),
    default="jsonl",
    show_default=True,
    help=tr("jsonl: the JSON of a query with its id, one a line; trec: a TREC run in the same order."),
)
@option("--limit", type=click.IntRange(1, DEEPEST), default=10, show_default=True, help=tr("Articles of each answer."))
@option("--passages", type=click.IntRange(1, 100), default=3, show_default=True, help=tr("Paragraphs of each article."))
@option("--depth", type=click.IntRange(1, DEEPEST), default=100, show_default=True, help=tr("Ranks of a TREC run."))
def command(file: TextIO, index_dir: Path, form: str, limit: int, passages: int, depth: int) -> int:
    """Answer the queries one by one, and return the exit code. A query that fails does not stop the others."""
    failed = 0
    page = Page(count=depth, passages=1) if form == "trec" else Page(count=limit, passages=passages)
    with open_index(index_dir) as index:
        for name, text in queries(file):
            try:
                answer = search(text, index, page)
            except StoreError:
                raise
            except Exception:  # noqa: BLE001  # a bug that one query meets must not lose the answers to the others
                failed += 1
                _report(name)
                continue
            if form == "trec":
                _print_run(name, answer)
            else:
                click.echo(json.dumps({"id": name, **as_json(answer)}, ensure_ascii=False))
    return SOME_FAILED if failed else 0


def _report(name: str) -> None:
    """Say that a query met a bug, and show where."""
    click.echo(tr("query {id} met a bug in searcher; please report this:").format(id=harmless(name)), err=True)
    click.echo(traceback.format_exc(), err=True)


def queries(lines: Iterator[str] | TextIO) -> Iterator[tuple[str, str]]:
    """The id and text of each query; empty lines are skipped. Raises UsageError for a line that is no query."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _query(line.rstrip("\r\n"), number)


def _query(line: str, number: int) -> tuple[str, str]:
    name, tab, text = line.partition("\t")
    if tab and not line.lstrip().startswith("{"):
        return name, text
    try:
        record = json.loads(line)
        return str(record["id"]), str(record["text"])
    except (ValueError, KeyError, TypeError) as error:
        message = tr('line {number} is no query: expected {{"id": …, "text": …}} or id, tab, text')
        raise click.UsageError(message.format(number=number)) from error


def _print_run(name: str, answer: Answer) -> None:
    for rank, hit in enumerate(answer.articles, start=1):
        click.echo(f"{_field(name)} Q0 {_field(hit.article.id)} {rank} {hit.score:.6f} searcher")


def _field(text: str) -> str:
    """``text`` without white space, which would end a field of a TREC run."""
    if not any(map(str.isspace, text)):
        return text
    return "".join(quote(sign) if sign.isspace() or sign == "%" else sign for sign in text)
