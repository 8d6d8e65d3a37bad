"""The cluster: how OpenSearch is reached, what goes wrong there, and who writes."""

from index.engines.cluster.answers import Bucket, Hit, SearchAnswer
from index.engines.cluster.bulk import Bulk
from index.engines.cluster.connection import COPIES, Body, Cluster, Params
from index.engines.cluster.failures import NOT_FOUND, NoClusterError
from index.engines.cluster.lease import Lease, leased
from index.engines.cluster.settings import NAME, SHARDS, URL, ClusterSettings
from index.engines.cluster.versioned import Document, Version, read_document, replace_document

__all__ = [
    "COPIES",
    "NAME",
    "NOT_FOUND",
    "SHARDS",
    "URL",
    "Body",
    "Bucket",
    "Bulk",
    "Cluster",
    "ClusterSettings",
    "Document",
    "Hit",
    "Lease",
    "NoClusterError",
    "Params",
    "SearchAnswer",
    "Version",
    "leased",
    "read_document",
    "replace_document",
]
