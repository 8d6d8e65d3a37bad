"""Old fonts: the bitmaps of TeX have no names for their letters, but their codes tell which they are.

The codes are those of the encoding T1 (Cork, 1990), as LaTeX has it for European languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from index.documents.pdf.hyphens import is_known

_WORD = re.compile(r"[^\W\d_]{2,}")
_QUOTES = dict(zip(range(0x10, 0x17), "“”„«»–—", strict=True))
_LIGATURES = dict(zip(range(0x1B, 0x20), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
CORK = {ord("'"): "’", 0x7F: "-", 0xD7: "Œ", 0xF7: "œ"} | _QUOTES | _LIGATURES
"""What is otherwise there than in Latin-1."""
SAMPLE, FEWEST, READABLE = 300, 3, 0.5
"""Of so many words, at least so many, and this part of them, are in the lexicon where codes are letters."""


def is_readable(texts: Iterable[str]) -> bool:
    """Whether texts, read by that encoding, are French."""
    words = list(islice((word for text in texts for word in _WORD.findall(text.translate(CORK).casefold())), SAMPLE))
    known = sum(map(is_known, words))
    return known >= max(FEWEST, READABLE * len(words))
