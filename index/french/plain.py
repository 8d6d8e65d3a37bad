"""Plain text: a text rewritten so that its words are its runs of letters and digits.

What reads such a text needs none of the rules of French: a plain expression here, or the tokenizer of a native library.
Only what is rare is rewritten. One search decides which of many texts hold any of it, and nearly all texts are their
own plain text. What is read from a plain text is what ``reading`` reads from the text itself; tests hold them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from index.french.chunks import LONG_S, chunks
from index.french.compounds import beside_words, hyphened
from index.french.rarity import rare_among
from index.french.rows import others_of, row_of
from index.french.runs import runs
from index.french.written import written


class Plain(NamedTuple):
    """``text``: its runs of letters and digits, in lower case, are the words of the places in order, one a place.

    ``others``: the further words of some places (``porteparole`` beside ``porte``), in no order. ``sources``: what of
    the text as it stands was read by the rules: the runs that hold compounds, or all chunks of a ``rewritten`` one.
    """

    text: str
    others: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    rewritten: bool = False


def plain(text: str) -> Plain:
    """``text`` so that its words are its runs of letters and digits. Never raises."""
    return plains([text])[0]


def plains(texts: Sequence[str]) -> list[Plain]:
    """The plain texts of many paragraphs, which are looked through at one go."""
    if any(LONG_S in text for text in texts):
        texts = [text.replace(LONG_S, "s") for text in texts]
    rare = rare_among(texts)
    return [_rewritten(text) if n in rare else _with_compounds(text) for n, text in enumerate(texts)]


def words(text: str) -> list[str]:
    """Every word of ``text`` as :func:`written`: those of the places in order, then the others."""
    return words_of(plain(text))


def words_of(found: Plain) -> list[str]:
    """The words of a plain text, likewise."""
    words = runs(found.text)
    return [*words, *map(written, found.others)] if found.others else words


def _with_compounds(text: str) -> Plain:
    if "-" not in text:
        return Plain(text)
    found = [(run, others) for _, run in hyphened(text) if (others := beside_words(run)) != ()]
    if not found:
        return Plain(text)
    sources, others = zip(*found, strict=True)
    return _rewritten(text) if None in others else Plain(text, tuple(chain.from_iterable(others)), sources)


def _rewritten(text: str) -> Plain:
    """A text read by the rules: the first word of each place, as written, and the others."""
    found = chunks(text)
    rows = list(map(row_of, found))
    return Plain(" ".join([row for row, _ in rows]), others_of(rows), tuple(found), rewritten=True)
