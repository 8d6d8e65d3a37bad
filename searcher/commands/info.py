"""``searcher info``: what the index holds."""

from __future__ import annotations

import json
from pathlib import Path

import click

from index.directory import IndexDirectory
from index.language import grouped, tr
from index.sync import kinds
from searcher.settings import index_options, option


@click.command(
    "info",
    help=tr(
        """Show what the index holds, and which folders it covers.

    \b
    searcher info
    searcher info --json
    """
    ),
)
@index_options
@option("--json", "as_json", is_flag=True, help=tr("Write it as JSON."))
def command(index_dir: Path, *, as_json: bool) -> None:
    """Gather the facts and show them."""
    directory = IndexDirectory(index_dir)
    try:
        facts = _facts(directory)
    finally:
        directory.close()
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    names = {
        "index_dir": tr("index"),
        "engine": tr("engine"),
        "files": tr("files"),
        "articles": tr("articles"),
        "text_bytes": tr("bytes of files"),
        "index_bytes": tr("bytes of index"),
        "faulty_files": tr("files with faults"),
        "left_aside": tr("left aside"),
        "outdated": tr("to be built anew"),
    }
    width = max(map(len, names.values()))
    for name, shown in names.items():
        click.echo(f"{shown:<{width}}  {_value(facts[name])}")
    covers = tr("covers")
    for root in _roots(facts):
        click.echo(f"{covers:<{width}}  {root}")


def _roots(facts: dict[str, object]) -> list[str]:
    """The folders covered, as text."""
    roots = facts["roots"]
    return [str(root) for root in roots] if isinstance(roots, list) else []


def _value(value: object) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, dict):
        return ", ".join(kinds(value)) or grouped(0)
    return grouped(value) if isinstance(value, int) else str(value)


def _facts(directory: IndexDirectory) -> dict[str, object]:
    state = directory.current_state()
    totals = directory.totals()
    return {
        "index_dir": str(directory.folder),
        "engine": state.engine,
        "files": totals.files,
        "articles": totals.articles,
        "text_bytes": totals.size,
        "index_bytes": sum(part.stat().st_size for part in directory.folder.rglob("*") if part.is_file()),
        "faulty_files": totals.faulty,
        "left_aside": dict(totals.aside),
        "outdated": state.outdated,
        "roots": [str(root.path) for root in state.roots],
    }
