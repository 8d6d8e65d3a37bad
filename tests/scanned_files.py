"""Scans: pages of text → a PDF of their pictures, which holds no text."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from pdf_files import HEIGHT, WIDTH, Style, assemble, stream, typeset
from pypdfium2 import PdfDocument

from index.documents import MissingTesseractError, find_tesseract

Shown = tuple[int, int, bytes]
"""A picture: its width and height, and its dots in grey."""
STYLE = Style(size=11, leading=14, gap=6)


def _is_missing() -> str:
    try:
        find_tesseract()
    except MissingTesseractError as error:
        return str(error)
    return ""


needs_tesseract = pytest.mark.skipif(bool(_is_missing()), reason=f"no OCR here: {_is_missing()}")


def pictures(data: bytes, *, dots_per_inch: int = 200) -> list[Shown]:
    """The pages of a PDF as they look."""
    found = []
    with closing(PdfDocument(data)) as document:
        for page in document:
            drawn = page.render(scale=dots_per_inch / 72, grayscale=True)
            rows = memoryview(drawn.buffer).cast("B")
            dots = b"".join(rows[y * drawn.stride :][: drawn.width] for y in range(drawn.height))
            found.append((drawn.width, drawn.height, dots))
    return found


def scan(shown: Sequence[Shown], *, turn: int = 0) -> bytes:
    """A PDF with a page for each picture."""
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(shown)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(shown)} /Kids [{kids}] >>".encode(),
    ]
    for n, (width, height, dots) in enumerate(shown):
        image, content = 4 + 3 * n, 5 + 3 * n
        entries = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {turn} /Resources << /XObject << /I {image} 0 R >> >>"
        picture = f"/Type /XObject /Subtype /Image /Width {width} /Height {height}"
        coded = "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {entries} /Contents {content} 0 R >>".encode(),
            stream(zlib.compress(dots), f"{picture} {coded}"),
            stream(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q".encode()),
        ]
    return assemble(objects, "")


def scanned(*pages: Sequence[str], turn: int = 0) -> bytes:
    """The scan of pages of paragraphs."""
    return scan([picture for blocks in pages for picture in pictures(typeset(blocks, STYLE))], turn=turn)


def joined(*files: bytes) -> bytes:
    """The pages of several PDFs in one."""
    with closing(PdfDocument.new()) as whole:
        for data in files:
            with closing(PdfDocument(data)) as part:
                whole.import_pages(part)
        written = BytesIO()
        whole.save(written)
    return written.getvalue()


def made_tesseract(folder: Path, script: str, languages: str = "fra") -> Path:
    """A program that is called as Tesseract is: ``script`` does what is to be done with a page."""
    program = folder / "bin" / "tesseract"
    program.parent.mkdir(exist_ok=True)
    listed = f'if [ "$1" = --list-langs ]; then echo "List: {languages}"; exit; fi'
    program.write_text(f"#!/bin/sh\n{listed}\necho page >> {folder}/pages\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def pages_given(folder: Path) -> int:
    """How many pages the made program was given."""
    return (folder / "pages").read_text(encoding="utf-8").count("page") if (folder / "pages").exists() else 0
