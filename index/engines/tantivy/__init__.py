"""The Tantivy engine: native indexes in a folder, for collections of any size."""

from index.engines.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
