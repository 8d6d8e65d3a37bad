"""Word: ``.docx`` → what a person reads in it, with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from index.documents.damage import guarded
from index.documents.drafts import Block, Piece, Source
from index.documents.faults import RefusalError
from index.documents.office.docx_body import Body, Notes
from index.documents.office.docx_numbering import Numbering, read_numbering
from index.documents.office.docx_styles import Styles, read_styles
from index.documents.office.flow import running_heads
from index.documents.office.ooxml import PREFIXES, Relation, main_part, properties, relations, targets
from index.documents.office.package import Package
from index.documents.office.pptx import Slide
from index.documents.office.properties import about_of
from index.documents.office.xml import Attributes, read_part, read_whole, read_xml

_NOTES = ("w:footnote", "w:endnote")
_NO_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@guarded
def read_docx(source: Source) -> Iterator[Piece]:
    """A Word document: paragraphs, rows of tables, and text boxes and notes after the paragraph they belong to.

    Diagrams come last, and what is at the head and foot of all pages, once.
    """
    package = Package(source.stream)
    part = main_part(package)
    found = properties(package)
    yield about_of(found)
    related = relations(package, part)
    styles = read_styles(package, next(targets(related, "styles"), ""))
    numbering = read_numbering(package, next(targets(related, "numbering"), ""))
    body = Body(styles, numbering, _notes(package, related, styles))
    title = ""
    for _ in read_xml(package.open(part), body, PREFIXES):
        yield from body.flow.take()
        if body.title != title:
            title = body.title
            yield about_of(found, title)
    if not body.is_document:
        raise RefusalError("damaged")
    yield from body.flow.finish()
    yield from _diagrams(package, related)
    yield from running_heads(_heads(package, related, styles))


def _notes(package: Package, related: list[Relation], styles: Styles) -> Notes:
    """The texts of footnotes and endnotes, by kind and id."""
    notes: Notes = {}
    for part in targets(related, "footnotes", "endnotes"):
        if part in package:
            read_whole(package.open(part), _NotesBody(styles, notes), PREFIXES)
    return notes


def _diagrams(package: Package, related: list[Relation]) -> Iterator[Block]:
    for part in targets(related, "diagramData"):
        if part in package:
            diagram = Slide()
            read_part(package, part, diagram, PREFIXES)
            yield from diagram.flow.finish()


def _heads(package: Package, related: list[Relation], styles: Styles) -> Iterator[Block]:
    for part in targets(related, "header", "footer"):
        if part in package:
            body = Body(styles, Numbering(), {})
            read_whole(package.open(part), body, PREFIXES)
            yield from body.flow.finish()


class _NotesBody(Body):
    """Handles the elements of the part that holds the notes of a document, whose paragraphs go to ``found``."""

    def __init__(self, styles: Styles, found: Notes) -> None:
        super().__init__(styles, Numbering(), {})
        self._found = found
        self._note = ("", "")
        self.starts = {**self.starts, **{kind: partial(self._open_note, kind) for kind in _NOTES}}
        self.ends = {**self.ends, **dict.fromkeys(_NOTES, self._close_note)}

    def _open_note(self, kind: str, attributes: Attributes) -> bool:
        self._note = (kind, attributes.get("w:id", ""))
        return attributes.get("w:type") in _NO_NOTES

    def _close_note(self) -> None:
        self._found[self._note] = [block.text for block in self.flow.finish()]
