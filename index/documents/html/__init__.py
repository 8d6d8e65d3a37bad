"""HTML: how a page becomes an article, and any markup blocks."""

from index.documents.html.blocks import html_blocks
from index.documents.html.page import decode_page, read_html

__all__ = ["decode_page", "html_blocks", "read_html"]
