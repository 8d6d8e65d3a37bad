"""OCR, measured on made scans whose text is known: words right, and time.

From the repository: ``PYTHONPATH=tests python -m benchmarks.formats.ocr``. It takes two minutes.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from random import Random
from threading import Event

from pdf_files import typeset
from pdf_texts import paragraphs
from scanned_files import STYLE, Shown, pictures, scan

from benchmarks.machine import machine
from benchmarks.measures import table
from index.documents import Source, Tesseract, find_tesseract
from index.documents.drafts import Picture
from index.documents.pdf import read_pdf

PAGES = 3
PARAGRAPHS = 9
GREY = 40
"""How far a dot of a bad copy is from what it should be, at most, of 255."""


def main() -> None:
    tesseract = find_tesseract()
    print(f"# OCR, measured\n\n{machine()}\n")
    print(table(["scan", "words right", "s a page"], [_row(name, make, tesseract) for name, make in SCANS.items()]))


def _row(name: str, make: Callable[[bytes], bytes], tesseract: Tesseract) -> list[str]:
    right = total = 0
    seconds = 0.0
    for seed in range(PAGES):
        wanted = paragraphs(PARAGRAPHS, seed)
        data = make(typeset(wanted, STYLE))
        start = time.perf_counter()
        pieces = read_pdf(Source("a.pdf", "a.pdf", BytesIO(data), pictures=True))
        found = [tesseract.recognise(piece, Event()) or "" for piece in pieces if isinstance(piece, Picture)]
        seconds += time.perf_counter() - start
        words = _words(" ".join(wanted))
        total += words.total()
        right += (words & _words(" ".join(found))).total()
    return [name, f"{right / total:.1%}", f"{seconds / PAGES:.1f}"]


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.replace("’", "'")))


def clean(data: bytes, dots_per_inch: int = 200) -> bytes:
    return scan(pictures(data, dots_per_inch=dots_per_inch))


def turned(data: bytes) -> bytes:
    return scan(pictures(data, dots_per_inch=200), turn=90)


def noisy(data: bytes) -> bytes:
    random = Random(1)
    return scan([_copied(shown, random) for shown in pictures(data, dots_per_inch=200)])


def _copied(shown: Shown, random: Random) -> Shown:
    width, height, dots = shown
    noise = random.randbytes(len(dots))
    greyed = bytes(
        min(255, max(0, dot + (wanted * 2 * GREY >> 8) - GREY)) for dot, wanted in zip(dots, noise, strict=True)
    )
    return width, height, greyed


SCANS: dict[str, Callable[[bytes], bytes]] = {
    "clean, 300 dpi": lambda data: clean(data, 300),
    "clean, 200 dpi": clean,
    "clean, 100 dpi": lambda data: clean(data, 100),
    "turned by 90°": turned,
    "noisy, 200 dpi": noisy,
}


if __name__ == "__main__":
    main()
