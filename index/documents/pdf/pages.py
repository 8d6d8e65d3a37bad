"""Pages: a PDF → the lines of each of its pages, as PDFium finds them, and what was filled in or noted on them."""

from __future__ import annotations

import math
import zlib
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from ctypes import POINTER, c_ushort, cast, create_string_buffer
from typing import TYPE_CHECKING, NamedTuple

from index.documents.drafts import DOTS_PER_INCH, Picture
from index.documents.pdf.characters import Characters, turned
from index.documents.pdf.lines import Line, lines
from index.documents.pdf.old_fonts import CORK, is_readable, with_accents

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_CHARACTERS = 300_000
"""Maximum number of characters read of a page: one of a book has 3,000, and no poster has 100,000."""
MOST_OBJECTS = 200
"""A page without text, but of so many drawn objects, may be text that was turned into shapes."""
MOST_ANNOTATIONS, LONGEST_ANNOTATION = 1_000, 20_000
"""Maximum number of annotations read of a page, and of bytes of each."""
_ANNOTATION_SIZE = 10.0


POINTS_PER_INCH = 72
MOST_DOTS = 40_000_000
"""A larger page than DIN A2 is drawn with fewer dots."""


class Page(NamedTuple):
    """The lines of a page, the heights of its edges, and the code of the fault that kept some of it from being read."""

    number: int
    lines: Sequence[Line] = ()
    bottom: float = 0
    top: float = 0
    fault: str = ""


def read_page(document: PdfDocument, number: int) -> Page:
    """A page, counted from 1."""
    with closing(document[number - 1]) as page, closing(page.get_textpage()) as text:
        characters = Characters(text, MOST_CHARACTERS)
        is_old = characters.are_unmapped()
        if is_old and not is_readable(characters.texts()):
            return Page(number, fault="pdf_unmapped")
        words = with_accents(list(characters.words(CORK if is_old else {})))
        found = [*lines(words, number), *_annotations(page, number)]
        if not found and _shows_something(page):
            return Page(number, fault="scan")
        fault = "pdf_cut" if characters.total > MOST_CHARACTERS else ""
        return Page(number, found, *_heights(page, found), fault)


def picture(document: PdfDocument, number: int) -> Picture:
    """A page as it looks, drawn in grey."""
    with closing(document[number - 1]) as page:
        width, height = page.get_size()
        scale = min(DOTS_PER_INCH / POINTS_PER_INCH, math.sqrt(MOST_DOTS / max(1.0, width * height)))
        with closing(page.render(scale=scale, grayscale=True)) as drawn:
            rows = memoryview(drawn.buffer).cast("B")
            starts = range(0, drawn.height * drawn.stride, drawn.stride)
            dots = b"".join(rows[start : start + drawn.width] for start in starts)
            packed = zlib.compress(dots, level=1)
            return Picture(number, drawn.width, drawn.height, b64encode(packed).decode())


def _heights(page: PdfPage, found: Sequence[Line]) -> tuple[float, float]:
    """The heights of the edges of a page, as its text is turned."""
    turn = Counter(line.turn for line in found).most_common(1)[0][0] if found else 0
    left, bottom, right, top = page.get_bbox()
    low, high = sorted(turned(x, y, turn)[1] for x, y in ((left, bottom), (right, top)))
    return low, high


def _shows_something(page: PdfPage) -> bool:
    """Whether a page has a picture, or is drawn."""
    from pypdfium2 import raw

    objects = enumerate(page.get_objects(max_depth=3))
    return any(found.type == raw.FPDF_PAGEOBJ_IMAGE or n > MOST_OBJECTS for n, found in objects)


def _annotations(page: PdfPage, number: int) -> Iterator[Line]:
    """The fields of a form that were filled in, and the comments on a page, each a paragraph where it occurs."""
    from pypdfium2 import raw

    comments = {raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE}
    keys = dict.fromkeys(comments, b"Contents") | {raw.FPDF_ANNOT_WIDGET: b"V"}
    box = raw.FS_RECTF()
    for index in range(min(MOST_ANNOTATIONS, raw.FPDFPage_GetAnnotCount(page.raw))):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        key = keys.get(raw.FPDFAnnot_GetSubtype(annotation))
        # Buttons have names of states, such as Off, which are no strings.
        if key and raw.FPDFAnnot_GetValueType(annotation, key) == raw.FPDF_OBJECT_STRING:
            raw.FPDFAnnot_GetRect(annotation, box)
            if text := " ".join(_string(annotation, key).split()):
                yield Line(text, box.left, box.right, box.bottom, _ANNOTATION_SIZE, row=True, page=number)
        raw.FPDFPage_CloseAnnot(annotation)


def _string(annotation: object, key: bytes) -> str:
    from pypdfium2 import raw

    size: int = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size > LONGEST_ANNOTATION:
        return ""
    buffer = create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, cast(buffer, POINTER(c_ushort)), size)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0")
