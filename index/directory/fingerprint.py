"""Fingerprint: what decides how texts are read. An index made with another one has to be built again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from index.analysis.lexicon import LAYOUT

FORMAT = 4
"""Raised when an engine writes something that an older one cannot read."""


@cache
def fingerprint() -> str:
    """A hash of the rules, the word lists and the releases of the libraries that reading and vocabulary rest on."""
    digest = hashlib.sha256(
        f"{FORMAT} {LAYOUT} {version('simplemma')} {version('PyStemmer')} {version('Unidecode')}".encode()
    )
    here = files("index.analysis")
    for folder in (here, here / "data"):
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith((".py", ".txt")):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
