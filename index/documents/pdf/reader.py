"""The reader of PDF: what a file says of itself, its paragraphs, and what could not be read."""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from index.documents.drafts import Block, Piece, Reached, Source, Texts
from index.documents.faults import OCR_FAILED, SCANS
from index.documents.pdf.column import Leadings
from index.documents.pdf.furniture import without_furniture
from index.documents.pdf.hyphens import Hyphens, text_of
from index.documents.pdf.layout import NOTES, Paragraph, joined, paragraphs
from index.documents.pdf.metadata import about
from index.documents.pdf.pages import MOST_CHARACTERS, Page, picture, read_page
from index.documents.pdf.reading_order import in_reading_order
from index.documents.pdf.recognised import recognised_paragraphs
from index.model import Fault

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

CHUNK = 200
"""Pages are read so many at a time, so that what is read of a long document is given back soon."""
MOST_DAMAGED = 1_000
"""After so many pages that cannot be read, the number of pages that the file gives is not believed."""


def read_pdf(source: Source) -> Iterator[Piece]:
    """A PDF: its paragraphs in reading order, without running heads and page numbers, and the page of each.

    A page without text is a scan, read where its text is recognised; one fault says how many others there are.
    """
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        document = PdfDocument(source.stream)
    except PdfiumError as error:
        yield Fault("encrypted" if error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY} else "damaged")
        return
    with closing(document):
        if source.pictures:
            yield from _pictures(document, source.texts or {})
        else:
            yield from _Reading(document, source.texts).pieces(source.last_page)


def _pictures(document: PdfDocument, known: Texts) -> Iterator[Piece]:
    """The pages that are scans, but for those that are known."""
    from pypdfium2 import PdfiumError

    for number in range(1, len(document) + 1):
        if number in known:
            continue
        yield Reached(number)
        with suppress(PdfiumError):
            if read_page(document, number).fault in SCANS:
                yield picture(document, number)


class _Reading:
    """One pass through a document. Whether a broken word is joined is decided by the words of the pages until then."""

    def __init__(self, document: PdfDocument, texts: Texts | None) -> None:
        self._document = document
        self._texts = texts
        self._recognised: deque[tuple[int, str]] = deque()
        self._hyphens = Hyphens()
        self._leadings = Leadings()
        self._faults: Counter[str] = Counter()
        self._open: Sequence[Paragraph] = ()
        self._is_empty = True

    def pieces(self, last: int | None) -> Iterator[Piece]:
        total = len(self._document)
        end = total if last is None else min(total, last)
        for start in range(1, end + 1, CHUNK):
            pages: list[Page] = []
            for number in range(start, min(start + CHUNK, end + 1)):
                yield Reached(number)
                pages.append(self._page(number))
            yield from self._blocks(pages)
            if self._faults["pdf_damaged"] > MOST_DAMAGED:
                break
        yield from self._written(self._open)
        yield from self._scanned()
        yield from self._counted_faults()

    def _page(self, number: int) -> Page:
        from pypdfium2 import PdfiumError

        try:
            page = read_page(self._document, number)
        except PdfiumError:
            page = Page(number, fault="pdf_damaged")
        if page.fault in SCANS and self._texts is not None:
            page = self._scan(page, self._texts.get(number))
        if page.fault:
            self._faults[page.fault] += 1
        return page

    def _scan(self, page: Page, text: str | None) -> Page:
        """A scanned page, whose text is set aside until its turn comes."""
        if text is None:
            return page._replace(fault=OCR_FAILED)
        self._recognised.append((page.number, text))
        return page._replace(fault="")

    def _blocks(self, pages: Sequence[Page]) -> Iterator[Piece]:
        kept = without_furniture(pages)
        for lines in kept:
            self._hyphens.learn(lines)
        found = [each for lines in kept for each in paragraphs(in_reading_order(lines), self._leadings)]
        whole = joined(found, self._open)
        if pages[0].number == 1:
            first = [(each, text_of(each, self._hyphens)) for each in whole if each.lines[0].page == 1]
            yield about(self._document.get_metadata_dict(), first)
        yield from self._written(whole[:-NOTES])
        self._open = whole[-NOTES:]

    def _written(self, found: Sequence[Paragraph]) -> Iterator[Block]:
        """The texts of paragraphs, and between them those of the scanned pages that come before."""
        for paragraph in found:
            if text := text_of(paragraph, self._hyphens):
                page = paragraph.lines[0].page
                yield from self._scanned(before=page)
                self._is_empty = False
                yield Block(text, page)

    def _scanned(self, before: float = math.inf) -> Iterator[Block]:
        while self._recognised and self._recognised[0][0] < before:
            page, recognised = self._recognised.popleft()
            for text in recognised_paragraphs(recognised, self._hyphens):
                self._is_empty = False
                yield Block(text, page)

    def _counted_faults(self) -> Iterator[Fault]:
        for code, n in self._faults.items():
            yield Fault(code, values={"n": n, "most": MOST_CHARACTERS} if code == "pdf_cut" else {"n": n})
        if self._is_empty and not self._faults:
            yield Fault("empty")
