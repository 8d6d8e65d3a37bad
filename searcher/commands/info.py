"""``searcher info``: what the index holds, and how the cluster does that keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from index.directory import Health, IndexDirectory
from index.engines.protocol import StoreError
from index.language import grouped, tr, trn
from index.sync import kinds
from searcher.settings import index_options, option


@click.command(
    "info",
    help=tr(
        """Show what the index holds, and which folders it covers.

    \b
    searcher info
    searcher info --json

    Of an index in a cluster also how that does: nodes, shards and copies, and what to do about them.
    """
    ),
)
@index_options
@option("--json", "as_json", is_flag=True, help=tr("Write it as JSON."))
def command(index_dir: Path, *, as_json: bool) -> None:
    """Gather the facts and show them; where the index cannot be read, how the cluster does, which may tell why."""
    directory = IndexDirectory(index_dir)
    try:
        health = directory.store.health()
        facts: dict[str, object] = {"index_dir": directory.store.place}
        try:
            facts |= _facts(directory)
        except StoreError:
            if health:
                _show(facts, health, as_json=as_json)
            raise
        _show(facts, health, as_json=as_json)
    finally:
        directory.close()


def _show(facts: dict[str, object], health: Health | None, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**facts, "cluster": _as_json(health) if health else None}, ensure_ascii=False))
        return
    lines = [*_lines(facts), *(_cluster_lines(health) if health else ())]
    width = max(len(name) for name, _ in lines)
    for name, value in lines:
        click.echo(f"{name:<{width}}  {value}")


def _lines(facts: dict[str, object]) -> Iterator[tuple[str, str]]:
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
    yield from ((shown, _value(facts[name])) for name, shown in names.items() if name in facts)
    roots = facts.get("roots")
    yield from ((tr("covers"), str(root)) for root in (roots if isinstance(roots, list) else ()))


def _cluster_lines(health: Health) -> Iterator[tuple[str, str]]:
    nodes = trn("{n} node", "{n} nodes", health.nodes)
    yield tr("cluster"), f"{health.name}, OpenSearch {health.version}, {nodes}"
    missing = trn("{n} shard or copy missing", "{n} shards or copies missing", health.missing)
    said = f"{health.status}: {health.meaning()}"
    yield tr("health"), f"{said} ({missing})" if health.missing else said
    for index in health.indices:
        shards = trn("{n} shard", "{n} shards", index.shards)
        copies = trn("{n} replica", "{n} replicas", index.replicas)
        size = trn("{n} byte", "{n} bytes", index.size)
        yield tr("in the cluster"), f"{index.name}: {shards}, {copies}, {size}, {index.status}"
    if health.disk is not None:
        yield tr("fullest disk"), tr("{n}%").format(n=health.disk)
    yield from ((tr("advice"), line) for line in health.advice())


def _as_json(health: Health) -> dict[str, object]:
    indices = [
        {"bytes" if name == "size" else name: value for name, value in index._asdict().items()}
        for index in health.indices
    ]
    return {**health._asdict(), "indices": indices, "advice": list(health.advice())}


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
        "index_dir": directory.store.place,
        "engine": state.engine,
        "files": totals.files,
        "articles": totals.articles,
        "text_bytes": totals.size,
        "index_bytes": directory.store.size(),
        "faulty_files": totals.faulty,
        "left_aside": dict(totals.aside),
        "outdated": state.outdated,
        "roots": [str(root.path) for root in state.roots],
    }
