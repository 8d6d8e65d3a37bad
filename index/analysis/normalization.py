"""Normalization: one form for look-alike characters, for upper case, and for accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from index.analysis.characters import IGNORED, expanded, plain_equivalents


def normalise(chunk: str) -> tuple[str, Sequence[int]]:
    """``chunk`` in NFC, without invisible characters, with a plain character for each look-alike of it.

    Returns the clean text and its offsets: code point ``i`` of the clean text begins at code point ``offsets[i]`` of
    the chunk, and ``offsets[len(clean)]`` is the chunk's length.
    """
    plain = chunk.translate(plain_equivalents())
    if plain.isascii() or (unicodedata.is_normalized("NFC", plain) and _special().isdisjoint(plain)):
        return plain, range(len(plain) + 1)
    return _compose(plain)


def fold_case(word: str) -> str:
    """``word`` with its case folded, in NFC. Accents are kept."""
    if word.isascii():
        return word.lower()
    # Case folding leaves a dot over the i of « İ ».
    return unicodedata.normalize("NFC", word.casefold().replace("i\u0307", "i"))


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


@cache
def _special() -> frozenset[str]:
    """Characters that are left out, or stand for several."""
    return expanded().union(IGNORED)


def _compose(text: str) -> tuple[str, list[int]]:
    clean: list[str] = []
    offsets: list[int] = []
    for cluster, start in _clusters(text):
        composed = unicodedata.normalize("NFKC" if cluster in expanded() else "NFC", cluster)
        clean.append(composed)
        offsets.extend([start] * len(composed))
    return "".join(clean), [*offsets, len(text)]


def _clusters(text: str) -> list[tuple[str, int]]:
    """Base characters with what composes with them, invisible characters dropped."""
    clusters: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if sign in IGNORED:
            continue
        if clusters and _extends(clusters[-1][0], sign):
            clusters[-1] = (clusters[-1][0] + sign, clusters[-1][1])
        else:
            clusters.append((sign, place))
    return clusters


def _extends(cluster: str, sign: str) -> bool:
    if unicodedata.combining(sign):
        return True
    before = len(unicodedata.normalize("NFC", cluster))
    return len(unicodedata.normalize("NFC", cluster + sign)) <= before
