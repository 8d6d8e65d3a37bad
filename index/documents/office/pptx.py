"""PowerPoint: ``.pptx`` → the texts of its slides in their order, each followed by its notes. A page is a slide."""

from __future__ import annotations

from collections.abc import Iterator

from index.documents.damage import guarded, read_each
from index.documents.drafts import Piece, Reached, Source
from index.documents.faults import RefusalError
from index.documents.office.flow import Flow
from index.documents.office.ooxml import PREFIXES, Alternatives, is_on, main_part, properties, relations, targets
from index.documents.office.package import Package
from index.documents.office.properties import Properties, about_of
from index.documents.office.xml import Attributes, Handler, always, read_part, read_xml
from index.documents.text.paragraphs import LONGEST_TITLE

_TITLES = frozenset({"title", "ctrTitle"})
_RUNNING = frozenset({"dt", "ftr", "hdr", "sldNum"})
_COUNTED = ("slidenum", "datetime")


@guarded
def read_pptx(source: Source) -> Iterator[Piece]:
    """A presentation. Slides that are hidden in the show are read as well: whoever opens the file sees them."""
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


class Slide(Handler):
    """Handles the elements of a slide, of its notes, or of a diagram on it."""

    def __init__(self, page: int | None = None) -> None:
        self.flow = Flow(page)
        self.title = ""
        self._place = ""
        self._hidden = False
        self._in_text = False
        alternatives = Alternatives()
        self.starts = {
            **alternatives.starts,
            **dict.fromkeys(("a:t", "m:t"), self._open_text),
            "a:br": always(self.flow.end_line),
            "a:fld": self._pass_over_counted,
            "p:sp": self._open_shape,
            "p:cNvPr": self._hide,
            "p:ph": self._take_place,
            "p:txBody": self._pass_over_body,
            "a:tr": self._open_row,
            "a:tc": always(self.flow.enter),
        }
        self.ends = {
            **alternatives.ends,
            **dict.fromkeys(("a:t", "m:t"), self._close_text),
            "a:p": self._close_paragraph,
            "a:tr": self.flow.close_row,
            "a:tc": self.flow.close_cell,
        }

    def text(self, data: str) -> None:
        """Write characters that are shown."""
        if self._in_text:
            self.flow.write(data)

    def _open_text(self, _attributes: Attributes) -> None:
        self._in_text = True

    def _close_text(self) -> None:
        self._in_text = False

    def _close_paragraph(self) -> None:
        if self._place in _TITLES and len(self.title) < LONGEST_TITLE:
            self.title = f"{self.title} {self.flow.unwritten()}".strip()
        self.flow.end_paragraph()

    # -- shapes

    def _open_shape(self, _attributes: Attributes) -> None:
        self._place = ""
        self._hidden = False

    def _hide(self, attributes: Attributes) -> None:
        self._hidden = is_on(attributes, "hidden") and "hidden" in attributes

    def _take_place(self, attributes: Attributes) -> None:
        self._place = attributes.get("type", "")

    def _pass_over_body(self, _attributes: Attributes) -> bool:
        """What is hidden, and what is at the edge of every slide."""
        return self._hidden or self._place in _RUNNING

    def _pass_over_counted(self, attributes: Attributes) -> bool:
        return attributes.get("type", "").startswith(_COUNTED)

    def _open_row(self, _attributes: Attributes) -> None:
        self._place = ""
        self.flow.open_row()
