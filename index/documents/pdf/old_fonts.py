"""Old fonts of TeX: accents that stand alone, and letters that only their codes tell.

The codes are those of the encoding T1 (Cork, 1990), as LaTeX has it for European languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice

from index.documents.pdf.characters import Word
from index.documents.pdf.hyphens import is_known

_MARKS = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "¸": "\u0327"}
_LETTERS = {"´": "eE", "`": "aeuAEU", "ˆ": "aeiouAEIOU", "¨": "aeiouyAEIOUY", "¸": "cC"}
_ACCENTED = {
    (accent, letter): unicodedata.normalize("NFC", letter + _MARKS[accent])
    for accent, letters in _LETTERS.items()
    for letter in letters
}
_BEFORE = re.compile("([´`ˆ¨¸])([a-zA-Zı])")
_AFTER = re.compile("([a-zA-Zı])([´`ˆ¨¸])")
_BETWEEN = re.compile("(?=(.?)([´ˆ¨¸])(.?))")
NEAR = 60
"""An accent is at most so many words away from its letter: PDFium puts what is above a line at its end."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_QUOTES = dict(zip(range(0x10, 0x17), "“”„«»–—", strict=True))
_LIGATURES = dict(zip(range(0x1B, 0x20), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
CORK = {ord("'"): "’", 0x7F: "-", 0xD7: "Œ", 0xF7: "œ"} | _QUOTES | _LIGATURES
"""What is otherwise there than in Latin-1."""
SAMPLE, FEWEST, READABLE = 300, 3, 0.5
"""Of so many words, at least so many, and this part of them, are in the lexicon where codes are letters."""


def with_accents(words: Sequence[Word]) -> Sequence[Word]:
    """The words of a page, « r´eel » or « re´el » as réel; an accent alone goes to the capital that it is above."""
    found = [word.text for word in words if any(accent in word.text for accent in _MARKS)]
    # A grave accent by itself is a sign of programmers.
    if not any(accent in text for text in found for accent in "´ˆ¨¸"):
        return words
    last = is_last(found)
    words = [word._replace(text=composed(word.text, last=last)) for word in words]
    for index, word in enumerate(words):
        if word.text in _MARKS:
            _put_on_capital(words, index)
    return [word for word in words if word.text]


def is_last(words: Iterable[str]) -> bool:
    """Whether accents follow their letters: as it is where an accent fits one of its neighbours only."""
    votes = 0
    for accent, before, after in (match.group(2, 1, 3) for word in words for match in _BETWEEN.finditer(word)):
        votes += bool(_accented(accent, before)) - bool(_accented(accent, after))
    return votes > 0


def composed(word: str, *, last: bool = False) -> str:
    """A word with each accent on its letter: the one after it if it fits, as TeX writes it, else the one before.

    It is the other way round where accents come ``last``.
    """
    steps = [(_BEFORE, 1, 2), (_AFTER, 2, 1)]
    for pattern, accent, letter in reversed(steps) if last else steps:
        word = pattern.sub(partial(_replaced, accent=accent, letter=letter), word)
    return word


def _replaced(found: re.Match[str], accent: int, letter: int) -> str:
    return _accented(found[accent], found[letter]) or found[0]


def _accented(accent: str, letter: str) -> str:
    return _ACCENTED.get((accent, "i" if letter == "ı" else letter), "")


def _put_on_capital(words: list[Word], index: int) -> None:
    accent = words[index]
    for n in sorted(range(max(0, index - NEAR), min(len(words), index + NEAR)), key=lambda n: abs(n - index)):
        word = words[n]
        letter = _accented(accent.text, word.text[:1])
        if letter and _stands_above(accent, word):
            words[n] = word._replace(text=letter + word.text[1:])
            words[index] = accent._replace(text="")
            return


def _stands_above(accent: Word, word: Word) -> bool:
    middle = (accent.left + accent.right) / 2
    return word.left < middle < word.left + word.size and abs(accent.baseline - word.baseline) < word.size / 2


def is_readable(texts: Iterable[str]) -> bool:
    """Whether texts, read by that encoding, are French."""
    words = list(islice((word for text in texts for word in _WORD.findall(text.translate(CORK).casefold())), SAMPLE))
    known = sum(map(is_known, words))
    return known >= max(FEWEST, READABLE * len(words))
