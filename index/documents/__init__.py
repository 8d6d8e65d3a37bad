"""Documents: how a file becomes articles, one module a format; ``read_articles`` picks it by the file's suffix."""

from index.documents.formats import FORMATS, STREAMED, read_articles, suffix
from index.documents.source import Fault, Source

__all__ = ["FORMATS", "STREAMED", "Fault", "Source", "read_articles", "suffix"]
