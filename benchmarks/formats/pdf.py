"""PDF, measured against what is known to stand in it: paragraphs, running heads, hyphens, time.

From the repository: ``PYTHONPATH=tests python -m benchmarks.formats.pdf``. The same paragraphs are set by each program
that is installed (pdfTeX, Typst, LibreOffice, Chromium) and by a small typesetter of our own, and read again. It takes
a minute.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path

from pdf_files import Heading
from pdf_texts import HEADINGS, paragraphs

from benchmarks.formats.typesetters import HEAD, PROGRAMS, Program
from benchmarks.machine import machine
from benchmarks.measures import table
from index.documents.drafts import Block, Reached, Source
from index.documents.pdf import read_pdf

SEEDS = (1, 2, 3)
PARAGRAPHS = 64
COLUMNS = ["typesetter", "exact paragraphs", "heads left", "broken words", "wrong hyphens", "ms a page"]
_SAME = str.maketrans({"'": "’", "\u00a0": " ", "\u202f": " ", "”": "»", "“": "«"})


def main() -> None:
    print(f"# PDF, measured\n\n{machine()}\n")
    missing = [name for name, program in PROGRAMS.items() if not program.is_installed()]
    rows = [_row(name, program) for name, program in PROGRAMS.items() if program.is_installed()]
    print(table(COLUMNS, rows))
    if missing:
        print(f"\nSkipped, as their programs are not installed: {', '.join(missing)}.")


def _row(name: str, program: Program) -> list[str]:
    total: Counter[str] = Counter()
    for seed in SEEDS:
        blocks = _document(seed)
        with tempfile.TemporaryDirectory() as folder:
            total.update(_measured(blocks, program.make(blocks, Path(folder))))
    exact = total["exact"] / total["blocks"]
    wrong = f"{total['wrong']} ({total['wrong'] / max(1, total['broken']):.1%})"
    pace = total["microseconds"] / 1000 / total["pages"]
    return [name, f"{exact:.1%}", str(total["heads"]), str(total["broken"]), wrong, f"{pace:.1f}"]


def _document(seed: int) -> list[str]:
    texts = paragraphs(PARAGRAPHS, seed)
    per = PARAGRAPHS // len(HEADINGS)
    blocks: list[str] = []
    for n, text in enumerate(texts):
        blocks += [Heading(HEADINGS[n // per]), text] if n % per == 0 else [text]
    return blocks


def _measured(blocks: Sequence[str], data: bytes) -> dict[str, int]:
    start = time.perf_counter()
    pieces = list(read_pdf(Source("a.pdf", "a.pdf", BytesIO(data))))
    seconds = time.perf_counter() - start
    wanted = Counter(map(_plain, blocks))
    found = Counter(_plain(piece.text) for piece in pieces if isinstance(piece, Block))
    return {
        "exact": (wanted & found).total(),
        "blocks": len(blocks),
        "heads": sum(text.count(HEAD) + bool(re.fullmatch(r"(Page )?\d+( ?(sur|/) ?\d+)?", text)) for text in found),
        "wrong": _wrong_hyphens(wanted, found),
        "broken": _broken_words(data),
        "pages": sum(isinstance(piece, Reached) for piece in pieces),
        "microseconds": round(seconds * 1e6),
    }


def _plain(text: str) -> str:
    """A text without what typesetters do at will: the width of spaces, the shape of quotation marks."""
    return re.sub(r"(?<=«) | (?=[»;:?!])", "", " ".join(text.translate(_SAME).split()))


def _wrong_hyphens(wanted: Counter[str], found: Counter[str]) -> int:
    """How many words are in the text with a hyphen more or less than they were written with."""
    words, read = (Counter(word for text in texts.elements() for word in text.split()) for texts in (wanted, found))
    lacking = Counter(word.replace("-", "") for word in (words - read).elements())
    more = Counter(word.replace("-", "") for word in (read - words).elements())
    return (lacking & more).total()


def _broken_words(data: bytes) -> int:
    """How many lines end within a word."""
    from pypdfium2 import PdfDocument

    from index.documents.pdf.pages import read_page

    with closing(PdfDocument(data)) as document:
        return sum(line.broken for n in range(len(document)) for line in read_page(document, n + 1).lines)


if __name__ == "__main__":
    main()
