"""Preparing: texts as they stand → what native indexes read of them, and the words they bring.

It needs nothing of the index, so that another process can do it (see ``helper``): what goes in and out is plain tuples.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index.analysis.lexicon import LoadedLexicon
from index.analysis.plain import Plain, plain_among
from index.analysis.vocabulary import Described, describe_by
from index.analysis.written import REMEMBERED, beside, written
from index.engines.tantivy.gathering import PlainGathering

Rewriting = tuple[str | None, str, str]
"""Of a text that is not read as it stands: its plain text, None where that is the text itself; what stands at its end
for the further words of its places, where words have an order, and where they have none."""
Word = tuple[str, str, bool, Described | None]
"""A word, how to show it, whether it was seen without a capital, and its keys where they were worked out."""
Prepared = tuple[dict[int, Rewriting], list[Word]]
"""The texts of a block that are rewritten, by their number, and the words that are new."""


class Preparing:
    """Prepares one block of texts after the other."""

    def __init__(self) -> None:
        self._gathering = PlainGathering()

    def prepare(self, texts: Sequence[str]) -> Prepared:
        """What native indexes read of ``texts``; their words that were not told before, or not in lower case."""
        plains = plain_among(texts)
        rewritings = {n: _rewriting(new, texts[n]) for n, new in plains.found.items()}
        return rewritings, [(new.word, new.shown, new.lower, None) for new in self._gathering.new_words(plains)]


def described(words: Sequence[Word], lexicon: LoadedLexicon) -> list[Word]:
    """Words with their keys."""
    keys = describe_by(lexicon, [word for word, _, _, _ in words], [not lower for _, _, lower, _ in words])
    return [(word, shown, lower, found) for (word, shown, lower, _), found in zip(words, keys, strict=True)]


def _rewriting(new: Plain, old: str) -> Rewriting:
    ends = list(map(_at_end, new.others))
    text = None if new.text == old else new.text
    return text, "".join([in_row for in_row, _ in ends]), "".join([in_no_order for _, in_no_order in ends])


@lru_cache(maxsize=REMEMBERED)
def _at_end(word: str) -> tuple[str, str]:
    return f" {beside(word)}", f" {written(word)}"
