"""Markup: a page as a text → its visible blocks, by the parser of lxml. One pass, however deep it is nested."""

from __future__ import annotations

from index.documents.html.elements import BOILERPLATE, UNREAD
from index.documents.html.target import Blocks, Page

MOST_ELEMENTS = 1_000_000
"""Nothing is read of a page after so many: there is a book in them, or nothing that people read."""
_AT_ONCE = 1 << 16


def html_blocks(markup: str, *, quote: str = "") -> list[str]:
    """All the visible blocks of a page."""
    return parse(markup, Blocks(quote=quote)).blocks


def main_blocks(markup: str) -> Page:
    """A page with its visible blocks, but navigation, asides and footers, if that leaves any."""
    page = parse(markup, Blocks(unread=UNREAD | BOILERPLATE))
    return page if page.blocks else parse(markup, Blocks())


def parse(markup: str, target: Blocks) -> Page:
    """The page that ``target`` makes of ``markup``."""
    from lxml import etree

    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=False)
    data = markup.encode("utf-8", "replace")
    read = 0
    try:
        while read < len(data) and target.elements < MOST_ELEMENTS:
            parser.feed(data[read : read + _AT_ONCE])
            read += _AT_ONCE
        if read >= len(data):
            parser.close()
    except etree.XMLSyntaxError:
        pass  # nothing but white space or comments; and what a broken page held before it broke is kept
    page = target.close()
    page.read = read if read < len(data) else 0
    return page
