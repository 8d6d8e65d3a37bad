"""The cluster that tests share: one node of OpenSearch, started by the first test that asks for it.

SEARCHER_TEST_OPENSEARCH_URL names one that runs already.
"""

from __future__ import annotations

import os
import shutil
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir, mkdtemp

import pytest

from benchmarks.cluster.distribution import NoDistributionError, distribution, java_home
from benchmarks.cluster.nodes import Nodes, prepared
from index.engines.cluster import Cluster, ClusterSettings
from index.engines.opensearch import OpenSearchEngine

PREFIX = "searcher-cluster-"
RUNNING = "SEARCHER_TEST_OPENSEARCH_URL"
MOST_MADE = 20
"""The indices of so many engines stay; a node takes a thousand shards."""
_STARTED: list[Nodes] = []
_MADE: list[str] = []


def why_no_nodes() -> str:
    """Why no node can be started here; empty where one can."""
    try:
        distribution(), java_home()
    except NoDistributionError as error:
        return str(error)
    return ""


def reason_to_skip() -> str:
    """Why there is no cluster here; empty where there is one, or one can be started."""
    return "" if RUNNING in os.environ else why_no_nodes()


# One worker runs all of these tests: a cluster takes a gigabyte and twenty seconds.
one_worker = pytest.mark.xdist_group("cluster")
needs_cluster = [
    one_worker,
    pytest.mark.slow,
    pytest.mark.skipif(bool(reason_to_skip()), reason=reason_to_skip()),
]
needs_nodes = [one_worker, pytest.mark.slow, pytest.mark.skipif(bool(why_no_nodes()), reason=why_no_nodes())]


def shared_urls() -> str:
    """The address of the node that runs already, or is started now. Raises RuntimeError if it does not run."""
    if running := os.environ.get(RUNNING):
        return running
    if not _STARTED:
        _sweep()
        _STARTED.append(prepared(Path(mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")), 1, "512m"))
        _STARTED[0].start()
    _STARTED[0].wait()
    return _STARTED[0].urls


def stop_shared() -> None:
    """End what was started, and leave nothing of it."""
    while _STARTED:
        nodes = _STARTED.pop()
        nodes.stop()
        shutil.rmtree(nodes.nodes[0].folder.parent, ignore_errors=True)


def _sweep() -> None:
    """Remove what runs that were killed left; their nodes ended with them."""
    for left in Path(gettempdir()).glob(f"{PREFIX}*-*"):
        try:
            os.kill(int(left.name.removeprefix(PREFIX).partition("-")[0]), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)


def name_for(folder: Path) -> str:
    """A name for indices of a test that has ``folder``."""
    return f"t{sha256(str(folder).encode()).hexdigest()[:16]}"


@lru_cache
def shared_cluster(name: str = "searcher") -> Cluster:
    """The shared cluster, with an index of that name."""
    return Cluster(ClusterSettings(tuple(shared_urls().split()), name))


def remove(*prefixes: str) -> None:
    """Delete the indices whose names begin so."""
    for prefix in prefixes:
        shared_cluster().request(
            "DELETE", f"/{prefix}-articles,{prefix}-passages,{prefix}-control", ignore_unavailable="true"
        )


def open_engine(folder: Path, wait: float = 0.1) -> OpenSearchEngine:
    """An engine whose indices are named by ``folder``."""
    name = name_for(folder)
    if name not in _MADE:
        _MADE.append(name)
        remove(*_MADE[:-MOST_MADE])
        del _MADE[:-MOST_MADE]
    return OpenSearchEngine(shared_cluster(), name, wait=wait, create=True, remembered=0.0)
