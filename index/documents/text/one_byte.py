"""One-byte encodings: which one a French text is in, by what it then looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

CHARSETS = ("cp1252", "iso8859-15", "mac_roman", "cp850")
"""If two are equally likely, the first is chosen."""
_SAMPLE = 1 << 16
_BEYOND_ASCII = 0x80
_MOST_SIGNS = 5_000
"""Maximum number of characters beyond ASCII that are looked at."""
_LETTERS = frozenset("àâçèéêëîïôùûüœæ")
_CAPITALS = frozenset("ÀÂÇÈÉÊËÎÏÔÙÛÜŒÆ")
_SIGNS = frozenset("«»’‘“”–—…•°€§·ªº²³½\u00a0\u202f")
_BETWEEN_LETTERS = frozenset("’·‘")
"""What else is between two letters: « l’été », « élu·e »."""


class Charset(NamedTuple):
    """An encoding, and how well a text looks in it: from 1, where all its accents are French, to -1."""

    name: str
    looks: float


def charset_of(data: bytes) -> Charset:
    """The encoding of CHARSETS in which ``data`` looks most like French; it is not UTF-8.

    Windows-1252 has a few bytes without a meaning; where there are such, Latin-1 takes its place.
    """
    sample = data[:_SAMPLE]
    names = ("latin-1", *CHARSETS) if _decoded(data, "cp1252") is None else CHARSETS
    at = [position for position, byte in enumerate(sample) if byte >= _BEYOND_ASCII][:_MOST_SIGNS]
    texts = [(name, text) for name in names if (text := _decoded(sample, name)) is not None]
    found = max((Charset(name, _looks(text, at)) for name, text in texts), key=lambda charset: charset.looks)
    return found if _decoded(data, found.name) is not None else found._replace(name="latin-1")


def is_french(sign: str) -> bool:
    """Whether a letter or sign beyond ASCII is one of French."""
    return sign in _LETTERS or sign in _CAPITALS or sign in _SIGNS


def _decoded(data: bytes, name: str) -> str | None:
    """``data`` as text; None where a byte has no meaning in an encoding."""
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _looks(text: str, at: Sequence[int]) -> float:
    """The mean of the marks of what is at these positions, all that is not ASCII."""
    edged = f" {text} "
    return sum(_mark(edged[position : position + 3]) for position in at) / max(1, len(at))


def _mark(around: str) -> float:
    """How likely it is that the second of three signs is between the others; two accents in a row are rare."""
    before, sign, after = around[0], around[1], around[2]
    beside = [other.isascii() for other in (before, after) if other.isalpha()]
    if sign in _LETTERS and beside:
        return 1.0 if any(beside) else -1.0
    if sign in _LETTERS:
        return 1.0 if sign == "à" else 0.3
    if sign in _CAPITALS:
        return -1.0 if before.islower() else 0.9
    inside = len(beside) > 1
    if sign in _SIGNS:
        return -1.0 if inside and sign not in _BETWEEN_LETTERS else 0.8
    return 0.1 if sign.islower() and inside else -1.0
