"""Documents: how a file becomes articles, one module a format; ``read_articles`` picks it by the file's suffix."""

from index.documents.dates import MONTHS, parse_date
from index.documents.faults import MORE, failure, message
from index.documents.formats import FORMATS, STREAMED, read_articles, suffix
from index.documents.source import Source
from index.model import Fault

__all__ = [
    "DOCUMENTS_VERSION",
    "FORMATS",
    "MONTHS",
    "MORE",
    "STREAMED",
    "Fault",
    "Source",
    "failure",
    "message",
    "parse_date",
    "read_articles",
    "suffix",
]

DOCUMENTS_VERSION = 1
"""Raised by hand when a file is read as other articles than before: an index made with another one is built anew."""
