"""Three nodes, of which one is killed: the short form of ``python -m benchmarks.cluster faults``."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from real_cluster import needs_cluster

from benchmarks.cluster.faults import KINDS, MOST_SECONDS, NAME, Trial
from benchmarks.cluster.nodes import NoDistributionError, cluster, distribution, java_home
from index.engines import cluster as settings


def reason_to_skip() -> str:
    """Why no three nodes can be started here, where one that runs already does for all other tests."""
    try:
        distribution(), java_home()
    except NoDistributionError as error:
        return str(error)
    return ""


pytestmark = [*needs_cluster, pytest.mark.skipif(bool(reason_to_skip()), reason=reason_to_skip())]


def test_a_node_that_is_killed_takes_nothing_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.URL, "")  # the trial sets both, and they are as before when the test ends
    monkeypatch.setenv(settings.NAME, NAME)
    with cluster(tmp_path / "nodes") as nodes:
        trial = Trial(nodes, tmp_path, random.Random(1))  # noqa: S311  # no secret
        for kind in KINDS:
            trial.kill(kind)
    for row in trial.rows.values():
        assert row.failures == []
        assert (row.figures["kills"], row.figures["lost"], row.figures["doubled"]) == (1, 0, 0)
        assert float(row.figures["longest s"]) < MOST_SECONDS
        assert int(row.figures["searches"]) > 50
    assert int(trial.rows["indexing"].figures["updates"]) > 0
