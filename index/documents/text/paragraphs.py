"""Chunking: text → paragraphs. Nothing is lost; white space at the edges and the breaks of wrapped lines aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x85\u2028]")
PARAGRAPH_ENDS = re.compile("[\f\u2029]")
_WORD = re.compile(r"\w+")
LIST_ITEM = re.compile(r"[•◦▪‣·\-–—*]\s+\S|\d{1,3}[.)]\s+\S")
NARROWEST = 50
"""Lines are only wrapped where some of them reach this many code points; shorter ones (verse) end on purpose."""
WIDEST = 130
"""Nor where some are longer than this: then each line is a paragraph."""
LONG_LINE = 100
"""A line of more code points than this that was broken on purpose is a paragraph of its own."""
MOST_PUNCTUATION = 20
"""A headline that is repeated is at most twice as long as before, and so many signs."""
LONGEST_TITLE = 200
"""The first block is a title up to this many code points."""
LONGEST = 6_000
"""No paragraph that a person can be shown is longer, in code points: it is two printed pages."""
_BREAKS = frozenset("-‐‑¬\u00ad")
"""What a word that is broken at the end of a line ends in there."""
_SENTENCE_ENDS = re.compile(r"""[.!?…][»”"’)\]\u00a0\u202f ]*\s|[。！？\n]""")


def paragraphs(text: str) -> list[str]:
    r"""The paragraphs of plain text: blocks between empty lines or form feeds, list items and dialogue lines apart.

    Lines that were wrapped to a width are joined by a space; a short line that ends early on purpose (a poem's, an
    address's) keeps its line end, as ``\n``.
    """
    return [paragraph for block in _blocks(text) for paragraph in _paragraphs_of(block)]


def lines(text: str) -> list[str]:
    """The paragraphs of a text in which every line end ends a paragraph, unless it breaks a word."""
    found: list[list[str]] = []
    is_broken = False
    for part in map(str.strip, text.splitlines()):
        if is_broken and part[:1].islower():
            found[-1].append(part)
        elif part:
            found.append([part])
        is_broken = _is_broken(part)
    return list(map("\n".join, found))


def _is_broken(line: str) -> bool:
    return line[-1:] in _BREAKS and line[-2:-1].isalpha()


def readable(blocks: Sequence[str]) -> Sequence[str]:
    """The paragraphs themselves, but very long ones in parts, which end after sentences as a rule.

    A whole book on one line would be one passage else, which holds all words and tells nobody where they occur.
    """
    if max(map(len, blocks), default=0) <= LONGEST:
        return blocks
    return [part for block in blocks for part in _parts(block)]


def _parts(block: str) -> Iterator[str]:
    start = 0
    while len(block) - start > LONGEST:
        longest = block[start : start + LONGEST]
        part = longest[: _cut(longest)]
        yield part.rstrip()
        start += len(part)
        while block[start : start + 1].isspace():
            start += 1
    yield block[start:]


def _cut(longest: str) -> int:
    """Where the last sentence ends that is whole in the longest part there can be, or the last word; or its end."""
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(longest, LONGEST // 2)]
    return ends[-1] if ends else longest.rfind(" ", LONGEST // 2) + 1 or LONGEST


def same_words(one: str, other: str) -> bool:
    """Whether two blocks say the same, case, spaces and punctuation aside: how a repeated headline is known."""
    if not one or len(one) > longest_repeat(other) or len(other) > longest_repeat(one):
        return False
    words, longest = _words(other)
    said = one.casefold()
    return longest in said and _WORD.findall(said) == words


def longest_repeat(block: str) -> int:
    """How long a block can be that repeats this one. Nearly all paragraphs are longer than any repeated title."""
    return MOST_PUNCTUATION + 2 * len(block)


@lru_cache(maxsize=16)
def _words(headline: str) -> tuple[list[str], str]:
    """The words of a headline, which is compared with one block after the other, and the longest of them."""
    words = _WORD.findall(headline.casefold())
    return words, max(words, key=len, default="")


def is_title(paragraph: str) -> bool:
    """Whether a first paragraph can be the title: short, on one line, and no list item."""
    return len(paragraph) <= LONGEST_TITLE and "\n" not in paragraph and not LIST_ITEM.match(paragraph)


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines without an empty one, their trailing white space cut."""
    for page in PARAGRAPH_ENDS.split(text):
        block: list[str] = []
        for line in page.splitlines():
            if line.strip():
                block.append(line.rstrip())
            elif block:
                yield block
                block = []
        if block:
            yield block


def _paragraphs_of(block: Sequence[str]) -> Iterator[str]:
    width = max(map(len, block))
    parts: list[str] = []
    previous = ""
    for line in block:
        words = line.strip()
        joint = _joint(previous, words, width) if parts and not LIST_ITEM.match(words) else None
        if joint is not None:
            parts.append(joint)
        elif parts:
            yield "".join(parts)
            parts.clear()
        parts.append(words)
        previous = line
    yield "".join(parts)


def _joint(previous: str, words: str, width: int) -> str | None:
    """What is between two lines: a space where the first was full, a line end where it was not; None ends it."""
    first_word = words.split(maxsplit=1)[0]
    if NARROWEST <= width <= WIDEST and len(previous) + 1 + len(first_word) > width:
        return _joint_of_words(previous, words)
    return None if max(len(previous), len(words)) > LONG_LINE else "\n"


def _joint_of_words(previous: str, words: str) -> str:
    """A word cut at the end of a line keeps its hyphen, without a space: reading finds it whole as well as in parts."""
    if not (words[0].islower() and _is_broken(previous)):
        return " "
    return "\n" if previous.endswith("¬") else ""  # that sign breaks words at the end of lines only
