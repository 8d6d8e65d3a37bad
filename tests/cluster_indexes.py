"""An index in the cluster that tests share: its name, what it holds beneath, and how it is changed by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

import pytest
from indexing import opened
from real_cluster import name_for, shared_cluster, shared_urls

from index.directory import IndexDirectory
from index.directory import clustered as module
from index.engines.cluster import NAME, URL

INDEXING = """
    import sys
    from pathlib import Path
    from index.directory import IndexDirectory
    from index.engines.cluster import lease
    from index.engines.protocol import BusyError
    from index.sync import Limits, update
    directory = IndexDirectory(Path(sys.argv[1]), wait=30)
    files, lease.SECONDS = int(sys.argv[3]), float(sys.argv[4])
    def tell(progress):
        print(progress.files, flush=True)
    try:
        update([Path(sys.argv[2])], directory, limits=Limits(batch_files=files), on_progress=tell)
    except BusyError as error:
        print("busy", error, flush=True)
    print("done", flush=True)
"""
"""Indexes a folder in batches of some files; arguments: index directory, folder, files, seconds of a lease."""


@pytest.fixture
def index_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """The name of an index in the cluster, which is asked for its state each time."""
    monkeypatch.setattr(module, "REMEMBERED_SECONDS", 0.0)
    with clustered(monkeypatch, tmp_path) as name:
        yield name


@pytest.fixture
def here(tmp_path: Path, index_name: str) -> Iterator[IndexDirectory]:
    """The index of that name, as one machine has it."""
    del index_name
    with closing(machine(tmp_path)) as directory:
        yield directory


@contextmanager
def clustered(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[str]:
    """The name of an index, which every ``IndexDirectory`` and command has for the length of the block."""
    name = name_for(folder)
    monkeypatch.setenv(URL, shared_urls())
    monkeypatch.setenv(NAME, name)
    try:
        yield name
    finally:
        delete(name)


def delete(name: str) -> None:
    """Delete all indices of a name."""
    if found := indices(name):
        shared_cluster().request("DELETE", f"/{','.join(found)}", ignore_unavailable="true")


def indices(name: str) -> list[str]:
    """The indices of a name."""
    found = shared_cluster().request("GET", f"/{name}-*/_settings", filter_path="*.settings.index.uuid")
    return sorted(found)


def generations(name: str) -> set[str]:
    """The ends of the names of what has been built."""
    return {index.split("-")[-2] for index in indices(name) if index.endswith("-articles")}


def generation(directory: IndexDirectory) -> str:
    """The end of the name of what is current."""
    return directory.current_state().data.rpartition("-")[2]


def machine(folder: Path, number: int = 0, *, wait: float = 0.1) -> IndexDirectory:
    """The index as one of several machines has it."""
    return opened(folder / f"machine{number}", wait=wait)


def entries(name: str, part: str) -> int:
    """How many entries the indices of that part hold, whether anybody sees them or not."""
    shared_cluster().request("POST", f"/{name}-*-{part}/_refresh")
    return int(str(shared_cluster().request("GET", f"/{name}-*-{part}/_count")["count"]))


def document(name: str, key: str = "current") -> Mapping[str, str]:
    """A document of the state."""
    found = shared_cluster().request("GET", f"/{name}-state/_doc/{key}")
    return cast("Mapping[str, str]", found["_source"])


def put_document(name: str, said: Mapping[str, object], key: str = "current") -> None:
    """Put a document of the state in place of what was there."""
    shared_cluster().request("PUT", f"/{name}-state/_doc/{key}", said)


def edit_clustered(name: str, **changes: object) -> None:
    """Change what the state says, which has no checksum then."""
    held = document(name)
    said = json.loads(held["state"])
    del said["checksum"]
    put_document(name, {**held, "state": json.dumps({**said, **changes})})
