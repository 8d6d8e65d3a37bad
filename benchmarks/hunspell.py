"""Another dictionary of French, that of hunspell (Debian: hunspell-fr-comprehensive): what the treebanks do not say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

from index.analysis import fold_case

FOLDER = Path("/usr/share/hunspell")
FLAG = 2
"""The letters of a flag."""


class _Suffix(NamedTuple):
    """A word that fits ``condition`` has a form that ends in ``new`` instead of ``old``."""

    old: str
    new: str
    condition: re.Pattern[str]


def hunspell_lemmas() -> Mapping[str, AbstractSet[str]]:
    """The lemmas of every form, compounds aside; empty where the dictionary is not installed."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    if not (FOLDER / "fr.dic").exists():
        return lemmas
    suffixes = _suffixes()
    for word, flags, lemma in _entries():
        for form in (word, *_inflected(word, [suffix for flag in flags for suffix in suffixes.get(flag, ())])):
            lemmas[as_written(form)].add(lemma)
    return lemmas


def as_written(word: str) -> str:
    """A word in the spelling by which forms are compared: « Œuvre » is oeuvre."""
    return fold_case(word).replace("œ", "oe").replace("æ", "ae")


def _suffixes() -> Mapping[str, list[_Suffix]]:
    suffixes: dict[str, list[_Suffix]] = defaultdict(list)
    for line in (FOLDER / "fr.aff").read_text(encoding="utf-8").splitlines():
        match line.split():
            case ["SFX", flag, old, new, condition, *_]:
                end = new.partition("/")[0].strip("0")
                suffixes[flag].append(_Suffix(old.strip("0"), end, re.compile(f"(?:{condition})$")))
    return suffixes


def _entries() -> Iterator[tuple[str, list[str], str]]:
    """Each word with its flags and its lemma, which is named where the word is none itself."""
    for line in (FOLDER / "fr.dic").read_text(encoding="utf-8").splitlines():
        entry, *tags = line.split() or [""]
        word, _, flags = entry.partition("/")
        lemma = next((tag.removeprefix("st:") for tag in tags if tag.startswith("st:")), word)
        yield word, [flags[n : n + FLAG] for n in range(0, len(flags), FLAG)], lemma


def _inflected(word: str, suffixes: list[_Suffix]) -> Iterator[str]:
    return (word.removesuffix(old) + new for old, new, fits in suffixes if word.endswith(old) and fits.search(word))
