"""Recognised: the text that was recognised on a scanned page → its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.documents.pdf.hyphens import Hyphens

SHORT = 0.75
"""A line shorter than this part of the longest was ended on purpose, unless the next one begins with a small letter."""
_ENDS = re.compile(r"\n\s*\n|\f")
_BROKEN = re.compile(r"[^\W\d_][-‐¬]$")


def recognised_paragraphs(text: str, hyphens: Hyphens) -> Iterator[str]:
    """The paragraphs of a page, which empty lines are between, their lines joined and broken words made whole."""
    blocks = [[" ".join(line.split()) for line in block.splitlines() if line.strip()] for block in _ENDS.split(text)]
    widest = max((len(line) for block in blocks for line in block), default=0)
    for block in filter(None, blocks):
        yield _joined(block, hyphens, SHORT * widest)


def _joined(lines: list[str], hyphens: Hyphens, short: float) -> str:
    text = lines[0]
    for line, following in pairwise(lines):
        if _BROKEN.search(line) and following[0].isalpha():
            text = text[:-1] + hyphens.join(line[:-1], following)
        else:
            text += "\n" if len(line) < short and not following[0].islower() else " "
        text += following
    return text
