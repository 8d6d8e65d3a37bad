"""Written: words as they stand in a plain text, each one run of letters and digits."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from index.analysis.letters import DIGITS, LETTERS

CODED = "\ua78c"
"""A letter that no French text uses: a word that begins with it is written in code."""
LONGEST_WRITTEN = 1000
"""Longer words are written as a digest: no native index takes words of any length."""
REMEMBERED = 1 << 17


def written(word: str) -> str:
    """``word`` as it stands in a plain text: itself, or in code where it would not be one run of letters and digits.

    Different words are written differently.
    """
    return word if is_simple(word) else _coded(word)


def beside(word: str) -> str:
    """``word`` as a native index holds it where it stands beside the word of a place: no phrase can run into it."""
    return f"{CODED}x{written(word)}"


def is_simple(word: str) -> bool:
    """Whether ``word`` stands as itself."""
    return len(word) <= LONGEST_WRITTEN and _simple_word().fullmatch(word) is not None


@lru_cache(maxsize=REMEMBERED)
def _coded(word: str) -> str:
    data = word.encode("utf-8", "surrogatepass")
    if len(data) <= LONGEST_WRITTEN:
        return CODED + data.hex()
    from hashlib import sha256

    return CODED + CODED + sha256(data).hexdigest()


@cache
def _simple_word() -> re.Pattern[str]:
    """Letters in lower case and digits that every library takes for such."""
    letters = (sign for sign in map(chr, range(0x180)) if re.fullmatch(f"[{LETTERS}]", sign))
    return re.compile(f"[{DIGITS}{''.join(sign for sign in letters if sign == sign.lower())}]+")
