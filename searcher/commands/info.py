"""``searcher info``: what the index holds."""

from __future__ import annotations

import json
from pathlib import Path

import click

from index.directory.state import State
from index.directory.store import NoIndexError, Store
from index.engines.protocol import Search
from index.engines.query import Everything
from index.language import tr
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
    store = Store(index_dir)
    try:
        facts = _facts(store)
    finally:
        store.close()
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    names = {
        "index_dir": tr("index"),
        "engine": tr("engine"),
        "files": tr("files"),
        "articles": tr("articles"),
        "passages": tr("paragraphs"),
        "text_bytes": tr("bytes of files"),
        "index_bytes": tr("bytes of index"),
        "faulty_files": tr("files with faults"),
        "outdated": tr("to be built anew"),
    }
    width = max(map(len, names.values()))
    for name, shown in names.items():
        click.echo(f"{shown:<{width}}  {_value(facts[name])}")
    covers = tr("covers")
    for root in store_roots(facts):
        click.echo(f"{covers:<{width}}  {root}")


def store_roots(facts: dict[str, object]) -> list[str]:
    """The folders covered, as text."""
    roots = facts["roots"]
    return [str(root) for root in roots] if isinstance(roots, list) else []


def _value(value: object) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return f"{value:,}".replace(",", "\u202f") if isinstance(value, int) else str(value)


def current_state(store: Store) -> State:
    """What is current. Raises NoIndexError where there is no index."""
    state = store.state()
    if state is None:
        message = tr("there is no index in {folder}; make one with: searcher index FOLDER")
        raise NoIndexError(message.format(folder=store.folder))
    return state


def _facts(store: Store) -> dict[str, object]:
    state = current_state(store)
    engine = store.engine()
    files = engine.files().values()
    passages = engine.search(Search(Everything(), count=0)).passages_total
    return {
        "index_dir": str(store.folder),
        "engine": state.engine,
        "files": len(files),
        "articles": sum(file.articles for file in files),
        "passages": passages,
        "text_bytes": sum(file.size for file in files),
        "index_bytes": sum(part.stat().st_size for part in store.folder.rglob("*") if part.is_file()),
        "faulty_files": sum(bool(file.fault) for file in files),
        "outdated": state.outdated,
        "roots": [str(root.place) for root in state.roots],
    }
