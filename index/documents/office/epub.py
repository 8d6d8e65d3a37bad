"""E-books: ``.epub`` → the texts of its chapters, in the order of its spine."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from index.documents.damage import guarded, read_each
from index.documents.drafts import Block, Piece, Source
from index.documents.faults import RefusalError
from index.documents.office.chapter import read_chapter
from index.documents.office.package import Package
from index.documents.office.properties import Properties, about_of, read_properties
from index.documents.office.xml import Attributes, Handler, read_part

_PREFIXES = {
    "urn:oasis:names:tc:opendocument:xmlns:container": "container",
    "http://www.idpf.org/2007/opf": "opf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.w3.org/2001/04/xmlenc#": "enc",
}
_PROPERTIES = {
    "dc:title": "title",
    "dc:creator": "author",
    "dc:date": "created",
    "dc:publisher": "source",
    "dc:subject": "keywords",
    "dc:language": "language",
}
_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""How fonts are kept from being copied, which locks no text."""
_MARKUP = (".xhtml", ".html", ".htm", ".xml")


@guarded
def read_epub(source: Source) -> Iterator[Piece]:
    """An e-book: its chapters' paragraphs, headings, list items and rows of tables."""
    package = Package(source.stream)
    container = _Container()
    read_part(package, "META-INF/container.xml", container, _PREFIXES)
    found: Properties = {}
    read_properties(package, container.book, _PROPERTIES, _PREFIXES, found)
    about = about_of(found)
    yield about._replace(date=about.saved, saved="")  # the date of the book, not of the file
    book = _Book(posixpath.dirname(container.book))
    read_part(package, container.book, book, _PREFIXES)
    locked = _locked(package)
    yield from read_each(_chapter(package, chapter, locked) for chapter in book.chapters())


def _chapter(package: Package, chapter: str, locked: Container[str]) -> Iterator[Block]:
    if chapter in locked:
        raise RefusalError("encrypted")
    yield from map(Block, read_chapter(package.read(chapter)))


class _Container(Handler):
    """Where in the package the book is described."""

    def __init__(self) -> None:
        self.starts = {"container:rootfile": self._take}
        self.book = ""

    def _take(self, attributes: Attributes) -> None:
        self.book = self.book or attributes.get("full-path", "")


class _Item(NamedTuple):
    name: str
    is_text: bool


class _Book(Handler):
    """The items that a book is made of, and the order in which they are read."""

    def __init__(self, folder: str) -> None:
        self.starts = {"opf:item": self._take, "opf:itemref": self._order}
        self._folder = folder
        self._items: dict[str, _Item] = {}
        self._spine: list[str] = []

    def chapters(self) -> list[str]:
        """The names of the chapters, each once; a table of contents is none."""
        items = (self._items[key] for key in self._spine if key in self._items)
        return list(dict.fromkeys(item.name for item in items if item.is_text))

    def _take(self, attributes: Attributes) -> None:
        name = _member(self._folder, attributes.get("href", ""))
        is_text = "html" in attributes.get("media-type", "") or name.casefold().endswith(_MARKUP)
        is_contents = "nav" in attributes.get("properties", "").split()
        self._items[attributes.get("id", "")] = _Item(name, is_text and not is_contents)

    def _order(self, attributes: Attributes) -> None:
        self._spine.append(attributes.get("idref", ""))


class _Encryption(Handler):
    def __init__(self) -> None:
        self.starts = {"enc:EncryptionMethod": self._choose, "enc:CipherReference": self._take}
        self._is_font = False
        self.locked: set[str] = set()

    def _choose(self, attributes: Attributes) -> None:
        self._is_font = attributes.get("Algorithm") in _FONTS

    def _take(self, attributes: Attributes) -> None:
        if not self._is_font:
            self.locked.add(_member("", attributes.get("URI", "")))


def _locked(package: Package) -> set[str]:
    """The members that only a shop's own reader can open."""
    encryption = _Encryption()
    if "META-INF/encryption.xml" in package:
        read_part(package, "META-INF/encryption.xml", encryption, _PREFIXES)
    return encryption.locked


def _member(folder: str, address: str) -> str:
    path = unquote(address.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
