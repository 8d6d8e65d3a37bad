"""A small typesetter: paragraphs → a PDF in Helvetica, every word and letter where it is told to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

_WIDTHS = (  # of Helvetica, from the space on, in thousandths of the size
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),  # signs
    *[556] * 10,  # digits
    *(278, 278, 584, 584, 584, 556, 1015),
    *(
        667,
        667,
        722,
        722,
        667,
        611,
        778,
        722,
        278,
        500,
        667,
        556,
        833,
        722,
        778,
        667,
        778,
        722,
        667,
        611,
        722,
        667,
        944,
    ),
    *(667, 667, 611, 278, 278, 278, 469, 556, 333),
    *(
        556,
        556,
        500,
        556,
        556,
        278,
        556,
        556,
        222,
        222,
        500,
        222,
        833,
        556,
        556,
        556,
        556,
        333,
        500,
        278,
        556,
        500,
        722,
    ),
    *(500, 500, 500, 334, 260, 334, 584),
)
_OTHERS = {"’": 222, "«": 556, "»": 556, "œ": 944, "–": 556, "—": 1000, "…": 1000, "•": 350, "°": 400}
_VOWELS = "aeiouyàâéèêëîïôûùœ"
_SYLLABLES = re.compile(rf"(?<=\w[{_VOWELS}])(?=[bcdfgjklmnpqrstvz][{_VOWELS}]\w)|(?<=\w-)(?=\w)")
WIDTH, HEIGHT, LEFT, TOP, BETWEEN = 595, 842, 80, 730, 20


@dataclass(frozen=True, slots=True)
class Style:
    """How paragraphs are set, in points. ``put`` says what is placed at once: a line, a word or a letter."""

    size: float = 10
    leading: float = 12
    indent: float = 0
    gap: float = 0
    columns: int = 1
    measure: float = 420
    lines: int = 45
    justified: bool = True
    hyphenated: bool = False
    put: Literal["line", "word", "letter"] = "line"
    head: str = ""
    foot: str = ""
    across: bool = False
    """Whether columns are written line by line, over both of them."""


class Heading(str):
    """A paragraph that is set larger."""

    __slots__ = ()
    SIZE = 14


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line at its place. Each space is wider by ``stretch``."""

    text: str
    x: float
    y: float
    size: float
    stretch: float = 0


def typeset(blocks: Sequence[str], style: Style, about: Mapping[str, str] | None = None) -> bytes:
    """The PDF of paragraphs, set in a style."""
    pages = list(_pages(blocks, style))
    return pdf([_furniture(style, n, len(pages)) + _drawn(page, style) for n, page in enumerate(pages, 1)], about)


def drawn(*lines: SetLine) -> bytes:
    """The content stream of lines, each put at once."""
    return _drawn(lines, Style())


def pdf(contents: Sequence[bytes], about: Mapping[str, str] | None = None, page: str = "", font: str = "") -> bytes:
    """A file with a page for each content stream. ``page`` are further entries of pages, ``font`` stands for ours."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(contents)))
    info = " ".join(f"/{key} <feff{text.encode('utf-16-be').hex()}>" for key, text in (about or {}).items())
    head = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>"]
    objects = [text.encode() for text in (*head, font or _font(), f"<< {info} >>")]
    for n, content in enumerate(contents):
        entries = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F1 3 0 R >> >> {page}"
        objects += [f"<< /Type /Page /Parent 2 0 R {entries} /Contents {6 + 2 * n} 0 R >>".encode(), stream(content)]
    return assemble(objects)


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream object."""
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def assemble(objects: Sequence[bytes], trailer: str = "/Info 4 0 R") -> bytes:
    """A file of these objects, numbered from 1; the first is its catalogue."""
    parts, rows, size = [b"%PDF-1.7\n"], [b"0000000000 65535 f \n"], 9
    for number, body in enumerate(objects, 1):
        rows.append(b"%010d 00000 n \n" % size)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        size += len(parts[-1])
    end = f"trailer\n<< /Size {len(rows)} /Root 1 0 R {trailer} >>\nstartxref\n{size}\n%%EOF\n"
    return b"".join([*parts, b"xref\n0 %d\n" % len(rows), *rows, end.encode()])


def width(text: str, size: float) -> float:
    """How wide a text is in Helvetica."""
    return sum(map(_width, text)) * size / 1000


def _width(sign: str) -> int:
    plain = unicodedata.normalize("NFD", sign)[0]
    return _WIDTHS[ord(plain) - 32] if " " <= plain <= "~" else _OTHERS.get(sign, 556)


