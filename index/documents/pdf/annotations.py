"""Annotations: what was filled into the fields of a form, and the comments that were put on a page."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import POINTER, c_ushort, cast, create_string_buffer
from typing import TYPE_CHECKING

from index.documents.pdf.lines import Line

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MOST, LONGEST = 1_000, 20_000
"""So many annotations of a page are read, and bytes of each."""
SIZE = 10.0


def annotated_lines(page: PdfPage, number: int) -> Iterator[Line]:
    """The annotations of a page that are text, each a paragraph of its own, where it stands."""
    from pypdfium2 import raw

    comments = {raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE}
    keys = dict.fromkeys(comments, b"Contents") | {raw.FPDF_ANNOT_WIDGET: b"V"}
    box = raw.FS_RECTF()
    for index in range(min(MOST, raw.FPDFPage_GetAnnotCount(page.raw))):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        key = keys.get(raw.FPDFAnnot_GetSubtype(annotation))
        # Buttons have names of states, such as Off, which are no strings.
        if key and raw.FPDFAnnot_GetValueType(annotation, key) == raw.FPDF_OBJECT_STRING:
            raw.FPDFAnnot_GetRect(annotation, box)
            if text := " ".join(_string(annotation, key).split()):
                yield Line(text, box.left, box.right, box.bottom, SIZE, row=True, page=number)
        raw.FPDFPage_CloseAnnot(annotation)


def _string(annotation: object, key: bytes) -> str:
    from pypdfium2 import raw

    size: int = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size > LONGEST:
        return ""
    buffer = create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, cast(buffer, POINTER(c_ushort)), size)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0")
