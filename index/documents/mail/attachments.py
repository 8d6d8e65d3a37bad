"""Attachments: the names under which what a message carries is found, ``m.eml#piece.pdf``."""

from __future__ import annotations

import re
from io import BytesIO

from index.documents.encoding import storable
from index.documents.source import Source

LONGEST_NAME = 120
_FOLDERS = re.compile(r"[/\\]")
_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029#]+")


class Attachments:
    """The attachments of one message: each under a name that is safe, and its alone."""

    def __init__(self, source: Source) -> None:
        self._path = source.path
        self._seen: set[str] = set()

    def source(self, name: str, data: bytes) -> Source:
        """An attachment that the message calls ``name``: a claim, which may be empty, a path, or another's."""
        unique = self._unique(safe_name(name) or f"{len(self._seen) + 1}")
        return Source(file=unique, path=f"{self._path}#{unique}", stream=BytesIO(data))

    def _unique(self, name: str) -> str:
        stem, dot, suffix = name.rpartition(".")
        if not stem:
            stem, dot, suffix = name, "", ""
        number, unique = 1, name
        while unique in self._seen:
            number += 1
            unique = f"{stem}~{number}{dot}{suffix}"
        self._seen.add(unique)
        return unique


def safe_name(name: str) -> str:
    """The last part of a name, on one line, without what a path or an id would be torn at; empty if none is left."""
    last = _FOLDERS.split(storable(name))[-1]
    plain = " ".join(_UNUSABLE.sub(" ", last).split())
    stem, dot, suffix = plain.rpartition(".")
    if len(plain) > LONGEST_NAME and stem and len(suffix) < LONGEST_NAME // 2:
        plain = stem[: LONGEST_NAME - len(suffix) - 1] + dot + suffix
    return "" if plain.strip(". ") == "" else plain[:LONGEST_NAME]
