"""Facts: what the index holds, when it was last written to, and whether it follows its folders."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version

from index.directory import IndexDirectory


def facts(directory: IndexDirectory, trouble: str) -> dict[str, object]:
    """The answer of ``/api/v1/info``. Raises StoreError where the index cannot be read."""
    generation, state = directory.generation(), directory.current_state()
    totals = generation.catalogue.totals()
    return {
        "version": version("searcher"),
        "engine": state.engine,
        "articles": generation.engine.size(),
        "files": totals.files,
        "text_bytes": totals.size,
        "faulty_files": totals.faulty,
        "left_aside": dict(totals.aside),
        "covers": [root.label for root in state.roots],
        "updated": updated(directory).isoformat(),
        "trouble": trouble,
    }


def updated(directory: IndexDirectory) -> datetime:
    """When the current index was last written to, to the second."""
    return datetime.fromtimestamp(int(directory.generation().catalogue.changed()), UTC)
