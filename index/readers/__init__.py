"""Readers: file → articles. One module a format; ``read_articles`` picks it by the file's suffix."""

from index.readers.formats import FORMATS, STREAMED, read_articles, suffix
from index.readers.source import Fault, Source

__all__ = ["FORMATS", "STREAMED", "Fault", "Source", "read_articles", "suffix"]
