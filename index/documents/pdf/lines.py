"""Lines: words → the pieces of lines that they are in, in the order of the content stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeVar

from index.documents.pdf.characters import HYPHENS, RAISED, SUPERSCRIPTS, Word

T = TypeVar("T")
APART = 1.5
"""Words further from one another than this, in sizes, are in two columns or in two cells of a table."""
LEVEL = 0.5
"""Words on one line differ in height by less than this, in sizes: note marks are raised by a third."""
SAME_SIZE = 1.08
CLOSE = 0.1
"""There is no space between letters nearer than this, in sizes."""
BESIDE = 0.3
"""The mark of a note is nearer to its word than this, in sizes."""
SMALLER = 0.85
"""And smaller than this part of it."""
SPACED, FEWEST = 0.8, 5
"""A line is letter-spaced if so many of its words, and not less than five, are single letters."""
WIDER = 1.6
"""The spaces of such a line are so much wider than those between its letters."""


@dataclass(slots=True)
class Line:
    """A line, or the part of it that is in one column; geometry as that of its words.

    ``first`` is the width of its first word, ``space`` that of its widest space. ``broken`` says that its last word
    ends with a hyphen, which is not in ``text``. A ``row`` is a line of a table, an ``ended`` one was ended on purpose
    within its paragraph.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    turn: int = 0
    bold: bool = False
    broken: bool = False
    first: float = 0
    space: float = 0
    row: bool = False
    ended: bool = False
    page: int = 1

    @property
    def middle(self) -> float:
        """How far right its middle stands."""
        return (self.left + self.right) / 2

    def same_size(self, other: Line) -> bool:
        """Whether two lines are set in one size."""
        small, large = sorted((self.size, other.size))
        return large <= SAME_SIZE * small

    def level_with(self, other: Line) -> bool:
        """Whether two pieces stand on one line of the page."""
        return self.turn == other.turn and abs(self.baseline - other.baseline) < LEVEL * min(self.size, other.size)


def lines(words: Iterable[Word], page: int) -> list[Line]:
    """The lines of a page."""
    return [_line(words, page) for words in runs(words, _goes_on)]


def runs(items: Iterable[T], goes_on: Callable[[T, T], bool]) -> Iterator[list[T]]:
    """The items in runs, in which each goes on from the one before."""
    run: list[T] = []
    for item in items:
        if run and not goes_on(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _goes_on(word: Word, following: Word) -> bool:
    small, size = sorted((word.size, following.size))
    if word.turn != following.turn or abs(following.baseline - word.baseline) > LEVEL * size:
        return False
    gap = following.left - word.right
    return -size < gap < APART * small


def _line(words: Sequence[Word], page: int) -> Line:
    text, broken = _text(words)
    size = _size(words)
    main = next(word for word in words if word.size == size)
    return Line(
        text=text,
        left=words[0].left,
        right=max(word.right for word in words),
        baseline=main.baseline,
        size=size,
        turn=main.turn,
        bold=all(word.bold for word in words),
        broken=broken,
        first=_first(words) - words[0].left,
        space=max((following.left - word.right for word, following in pairwise(words)), default=0),
        page=page,
    )


def _text(words: Sequence[Word]) -> tuple[str, bool]:
    """The words of a line, and whether the last one goes on on the next line; then without its hyphen."""
    text = text_of(words)
    inner = text[:-1].replace("\x02", "-").replace("\u00ad", "-")
    last = text[-1:]
    if last in HYPHENS and inner[-1:].isalnum():
        return inner, True
    return inner + ("-" if last in HYPHENS else last), False


def _first(words: Sequence[Word]) -> float:
    """Where what cannot be broken at the beginning of a line ends: the first word, and an opening mark before it."""
    return next((word.right for word in words if any(map(str.isalnum, word.text))), words[-1].right)


def _size(words: Sequence[Word]) -> float:
    """The size of most letters."""
    letters: dict[float, int] = {}
    for word in words:
        letters[word.size] = letters.get(word.size, 0) + len(word.text)
    return max(letters, key=lambda size: letters[size])


def text_of(words: Sequence[Word]) -> str:
    """The text of the words of a line."""
    if _is_spaced(words):
        return _closed_up(words)
    parts = [words[0].text]
    for word, following in pairwise(words):
        if _is_mark(word, following):
            parts.append(following.text.translate(SUPERSCRIPTS))
        else:
            parts += ["" if _is_close(word, following) else " ", following.text]
    return "".join(parts)


def _is_close(word: Word, following: Word) -> bool:
    """Whether two words are one: PDFium breaks the line before a letter of another size."""
    return word.broken and _gap(word, following) < CLOSE * word.size


def _is_mark(word: Word, following: Word) -> bool:
    """Whether a number is the mark of a note at the end of a word, or an exponent."""
    return (
        following.text.isdecimal()
        and following.text.isascii()
        and following.size < SMALLER * word.size
        and following.baseline - word.baseline > RAISED * word.size
        and _gap(word, following) < BESIDE * word.size
    )


def _is_spaced(words: Sequence[Word]) -> bool:
    """Whether a line is « l e t t e r - s p a c e d »."""
    letters = sum(len(word.text) == 1 and word.text.isalpha() for word in words)
    return letters >= FEWEST and letters >= SPACED * len(words)


def _closed_up(words: Sequence[Word]) -> str:
    gaps = [_gap(*pair) for pair in pairwise(words)]
    usual = max(median(gaps), 0)
    texts = [(" " if gap > WIDER * usual else "") + word.text for gap, word in zip(gaps, words[1:], strict=True)]
    return words[0].text + "".join(texts)


def _gap(word: Word, following: Word) -> float:
    return following.left - word.right
