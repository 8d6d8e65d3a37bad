"""Clusters, tried: what is done to real nodes on this machine, and what comes of it.

From the repository: ``python -m benchmarks.cluster faults``; OPENSEARCH_HOME names the distribution of OpenSearch.
"""

from __future__ import annotations

from benchmarks.drivers import Drivers

COMMANDS = {"faults": "benchmarks.cluster.faults"}

main = Drivers(COMMANDS, help=__doc__)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.cluster")
