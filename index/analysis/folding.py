"""Folding: a word without its accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def fold(word: str) -> str:
    """``word`` with its Latin letters turned to ASCII by Unidecode; other scripts are left alone.

    ``cœur`` → coeur, ``łódź`` → lodz, ``غزة`` → غزة (Unidecode would make it ``Gz@``).
    """
    return word if word.isascii() else "".join(map(_fold_sign, word))


@lru_cache(maxsize=4096)
def _fold_sign(sign: str) -> str:
    if sign.isascii() or not unicodedata.name(sign, "").startswith("LATIN"):
        return sign
    from unidecode import unidecode_expect_nonascii

    return unidecode_expect_nonascii(sign).lower() or sign
