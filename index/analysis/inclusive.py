"""Inclusive writing: one chunk that stands for the masculine and the feminine, singular or plural."""

from __future__ import annotations

import re
from functools import cache

from index.analysis.wordlists import word_list, word_set


def inclusive_forms(chunk: str) -> tuple[str, ...]:
    """The forms that an inclusive chunk stands for, the masculine first; empty where it is no inclusive writing.

    ``étudiant·e·s`` and ``étudiant(e)s`` give étudiant, étudiante, étudiants, étudiantes; ``celui·celle`` gives both.
    """
    match = _pattern().fullmatch(chunk)
    if match and not _is_clitic(match):
        masculine = match["stem"]
        feminine = _feminine(masculine, match["ending"].lower())
        plural = (_plural(masculine), _plural(feminine)) if match["plural"] else ()
        return tuple(dict.fromkeys((masculine, feminine, *plural)))
    words = chunk.split("·")
    return tuple(words) if len(words) > 1 and all(word.isalpha() and len(word) > 1 for word in words) else ()


def _is_clitic(match: re.Match[str]) -> bool:
    """« donne-le », « sont-elles »: a pronoun after its verb, not an ending."""
    after = match["ending"] + (match["plural"] or "")
    return match["mark"] == "-" and after.lower() in word_set("clitics")


def _plural(word: str) -> str:
    return word if word[-1] in "sxz" else word + "s"


def _feminine(masculine: str, ending: str) -> str:
    fitting = [(old, new) for old, new in _endings()[ending] if masculine.lower().endswith(old)]
    old, new = max(fitting, key=lambda pair: len(pair[0]), default=("", ending))
    return masculine[: len(masculine) - len(old)] + new


@cache
def _endings() -> dict[str, list[tuple[str, str]]]:
    endings: dict[str, list[tuple[str, str]]] = {}
    for ending, old, new in word_list("inclusive"):
        endings.setdefault(ending, []).append((old.replace("-", ""), new))
    return endings


@cache
def _pattern() -> re.Pattern[str]:
    """A stem, a mark, an ending, and the plural: inside the ending, or after a second mark or bracket."""
    endings = "|".join(sorted(_endings(), key=len, reverse=True))
    return re.compile(
        rf"(?P<stem>[^\W\d_]{{2,}})(?P<mark>[-·.(])(?P<ending>{endings})(?P<plural>\)?[-·.]?s)?\)?", re.IGNORECASE
    )
