"""OpenDocument: ``.odt`` and ``.odp`` → what a person reads in them; the pages of ``.odp`` are its slides."""

from __future__ import annotations

from collections.abc import Iterator

from index.documents.damage import guarded
from index.documents.drafts import Piece, Source
from index.documents.faults import RefusalError
from index.documents.office.flow import running_heads
from index.documents.office.odf_body import PREFIXES, Body, Styles
from index.documents.office.package import Package
from index.documents.office.properties import Properties, about_of, read_properties
from index.documents.office.xml import Attributes, Handler, read_part, read_xml

_CONTENT = "content.xml"
_STYLES = "styles.xml"
_MANIFEST = "META-INF/manifest.xml"
_PROPERTIES = {
    "dc:title": "title",
    "meta:initial-creator": "author",
    "meta:creation-date": "created",
    "dc:date": "modified",
    "meta:keyword": "keywords",
    "dc:subject": "subject",
    "dc:description": "description",
    "meta:user-defined": "",
}


@guarded
def read_opendocument(source: Source) -> Iterator[Piece]:
    """A text or a presentation: paragraphs, rows of tables, and frames and notes after the paragraph they belong to."""
    package = Package(source.stream)
    _refuse_encrypted(package)
    found = properties(package)
    yield about_of(found)
    styles = Styles()
    heads = Body(styles)
    if _STYLES in package:
        read_part(package, _STYLES, heads, PREFIXES)
    body = Body(styles)
    title = ""
    for _ in read_xml(package.open(_CONTENT), body, PREFIXES):
        yield from body.flow.take()
        if body.title != title:
            title = body.title
            yield about_of(found, title)
    yield from body.flow.finish()
    if body.is_text:  # the styles of a presentation have what its slides show by default
        yield from running_heads(heads.flow.finish())


def properties(package: Package) -> Properties:
    """What the document says of itself; that of a workbook is read the same way."""
    found: Properties = {}
    read_properties(package, "meta.xml", _PROPERTIES, PREFIXES, found)
    if "author" not in found:
        read_properties(package, "meta.xml", {"dc:creator": "author"}, PREFIXES, found)
    return found


def _refuse_encrypted(package: Package) -> None:
    if _MANIFEST in package:
        read_part(package, _MANIFEST, _Manifest(), PREFIXES)


class _Manifest(Handler):
    def __init__(self) -> None:
        self._content = False
        self.starts = {"manifest:file-entry": self._enter, "manifest:encryption-data": self._refuse}

    def _enter(self, attributes: Attributes) -> None:
        # Newer programs encrypt a whole package inside of this one.
        self._content = attributes.get("manifest:full-path") in {_CONTENT, "encrypted-package"}

    def _refuse(self, _attributes: Attributes) -> None:
        if self._content:
            raise RefusalError("encrypted")
