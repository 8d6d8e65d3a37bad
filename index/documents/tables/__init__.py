"""Tables: how text with delimiters or a workbook becomes an article, one block a row."""

from index.documents.tables.delimited import read_csv
from index.documents.tables.workbook import read_sheet

__all__ = ["read_csv", "read_sheet"]
