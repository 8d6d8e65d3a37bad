"""PowerPoint: ``.pptx`` → the texts of its slides in their order, each followed by its notes. A page is a slide."""

from __future__ import annotations

from collections.abc import Iterator

from index.documents.drafts import Piece, Reached
from index.documents.office.ooxml import PREFIXES, main_part, properties, relations, targets
from index.documents.office.package import Package
from index.documents.office.pptx_slide import Slide
from index.documents.office.properties import Properties, about_of
from index.documents.office.refusal import RefusalError, guarded, read_each
from index.documents.office.xml import Attributes, Handler, read_part, read_xml
from index.documents.source import Source


def read_pptx(source: Source) -> Iterator[Piece]:
    """A presentation. Slides that are hidden in the show are read as well: whoever opens the file sees them."""
    return guarded(_pieces(source))


def _pieces(source: Source) -> Iterator[Piece]:
    package = Package(source.stream)
    main = main_part(package)
    found = properties(package)
    yield about_of(found)
    slides = enumerate(_slides(package, main), start=1)
    yield from read_each(_slide(package, page, part, found) for page, part in slides)


def _slide(package: Package, page: int, part: str, found: Properties) -> Iterator[Piece]:
    """A slide, the diagrams on it, and its notes."""
    yield Reached(page)
    slide = Slide(page)
    yield from _read(package, part, slide)
    if page == 1 and slide.title:
        yield about_of(found, slide.title)
    related = relations(package, part)
    for other in (*targets(related, "diagramData"), *targets(related, "notesSlide")):
        yield from _read(package, other, Slide(page))


def _read(package: Package, part: str, slide: Slide) -> Iterator[Piece]:
    for _ in read_xml(package.open(part), slide, PREFIXES):
        yield from slide.flow.take()
    yield from slide.flow.finish()


def _slides(package: Package, main: str) -> list[str]:
    """The parts of the slides in the order of the show, each once."""
    order = _Order()
    read_part(package, main, order, PREFIXES)
    if not order.is_presentation:
        raise RefusalError("damaged")
    by_id = {relation.id: relation for relation in relations(package, main)}
    return list(dict.fromkeys(by_id[key].target for key in order.ids if key in by_id))


class _Order(Handler):
    def __init__(self) -> None:
        self.starts = {"p:presentation": self._open, "p:sldId": self._add}
        self.is_presentation = False
        self.ids: list[str] = []

    def _open(self, _attributes: Attributes) -> None:
        self.is_presentation = True

    def _add(self, attributes: Attributes) -> None:
        self.ids.append(attributes.get("r:id", ""))
