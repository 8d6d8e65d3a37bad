"""The Whoosh engine: a pure Python index in a folder, for collections of up to some ten thousand passages."""

from index.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
