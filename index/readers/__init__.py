"""Readers: file → articles. One module a format; ``read_articles`` picks it by the file's suffix."""

from index.readers.formats import FORMATS, read_articles
from index.readers.source import Fault, Source

__all__ = ["FORMATS", "Fault", "Source", "read_articles"]
