"""The cluster: how OpenSearch is reached, what goes wrong there, and who writes."""

from index.engines.cluster.answers import Bucket, Hit, SearchAnswer
from index.engines.cluster.bulk import Bulk
from index.engines.cluster.connection import Body, Cluster, Params
from index.engines.cluster.failures import CONFLICT, NOT_FOUND, NoClusterError
from index.engines.cluster.lease import Lease, leased
from index.engines.cluster.settings import NAME, SHARDS, URL, ClusterSettings

__all__ = [
    "CONFLICT",
    "NAME",
    "NOT_FOUND",
    "SHARDS",
    "URL",
    "Body",
    "Bucket",
    "Bulk",
    "Cluster",
    "ClusterSettings",
    "Hit",
    "Lease",
    "NoClusterError",
    "Params",
    "SearchAnswer",
    "leased",
]
