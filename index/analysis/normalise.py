"""A chunk as it stands → the same in NFC with plain apostrophes and hyphens, and where each code point came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

from index.analysis.chunks import APOSTROPHES, HYPHENS, IGNORED, LONG_S, MIDDLE_DOTS


def normalise(chunk: str) -> tuple[str, Sequence[int]]:
    """``chunk`` in NFC, without invisible characters, each look-alike of ``'``, ``-``, ``·`` or ``s`` made one.

    Returns the clean text and its offsets: code point ``i`` of the clean text begins at code point ``offsets[i]`` of
    the chunk, and ``offsets[len(clean)]`` is the chunk's length.
    """
    plain = chunk.translate(_look_alikes())
    if plain.isascii() or (unicodedata.is_normalized("NFC", plain) and not _has_ignored(plain)):
        return plain, range(len(plain) + 1)
    return _compose(plain)


def fold_case(word: str) -> str:
    """``word`` with its case folded, in NFC. Accents are kept."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word.casefold())


def _has_ignored(text: str) -> bool:
    return any(sign in text for sign in IGNORED)


def _compose(text: str) -> tuple[str, list[int]]:
    clean: list[str] = []
    offsets: list[int] = []
    for cluster, start in _clusters(text):
        composed = unicodedata.normalize("NFC", cluster)
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


@cache
def _look_alikes() -> dict[int, str]:
    groups = ((APOSTROPHES, "'"), (HYPHENS, "-"), (MIDDLE_DOTS, "·"), (LONG_S, "s"))
    return {ord(sign): plain for signs, plain in groups for sign in signs}
