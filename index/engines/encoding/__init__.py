"""Encoding: how articles become entries, by processes of their own where there are many."""

from index.engines.encoding.encoders import Encoders
from index.engines.encoding.encoding import Encoding

__all__ = ["Encoders", "Encoding"]
