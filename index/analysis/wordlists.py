"""Word lists: data files beside this module, one entry a line; ``#`` starts a comment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def word_list(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of ``data/NAME.txt``, each split at white space; comments and empty lines left out."""
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return tuple(tuple(line) for line in lines if line)


@cache
def word_set(name: str) -> frozenset[str]:
    """Every word of ``data/NAME.txt``."""
    return frozenset(word for line in word_list(name) for word in line)


def is_stop_word(exact: str) -> bool:
    """Whether a word (case folded, accents as written) says little on its own."""
    return exact in word_set("stopwords")


def may_be_elided(exact: str) -> bool:
    """Whether a word is a letter that stands for a stop word where an apostrophe follows, and names something else."""
    return len(exact) == 1 and is_stop_word(exact) and exact in word_set("elisions")


def is_light(exact: str) -> bool:
    """Whether a verb says little in a question, though it is looked for: « peut », « faire »."""
    return exact in word_set("light")