def _font() -> str:
    widths = " ".join(str(_width(bytes([code]).decode("cp1252", "replace"))) for code in range(32, 256))
    coded = "/Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255"
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {coded} /Widths [{widths}] >>"


def _pages(blocks: Sequence[str], style: Style) -> Iterator[list[SetLine]]:
    """Lines at their places; a column is filled before the next one."""
    column_width = (style.measure - BETWEEN * (style.columns - 1)) / style.columns
    columns = list(_columns([line for block in blocks for line in _set(block, style, column_width)], style))
    for start in range(0, len(columns), style.columns):
        page = [
            replace(line, x=line.x + LEFT + n * (column_width + BETWEEN))
            for n, column in enumerate(columns[start : start + style.columns])
            for line in column
        ]
        yield sorted(page, key=lambda line: (-line.y, line.x)) if style.across else page


def _columns(lines: Sequence[SetLine], style: Style) -> Iterator[list[SetLine]]:
    """Lines below one another; their ``y`` is at first the distance to the line above."""
    column: list[SetLine] = []
    y: float = TOP
    for n, line in enumerate(lines):
        needed = line.y + (style.leading if line.size == Heading.SIZE and n + 1 < len(lines) else 0)
        if column and y - needed < TOP - style.lines * style.leading:
            yield column
            column, y = [], TOP
        y -= line.y if column else 0
        column.append(replace(line, y=y))
    yield column


def _set(block: str, style: Style, measure: float) -> list[SetLine]:
    """The lines of a paragraph, at distances from one another."""
    size = Heading.SIZE if isinstance(block, Heading) else style.size
    indent = 0 if isinstance(block, Heading) else style.indent
    above = 2 * style.leading if isinstance(block, Heading) else style.leading + style.gap
    texts = list(_broken(block, measure, indent, size, hyphenated=style.hyphenated))
    found = []
    for n, text in enumerate(texts):
        x = indent if n == 0 else 0
        room = measure - x - width(text, size)
        stretch = room / text.count(" ") if style.justified and n + 1 < len(texts) and " " in text else 0
        found.append(SetLine(text, x, style.leading if n else above, size, stretch))
    return found


def _broken(block: str, measure: float, indent: float, size: float, *, hyphenated: bool) -> Iterator[str]:
    """The texts of the lines that a paragraph is broken into."""
    line, room = "", measure - indent
    for word in block.split(" "):
        rest = word
        while width(f"{line} {rest}".strip(), size) > room:
            cuts = [cut.start() for cut in _SYLLABLES.finditer(rest)] if hyphenated else []
            heads = [(rest[:cut].removesuffix("-") + "-", rest[cut:]) for cut in cuts]
            fitting = [pair for pair in heads if width(f"{line} {pair[0]}".strip(), size) <= room]
            head, rest = fitting[-1] if fitting else ("", rest)
            yield f"{line} {head}".strip()
            line, room = "", measure
        line = f"{line} {rest}".strip()
    yield line


def _furniture(style: Style, page: int, pages: int) -> bytes:
    values = {"page": page, "pages": pages}
    head = SetLine(style.head.format(**values), LEFT, TOP + 40, 9)
    foot = SetLine(style.foot.format(**values), LEFT + style.measure / 2, 60, 9)
    return drawn(*(line for line in (head, foot) if line.text))


def _drawn(lines: Sequence[SetLine], style: Style) -> bytes:
    return b"BT\n%b\nET\n" % b"\n".join(_put(line, style.put) for line in lines)


def _put(line: SetLine, put: str) -> bytes:
    at = f"/F1 {line.size:g} Tf %.3f Tw 1 0 0 1 {line.x:.3f} {line.y:.3f} Tm "
    if put == "line":
        return (at % line.stretch).encode() + _coded(line.text) + b" Tj"
    if put == "letter":
        # As TeX does: no spaces, but moves, and kerning between letters.
        wide = width(" ", line.size) + line.stretch
        pieces = [b"%.1f" % (-1000 * wide / line.size) if sign == " " else _coded(sign) for sign in line.text]
        return (at % 0).encode() + b"[" + b" ".join(pieces) + b"] TJ"
    words, x = [], line.x
    for word in line.text.split(" "):
        words.append(replace(line, text=word, x=x, stretch=0))
        x += width(word + " ", line.size) + line.stretch
    return b"\n".join(_put(word, "line") for word in words)


def _coded(text: str) -> bytes:
    return b"<" + text.encode("cp1252").hex().encode() + b">"
