"""Compounds: runs with hyphens, and what stands beside their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from index.analysis.chunks import chunks
from index.analysis.letters import AROUND, LETTERS
from index.analysis.rows import others_of, row_of
from index.analysis.rules import LONGEST_JOINED
from index.analysis.runs import runs
from index.analysis.wordlists import word_list, word_set
from index.analysis.written import REMEMBERED


def hyphened(text: str) -> Iterator[tuple[int, str]]:
    """The runs without a space that hold hyphens, and where each begins."""
    place = text.find("-")
    while place >= 0:
        end = text.find(" ", place)
        end = len(text) if end < 0 else end
        start = text.rfind(" ", 0, place) + 1
        yield start, text[start:end]
        place = text.find("-", end)


def joined(run: str) -> tuple[str, str] | None:
    """The joined form of a compound and the compound as it stands, of nearly all there are.

    None for what the rules have to read: what ends in a clitic, in an ending, or in anything out of the ordinary.
    """
    match = _compound().fullmatch(run)
    if match is None:
        return None
    parts = match[1].lower().split("-")
    word = "".join(parts)
    return None if parts[-1] in _tied() or len(word) > LONGEST_JOINED else (word, match[1])


@lru_cache(maxsize=REMEMBERED)
def beside_words(run: str) -> tuple[str, ...] | None:
    """What stands beside the words of a run with hyphens; None where it is no row of words, and its text rewritten."""
    if compound := joined(run):
        return (compound[0],)
    if _is_inverted(run):
        return ()
    rows = list(map(row_of, chunks(run)))
    return others_of(rows) if " ".join(row for row, _ in rows).split() == runs(run) else None


@cache
def _tied() -> frozenset[str]:
    """What the rules may take for a clitic or for the ending of inclusive writing."""
    endings = {row[0] for row in word_list("inclusive")}
    return frozenset({"s", *word_set("clitics"), *endings, *(f"{ending}s" for ending in endings)})


@cache
def _compound() -> re.Pattern[str]:
    """Words of letters, or of digits, with single hyphens between, and punctuation around them."""
    parts = rf"[{LETTERS}]+(?:-[{LETTERS}]+)+|[{LETTERS}]*[0-9]+(?:-[0-9]+)+"
    return re.compile(rf"{AROUND}({parts}){AROUND}")


def _is_inverted(run: str) -> bool:
    """Whether ``run`` is a word tied to nothing but clitics: « dit-il », « l'a-t-elle », « ce soir-là »."""
    match = _row_of_words().fullmatch(run)
    if match is None:
        return False
    word = match[1].lower()
    return word_set("clitics").issuperset(word.split("-")[1:]) and word not in word_set("compounds")


@cache
def _row_of_words() -> re.Pattern[str]:
    """Words of letters with single hyphens between, perhaps after an elision, and punctuation around them."""
    return re.compile(rf"{AROUND}(?:[cdjlmnstCDJLMNST]['’])?([{LETTERS}]+(?:-[{LETTERS}]+)+){AROUND}")
