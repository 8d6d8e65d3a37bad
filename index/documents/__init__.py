"""Documents: how a file becomes articles, one module a format.

``read_articles`` reads in this process, which is for plain text; ``Workers`` read any, in processes of their own.
"""

from index.documents.detect import HEAD, is_disguised
from index.documents.drafts import Source
from index.documents.faults import MORE, failure, is_passing, message
from index.documents.formats import FORMATS, is_hidden, is_plain, is_streamed, suffix
from index.documents.text.dates import MONTHS, date_of_time, parse_date
from index.documents.worker.assembling import read_articles
from index.documents.worker.workers import Workers
from index.model import Fault

__all__ = [
    "DOCUMENTS_VERSION",
    "FORMATS",
    "HEAD",
    "MONTHS",
    "MORE",
    "Fault",
    "Source",
    "Workers",
    "date_of_time",
    "failure",
    "is_disguised",
    "is_hidden",
    "is_passing",
    "is_plain",
    "is_streamed",
    "message",
    "parse_date",
    "read_articles",
    "suffix",
]

DOCUMENTS_VERSION = 2
"""Raised by hand when a file is read as other articles than before: an index made with another one is built anew."""
