"""Office Open XML: what docx and pptx share. Parts, the relations between them, and properties."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from index.documents.faults import RefusalError
from index.documents.office.package import Package
from index.documents.office.properties import Properties, read_properties
from index.documents.office.xml import Attributes, End, Handler, Start, read_part

_OPEN = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
PREFIXES = {
    f"{_OPEN}/wordprocessingml/2006/main": "w",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_OPEN}/presentationml/2006/main": "p",
    f"{_STRICT}/presentationml/main": "p",
    f"{_OPEN}/drawingml/2006/main": "a",
    f"{_STRICT}/drawingml/main": "a",
    f"{_OPEN}/officeDocument/2006/math": "m",
    f"{_STRICT}/officeDocument/math": "m",
    f"{_OPEN}/officeDocument/2006/relationships": "r",
    f"{_STRICT}/officeDocument/relationships": "r",
    f"{_OPEN}/markup-compatibility/2006": "mc",
    f"{_OPEN}/package/2006/relationships": "rel",
    f"{_OPEN}/package/2006/metadata/core-properties": "cp",
    f"{_OPEN}/officeDocument/2006/custom-properties": "custom",
    f"{_STRICT}/officeDocument/customProperties": "custom",
    f"{_OPEN}/officeDocument/2006/extended-properties": "app",
    f"{_STRICT}/officeDocument/extendedProperties": "app",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:smarttags": "tags",
}
_PROPERTY_PARTS = (
    "core-properties",
    "extended-properties",
    "custom-properties",
    "coreProperties",  # as strict documents have it
    "extendedProperties",
    "customProperties",
)
_PROPERTIES = {
    "dc:title": "title",
    "dc:creator": "author",
    "dcterms:created": "created",
    "dcterms:modified": "modified",
    "cp:keywords": "keywords",
    "dc:subject": "subject",
    "dc:description": "description",
    "cp:category": "category",
    "app:Company": "company",
    "app:Manager": "manager",
    "custom:property": "",
}


class Relation(NamedTuple):
    """That a part needs another one: ``kind`` is how the type of the relation ends, ``target`` a member's name."""

    id: str
    kind: str
    target: str


def relations(package: Package, part: str) -> list[Relation]:
    """The relations of a part to parts of the same package; of the package itself where ``part`` is empty."""
    folder, name = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{name}.rels")
    handler = _Relations(folder)
    if member in package:
        read_part(package, member, handler, PREFIXES)
    return handler.found


def main_part(package: Package) -> str:
    """The name of the member that holds the document."""
    for relation in relations(package, ""):
        if relation.kind == "officeDocument":
            return relation.target
    raise RefusalError("damaged")


def targets(found: list[Relation], *kinds: str) -> Iterator[str]:
    """The members that relations of these kinds lead to, each once."""
    return iter(dict.fromkeys(relation.target for relation in found if relation.kind in kinds))


def properties(package: Package) -> Properties:
    """What the document says of itself."""
    found: Properties = {}
    for part in targets(relations(package, ""), *_PROPERTY_PARTS):
        read_properties(package, part, _PROPERTIES, PREFIXES, found)
    return found


def is_on(attributes: Attributes, name: str = "w:val") -> bool:
    """Whether a property that is there is meant: it can be there to say that it is off."""
    return attributes.get(name, "true") not in {"0", "false", "off", "none"}


class _Relations(Handler):
    def __init__(self, folder: str) -> None:
        self.starts = {"rel:Relationship": self._relate}
        self._folder = folder
        self.found: list[Relation] = []

    def _relate(self, attributes: Attributes) -> None:
        if attributes.get("TargetMode") == "External":
            return
        target = posixpath.join("/", self._folder, unquote(attributes.get("Target", "")))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found.append(Relation(attributes.get("Id", ""), kind, posixpath.normpath(target).lstrip("/")))


class Alternatives:
    """Of several ways to draw the same, the first is read: a text box is there twice, for newer and older programs."""

    def __init__(self) -> None:
        self._chosen: list[bool] = []
        self.starts: dict[str, Start] = {
            "mc:AlternateContent": self._open,
            "mc:Choice": self._choose,
            "mc:Fallback": self._choose,
        }
        self.ends: dict[str, End] = {"mc:AlternateContent": self._close}

    def _open(self, _attributes: Attributes) -> None:
        self._chosen.append(False)

    def _choose(self, _attributes: Attributes) -> bool:
        if not self._chosen or self._chosen[-1]:
            return bool(self._chosen)
        self._chosen[-1] = True
        return False

    def _close(self) -> None:
        self._chosen.pop()
