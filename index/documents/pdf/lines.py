"""Lines: words → the pieces of lines that they stand in, in the order of the content stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.documents.pdf.characters import HYPHENS, Word
from index.documents.pdf.spacing import text_of

APART = 1.5
"""Words further from one another than this, in sizes, stand in two columns or in two cells of a table."""
LEVEL = 0.5
"""Words on one line differ in height by less than this, in sizes: note marks are raised by a third."""
SAME_SIZE = 1.08


@dataclass(slots=True)
class Line:
    """A line, or the part of it that stands in one column; geometry as that of its words.

    ``first`` is the width of its first word, ``space`` that of its widest space. ``broken`` says that its last word
    ends with a hyphen, which is not in ``text``. A ``row`` is a line of a table, an ``ended``
    one was ended on purpose within its paragraph.
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
    return [_line(words, page) for words in _runs(words)]


def _runs(words: Iterable[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        if run and not _goes_on(run[-1], word):
            yield run
            run = []
        run.append(word)
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
