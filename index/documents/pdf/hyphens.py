"""Hyphens: whether a word that a line's end broke is written with its hyphen or without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from index.analysis import fold, is_stop_word, lemmas, spellings
from index.documents.pdf.layout import Paragraph
from index.documents.pdf.lines import Line

_WORDS = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(?:en|sur|sous|de|du|des|la|le|les|lès|à|au|aux|et)-\w")
"""A small word between hyphens, in the name of a place."""
_END = re.compile(r"[^\W\d_]+$")
_START = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_HYPHENATED = re.compile(
    "arrière|demi|semi|afro|anglo|franco|gallo|germano|gréco|hispano|ibéro|israélo|italo|judéo|luso|nippo|russo|sino|turco"
)
"""Before a word these have a hyphen, whatever the lexicon says; before « phone » they have none."""
_PREFIXES = re.compile("euro|ex|néo|pseudo|socio|vice")
"""What is before a hyphen, though it is no word."""
_ENDINGS = frozenset(["ment", "ments", "tion", "tions"])
"""What no compound ends with, though some of it is a word."""
LONGEST = 64
"""Letters of a word that are looked at."""
ENOUGH = 4
"""Number of broken lines from which the habits of a document are known."""
LONG = 5
"""A plural of fewer letters may be the beginning or the end of any word: « trans », « sons »."""
MOST_WORDS = 300_000


class Hyphens:
    """Decides by the words of the document, then by the lexicon; in doubt a hyphen is kept."""

    def __init__(self) -> None:
        self._seen: set[str] = {"aujourd’hui", "aujourd'hui"}
        self._breaks = 0
        self._within = 0

    def learn(self, lines: Sequence[Line]) -> None:
        """Remember the whole words of a page, and whether its lines end within words that have no hyphen."""
        for text in whole_words(lines):
            if len(self._seen) < MOST_WORDS:
                for word in _WORDS.findall(text.casefold()):
                    self._seen.add(word)
                    self._seen.update(_LETTERS.findall(word))
        for line, following in pairwise(lines):
            if line.broken:
                parts = _parts(line.text, following.text)
                self._breaks += 1
                self._within += parts is not None and not all(map(is_known, parts))

    def join(self, text: str, rest: str) -> str:
        """What is between a text, whose last word is broken, and the rest of it: a hyphen or nothing."""
        parts = _parts(text, rest)
        start = _START.match(rest[:LONGEST])
        # « va-t-|on », where « ton » would be a word.
        if parts is None or start is None or text.endswith("-t"):
            return "-"
        left, right = parts
        if left + start[0].casefold() in self._seen or left + right in self._seen:
            return ""
        return "" if f"{left}-{right}" not in self._seen and self._is_one(left, right) else "-"

    def _is_one(self, left: str, right: str) -> bool:
        """Whether two parts that the document does not join are one word without a hyphen."""
        if right in _ENDINGS:
            return True
        if right in {"ci", "là"}:
            return left == "ce" or not is_known(left)
        if right in {"même", "mêmes"}:  # the lexicon takes « luimême »
            return False
        if _HYPHENATED.fullmatch(left) and not right.startswith("phon"):
            return False
        are_words = all(part in self._seen or is_known(part) for part in (left, right))
        # The lexicon has compounds without their hyphens, bateauxmouches: two plurals are no word in one, and where
        # lines never end within a word they end after its hyphen.
        if are_words and (_are_plural(left, right) or (self._breaks >= ENOUGH and not self._within)):
            return False
        return is_known(left + right) or (not are_words and not _PREFIXES.fullmatch(left))


def _parts(text: str, rest: str) -> tuple[str, str] | None:
    """The two parts of a broken word in small letters; None if it certainly has a hyphen.

    « Saint-|Denis », « Limogne-|en-Quercy ».
    """
    end, start = _END.search(text[-LONGEST:]), _LETTERS.match(rest[:LONGEST])
    if _LINK.match(rest):
        return None
    if not end or not start or (start[0][0].isupper() and not end[0].isupper()):
        return None
    return end[0].casefold(), start[0].casefold()


def _are_plural(left: str, right: str) -> bool:
    return left[-1] in "sx" and right[-1] in "sx" and min(len(left), len(right)) >= LONG


def whole_words(lines: Iterable[Line]) -> Iterator[str]:
    """The texts of lines without the parts of words at their ends."""
    broken = False
    for line in lines:
        words = line.text.split(" ")
        yield " ".join(words[broken : len(words) - line.broken])
        broken = line.broken


def text_of(paragraph: Paragraph, hyphens: Hyphens) -> str:
    """The text of a paragraph, its broken words joined; verses and lines of an address keep their ends."""
    lines = paragraph.lines
    parts = [lines[0].text]
    for line, following in pairwise(lines):
        if line.broken:
            parts.append(hyphens.join(line.text, following.text))
        else:
            parts.append("\n" if line.ended else " ")
        parts.append(following.text)
    return "".join(parts).strip() + ("-" if lines[-1].broken else "")


@lru_cache(maxsize=1 << 14)
def is_known(word: str) -> bool:
    """Whether the lexicon or its rules know a word, as it is written: « parlà » stands for no « parla » here."""
    known = spellings(fold(word))
    return is_stop_word(word) or word in known or (not known and not lemmas(word)[0].startswith("~"))
