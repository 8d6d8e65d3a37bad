"""PDF: pages → lines → paragraphs, by the places of their letters."""

from index.documents.pdf.reader import read_pdf

__all__ = ["read_pdf"]
