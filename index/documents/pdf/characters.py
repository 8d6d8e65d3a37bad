"""Characters: a page of PDFium → words, each with its place, in the order of the content stream."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from ctypes import c_double
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

HYPHENS = "-\u00ad\u2010\u2011\x02\ufffe"
"""What may end a line within a word: PDFium makes U+0002 or U+FFFE of a hyphen that a word goes on after."""
_BROKEN = frozenset(map(ord, "\x02\ufffe"))
_BREAKS = _BROKEN | frozenset(map(ord, "\r\n"))
_SPACES = frozenset(map(ord, " \t\x00")) | _BREAKS
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "–", "\uf0a8": "□"}
"""Those of office programs, in fonts of signs."""
_LETTERS = str.maketrans(
    _LIGATURES
    # Controls and what has no meaning, but for the mark of a broken word; what a font of TeX calls its quotation marks.
    | dict.fromkeys(
        map(chr, (*range(2), *range(3, 0x20), *range(0x7F, 0xA0), 0xFEFF, 0x200B, *range(0xE000, 0xF900))), ""
    )
    | _BULLETS
    | {"≪": "«", "≫": "»", "\ufffe": "\x02"}
)
RAISED = 0.2
"""A digit so much above its word, as a part of the word's size, is the mark of a note."""
BOLD = 600


class Word(NamedTuple):
    """Characters without a space between them.

    ``left``, ``right`` and ``baseline`` are in points, turned so that the text runs to the right; ``turn`` says by how
    many quarters it was turned. ``broken`` says that a line break of PDFium's follows.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    turn: int = 0
    bold: bool = False
    broken: bool = False


class Characters:
    """The characters of a page, up to so many."""

    def __init__(self, page: PdfTextPage, most: int) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._page = page.raw
        self.total: int = raw.FPDFText_CountChars(self._page)
        code = raw.FPDFText_GetUnicode
        self.codes: Sequence[int] = [code(self._page, index) for index in range(min(self.total, most))]
        self._x, self._y = c_double(), c_double()
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()

    def words(self, letters: Mapping[int, str] = MappingProxyType({})) -> Iterator[Word]:
        """The words, in the order of the stream; ``letters`` are what some codes stand for."""
        for start, end in self._ranges():
            if text := plain(self.codes[start:end], letters):
                yield self._word(start, end, text)

    def texts(self) -> Iterator[str]:
        """The words as their codes are, without their places."""
        return ("".join(map(chr, self.codes[start:end])) for start, end in self._ranges())

    def are_unmapped(self) -> bool:
        """Whether the file does not tell which letters most of its characters are, as far as their fonts know."""
        error = self._raw.FPDFText_HasUnicodeMapError
        starts = [start for start, _ in self._ranges()]
        unmapped = [start for start in starts if _is_private(self.codes[start]) or error(self._page, start) == 1]
        return 2 * len(unmapped) > len(starts)

    def _ranges(self) -> Iterator[tuple[int, int]]:
        start = 0
        for index, code in enumerate(self.codes):
            if code in _SPACES:
                # A hyphen at a line's end belongs to its word.
                end = index + 1 if code in _BROKEN else index
                if start < end:
                    yield start, end
                start = index + 1
        if start < len(self.codes):
            yield start, len(self.codes)

    def _word(self, start: int, end: int, text: str) -> Word:
        size = self._size(start)
        turn = self._turn(start)
        left, baseline = self._origin(start, turn)
        right = max(left, self._right(end - 1, turn))
        text = self._with_note_marks(text, range(start, end), baseline, size, turn)
        broken = self.codes[end - 1] in _BREAKS or self.codes[end : end + 1] == [13]
        bold: int = self._raw.FPDFText_GetFontWeight(self._page, start)
        return Word(text, left, right, baseline, size, turn, bold >= BOLD, broken)

    def _size(self, index: int) -> float:
        """The size as it is seen: that of the font, scaled by the matrix of the text."""
        size: float = self._raw.FPDFText_GetFontSize(self._page, index)
        if not self._raw.FPDFText_GetMatrix(self._page, index, self._matrix):
            return size
        return round(size * math.hypot(self._matrix.c, self._matrix.d), 2)

    def _turn(self, index: int) -> int:
        angle: float = self._raw.FPDFText_GetCharAngle(self._page, index)
        return round(-angle / (math.pi / 2)) % 4  # PDFium counts clockwise

    def _origin(self, index: int, turn: int) -> tuple[float, float]:
        self._raw.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        return turned(self._x.value, self._y.value, turn)

    def _right(self, index: int, turn: int) -> float:
        self._raw.FPDFText_GetLooseCharBox(self._page, index, self._box)
        box = self._box
        if not turn:
            right: float = box.right
            return right
        return max(turned(box.left, box.bottom, turn)[0], turned(box.right, box.top, turn)[0])

    def _with_note_marks(self, text: str, indices: range, baseline: float, size: float, turn: int) -> str:
        """The word with its last digits raised, if they are above its baseline: « mot³ »."""
        bare = text.rstrip("0123456789")
        digits = len(text) - len(bare)
        if not digits or not bare or digits > len(indices) or digits > 3:  # noqa: PLR2004
            return text
        raised = self._origin(indices[-digits], turn)[1] - baseline
        return bare + text[len(bare) :].translate(SUPERSCRIPTS) if raised > RAISED * size else text


def plain(codes: Sequence[int], letters: Mapping[int, str] = MappingProxyType({})) -> str:
    """The text of UTF-16 or UTF-32 codes: ligatures in letters, and without controls."""
    text = "".join(map(chr, codes))
    text = (text.translate(letters) if letters else text).translate(_LETTERS)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place, seen after so many quarters of a turn to the right."""
    match turn:
        case 1:
            return y, -x
        case 2:
            return -x, -y
        case 3:
            return -y, x
        case _:
            return x, y


def _is_private(code: int) -> bool:
    return code < 0x20 or code == 0xFFFD or 0xE000 <= code <= 0xF8FF  # noqa: PLR2004
