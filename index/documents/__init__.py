"""Documents: how a file becomes articles, one module a format.

``read_articles`` reads in this process, which is for plain text; ``Workers`` read any, in processes of their own.
"""

from index.documents.detect import HEAD, is_disguised
from index.documents.drafts import Source, Texts
from index.documents.faults import MORE, failure, is_failed_scan, is_passing, is_scan, message
from index.documents.formats import FORMATS, is_hidden, is_plain, is_streamed, kind_of, suffix
from index.documents.limits import PATIENCE_WITH_PICTURES
from index.documents.ocr import MissingTesseractError, Tesseract, find_tesseract
from index.documents.plain.looks import Look, Style, markdown_looks
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
    "PATIENCE_WITH_PICTURES",
    "Fault",
    "Look",
    "MissingTesseractError",
    "Source",
    "Style",
    "Tesseract",
    "Texts",
    "Workers",
    "date_of_time",
    "failure",
    "find_tesseract",
    "is_disguised",
    "is_failed_scan",
    "is_hidden",
    "is_passing",
    "is_plain",
    "is_scan",
    "is_streamed",
    "kind_of",
    "markdown_looks",
    "message",
    "parse_date",
    "read_articles",
    "suffix",
]

DOCUMENTS_VERSION = 3
"""Raised by hand when a file is read as other articles than before: an index made with another one is built anew."""
