"""Examples: queries made from the words of one's own index, each of which finds something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import searcher
from index.analysis import fold, fold_case, is_stop_word
from index.engines.protocol import Engine, Search, Sort
from index.engines.query import Field
from index.language import tr
from searcher import Facet

TITLES = 40
"""Number of titles, of the latest articles, that examples are made from."""
SHORTEST, LONG, STEM = 4, 7, 5
LONGEST_PHRASE = 5
COMMON, FEW = 1 / 8, 4
"""A word that a larger share of the articles holds, and more than a few, says little: « quelques »."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BETWEEN = re.compile(r"[\s\w'’-]+")


class Example(NamedTuple):
    """A query and the kind of it."""

    query: str
    kind: str


class Pair(NamedTuple):
    """Two words of a title that are no stop words, and what stands from the first to the second.

    ``rarer`` and ``commoner`` are how many articles hold each.
    """

    one: str
    other: str
    together: str
    rarer: int
    commoner: int


def examples(engine: Engine) -> Sequence[Example]:
    """A query of each kind that finds something in this index; none where it has no titles to take words from."""
    pairs = _pairs(engine)
    kinds = {"words": _words(pairs), "phrase": _phrases(pairs), "prefix": _prefixes(pairs)}
    kinds["filter"] = _filters(pairs, engine)
    found = (Example(next((q for q in queries if _finds(q, engine)), ""), kind) for kind, queries in kinds.items())
    return [example for example in found if example.query]


def meanings() -> dict[str, str]:
    """What a query of each kind asks for, in words."""
    return {
        "words": tr("these words, whatever their form"),
        "phrase": tr("these words in this order"),
        "prefix": tr("the beginning of a word"),
        "filter": tr("a word, in some of the documents only"),
    }


def _pairs(engine: Engine) -> Sequence[Pair]:
    """Pairs of the latest titles, those whose words most articles hold first, but those with a common word last."""
    latest = engine.search(Search(sort=Sort.DATE, count=TITLES, passages=0)).articles
    pairs = {pair: None for hit in latest for pair in _pairs_of(hit.article.title, engine)}
    most = max(FEW, engine.size() * COMMON)
    return sorted(pairs, key=lambda pair: (pair.commoner > most, -pair.rarer))


def _pairs_of(title: str, engine: Engine) -> Iterator[Pair]:
    words = (word for word in _WORD.finditer(title) if len(word[0]) >= SHORTEST)
    telling = [word for word in words if not is_stop_word(_folded(word[0]))]
    for one, other in pairwise(telling):
        if _BETWEEN.fullmatch(title, one.end(), other.start()):
            held = sorted(engine.frequency(Field.WORDS, _folded(word[0])) for word in (one, other))
            yield Pair(one[0].lower(), other[0], title[one.start() : other.end()].strip(), *held)


def _words(pairs: Sequence[Pair]) -> Iterator[str]:
    return (f"{pair.one} {pair.other}" for pair in pairs if pair.one != pair.other.lower())


def _phrases(pairs: Sequence[Pair]) -> Iterator[str]:
    """Phrases of some length before those of two words; of other words than the first example, where there are some."""
    short = [pair.together for pair in pairs[1:] or pairs if len(pair.together.split()) <= LONGEST_PHRASE]
    return (f"« {text} »" for text in sorted(short, key=lambda text: len(text.split()) == len(("one", "other"))))


def _prefixes(pairs: Sequence[Pair]) -> Iterator[str]:
    return (f"{word[:STEM].lower()}*" for pair in pairs for word in pair[:2] if len(word) >= LONG and word.isalpha())


def _filters(pairs: Sequence[Pair], engine: Engine) -> Iterator[str]:
    """A word and a year, else a word and a format."""
    for pair in pairs:
        counts = searcher.facets(pair.one, engine, [Facet.YEAR, Facet.TYPE], most=1)
        yield from (f"{pair.one} date:{year}" for year, _ in counts[Facet.YEAR])
        yield from (f"{pair.one} type:{kind}" for kind, _ in counts[Facet.TYPE])


def _finds(query: str, engine: Engine) -> bool:
    found = searcher.search(query, engine, searcher.Page(count=0))
    return found.articles_total > 0 and not found.relaxed


def _folded(word: str) -> str:
    return fold(fold_case(word))
