"""The OpenSearch engine: indices in a cluster, for collections that outgrow one machine."""

from index.engines.opensearch.engine import OpenSearchEngine

__all__ = ["OpenSearchEngine"]
