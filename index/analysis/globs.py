"""Globs: patterns of ``*`` (any run of characters) and ``?`` (one), matched in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

CACHE_SIZE = 64


def matches(pattern: str, word: str) -> bool:
    """Whether ``word`` as a whole matches ``pattern``."""
    return _compiled(pattern).fullmatch(word) is not None


def matching(pattern: str, words: Iterable[str]) -> list[str]:
    """Those of ``words`` that match ``pattern``, in their order."""
    fullmatch = _compiled(pattern).fullmatch
    return [word for word in words if fullmatch(word)]


def literal_prefix(pattern: str) -> str:
    """What every word that matches ``pattern`` begins with."""
    return pattern.partition("*")[0].partition("?")[0]


@lru_cache(maxsize=CACHE_SIZE)
def _compiled(pattern: str) -> re.Pattern[str]:
    """A glob as a regular expression that never takes back where it found what is between two stars.

    Found as early as can be, it leaves the most room to what follows, so no other place could do better; an atomic
    group keeps the expression from trying them.
    """
    head, *others = map(_literal, pattern.split("*"))
    if not others:
        return re.compile(head, re.DOTALL)
    *middle, tail = others
    return re.compile(head + "".join(f"(?>.*?{part})" for part in middle if part) + ".*" + tail, re.DOTALL)


def _literal(part: str) -> str:
    return "".join("." if sign == "?" else re.escape(sign) for sign in part)
