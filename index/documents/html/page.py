"""Pages: what a page says of itself, and its main text, by trafilatura; what is no page of a site is read whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, TypeVar

from index.documents.drafts import About, Block, Piece, Source
from index.documents.html.blocks import Page, main_blocks
from index.documents.html.elements import is_hidden
from index.documents.text.encoding import NotTextError, decode_declared
from index.documents.text.paragraphs import paragraphs
from index.model import Fault

if TYPE_CHECKING:
    from lxml.html import HtmlElement

T = TypeVar("T")
MOST_MB = 32
"""What is read of a page; the largest of the printed books that are put on one page have 10 MB."""
MOST_ELEMENTS = 30_000
MOST_BLOCKS = 3_000
DEEPEST = 200
"""Pages of more elements or blocks, or nested more deeply, are no articles; what works on trees takes too long."""
LEAST = 250
"""Trafilatura takes less text than this, in code points, for a failure, and falls back on the page as one block."""
_CHARSET = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{1,100}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_TAG = re.compile(r"<[a-zA-Z/!?]")
_LITERAL = frozenset({"code", "quote"})
"""What trafilatura makes of ``<pre>``: line ends are left in it only."""
_CONTROLS = dict.fromkeys((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0xFFFE, 0xFFFF))
"""Trees of lxml may not hold them."""
_HEAD = 4096
"""The encoding is declared in so many bytes."""


def read_html(source: Source) -> Iterator[Piece]:
    """An HTML page: what it says of itself, and the blocks of its main text. One without any tag is plain text."""
    most = MOST_MB << 20
    data = source.stream.read(most + 1)
    if len(data) > most:
        yield Fault("too_much_text", 0, {"most": MOST_MB})
    try:
        markup = decode_page(data[:most])
    except NotTextError:
        yield Fault("not_text")
        return
    page = main_blocks(markup)
    if page.cut_at:
        yield Fault("too_much_text", 0, {"most": 1 + page.cut_at // 1_000_000})
    about, blocks = _main(markup, page) if _TAG.search(markup) else (About(), paragraphs(unescape(markup)))
    if not blocks and not about.title:
        yield Fault("empty")
        return
    yield about
    yield from map(Block, blocks)


def decode_page(data: bytes) -> str:
    """A page as text, by what it declares in its first bytes. Raises NotTextError."""
    declared = _DECLARED.match(data) or _CHARSET.search(data, 0, _HEAD)
    return decode_declared(data, declared[1].decode("ascii") if declared else "")


def _main(markup: str, page: Page) -> tuple[About, list[str]]:
    """What a page says of itself, and its main text."""
    if page.elements > MOST_ELEMENTS or not 0 < len(page.blocks) <= MOST_BLOCKS or page.deepest > DEEPEST:
        return About(title=page.title), page.blocks
    import trafilatura  # noqa: F401  # that it cannot be imported is never taken for a fault of the page

    tree = _tree(markup)
    about = _tried(partial(_about, tree, page)) or About(title=page.title)
    if not page.is_of_site or sum(map(len, page.blocks)) < LEAST:
        return about, page.blocks
    return about, _tried(lambda: _main_text(_tidied(tree))) or page.blocks


def _tried(function: Callable[[], T]) -> T | None:
    """What trafilatura makes of a page; nothing, where it breaks down on it, and the page is read without it."""
    try:
        return function()
    except Exception:  # noqa: BLE001  # a control character is enough, and nobody knows what else
        return None


def _tree(markup: str) -> HtmlElement:
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    return html.document_fromstring(markup.translate(_CONTROLS).encode("utf-8", "replace"), parser=parser)


def _about(tree: HtmlElement, page: Page) -> About:
    """What the page says of itself. Its date is searched where dates are declared, not guessed from its text."""
    from trafilatura import extract_metadata

    found = extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})
    return About(
        title=found.title or page.title,
        date=found.date or "",
        author=found.author or "",
        source=found.sitename or "",
        tags=tuple(dict.fromkeys([*(found.tags or ()), *(found.categories or ())])),
        others={"description": found.description} if found.description else {},
    )


def _tidied(tree: HtmlElement) -> HtmlElement:
    """The tree without what is hidden, and with what trafilatura would lose of a sentence."""
    from lxml import etree

    for element in list(tree.body.iter()) if tree.body is not None else ():
        if is_hidden(element.attrib) or element.tag == "template":
            element.drop_tree()
        elif element.tag == "sup" and not (element.text or "").strip() and element.find("a") is not None:
            element.text = " "  # the sign of a note is no part of the word before it
    etree.strip_tags(tree, "time")
    return tree


def _main_text(tree: HtmlElement) -> list[str]:
    """The blocks of the main text; none, where it is too short to be it."""
    from lxml import etree
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(tree, include_comments=False)
    if not isinstance(found, Document) or len(found.text or "") < LEAST:
        return []
    main = Page(unread=frozenset())
    for event, element in etree.iterwalk(found.body, events=("start", "end")):
        tag = "pre" if element.tag in _LITERAL and "\n" in (element.text or "") else element.tag
        if event == "start":
            main.start(tag, {})
            main.data(element.text or "")
        else:
            main.end(tag)
            main.data(element.tail or "")
    main.close()
    return main.blocks
