"""Verification: what an inverted index cannot tell of phrases is read in the texts that may hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from index.analysis import is_stop_word, lemmas, phrase_in, spellings
from index.engines.query import All, Any, Field, Node, Not, Numbers, Verified
from index.engines.reader import IndexReader

MOST_ARTICLES = 1_000
"""Maximum number of articles verified; beyond it the search reports that it was cut short."""
STEP = 50
"""Number of articles whose passages are fetched together."""
MOST_PASSAGES = 5_000
"""Maximum number of passages read for a short phrase."""
SHORT_PHRASE = 4
"""Longer phrases take longer to check, so proportionally fewer passages are read for them."""
WIDE = 8
"""So many words that may come between make a phrase as long as one word more: all around a word is read."""
IN_FULL = 2
"""Number of phrases of one query that are verified to these limits; more of them share what so many may read."""


class Limits(NamedTuple):
    """The maximum numbers of articles verified, and of passages read, for one phrase."""

    articles: int
    passages: int


def verified(node: Node, reader: IndexReader, most: int = MOST_PASSAGES) -> tuple[Node, bool]:
    """``node`` with the articles in place of what is to be verified, and whether there were too many of them.

    At most about ``most`` passages are read for a phrase, fewer for a long one and for one of many.
    """
    share = max(1, -(-_phrases(node) // IN_FULL))
    return _verified(node, reader, Limits(max(STEP, MOST_ARTICLES // share), most // share))


def _phrases(node: Node) -> int:
    """How many phrases of a query are to be verified."""
    match node:
        case Verified():
            return 1 + _phrases(node.candidates)
        case All(nodes) | Any(nodes):
            return sum(map(_phrases, nodes))
        case Not(child):
            return _phrases(child)
        case _:
            return 0


def _verified(node: Node, reader: IndexReader, limits: Limits) -> tuple[Node, bool]:
    match node:
        case Verified():
            return _articles(node, reader, limits)
        case All(nodes):
            children, cut = _each(nodes, reader, limits)
            return All(children), cut
        case Any(nodes):
            children, cut = _each(nodes, reader, limits)
            return Any(children), cut
        case Not(child):
            inner, cut = _verified(child, reader, limits)
            return Not(inner), cut
        case _:
            return node, False


def _each(nodes: Sequence[Node], reader: IndexReader, limits: Limits) -> tuple[tuple[Node, ...], bool]:
    done = [_verified(node, reader, limits) for node in nodes]
    return tuple(node for node, _ in done), any(cut for _, cut in done)


def _articles(node: Verified, reader: IndexReader, limits: Limits) -> tuple[Node, bool]:
    candidates, cut = _verified(node.candidates, reader, limits)
    left = limits.passages * SHORT_PHRASE // max(SHORT_PHRASE, len(node.slots) + node.slop // WIDE)
    articles = reader.first(candidates, 0, limits.articles + 1, by_date=False)
    terms = _rarest_lemmas(node, reader)
    slots = [frozenset(slot) for slot in node.slots]
    held: set[int] = set()
    for start in range(0, min(len(articles), limits.articles), STEP):
        texts, total = _texts(articles[start : start + STEP], terms, max(1, left), reader)
        held.update(_holding(texts, slots, node))
        left -= total
        if left < 0:
            break
    return Numbers(tuple(sorted(held))), cut or left < 0 or len(articles) > limits.articles


def _holding(texts: Iterable[tuple[int, str]], slots: Sequence[frozenset[str]], node: Verified) -> set[int]:
    held: set[int] = set()
    for article, text in texts:
        if article not in held and phrase_in(text, slots, node.slop, exact=node.exact):
            held.add(article)
    return held


def _texts(
    articles: Sequence[int], terms: Sequence[str], most: int, reader: IndexReader
) -> tuple[Iterator[tuple[int, str]], int]:
    """The texts of articles that may hold the slots, and how many passages there are of these; ``most`` are read.

    They are the titles, and passages with a lemma of one slot, if it has any.
    """
    titles = ((article, about.title) for article, about in zip(articles, reader.load(articles), strict=True))
    if not terms:
        every = [(article, passage.text) for article in articles for passage in reader.whole(article).passages]
        return chain(titles, every[:most]), len(every)
    found, total = reader.best_passages([(lemma, 1.0) for lemma in terms], articles, most)
    passages = reader.passages([(hit.article, hit.number) for hit in found])
    return chain(titles, ((article, passage.text) for (article, _), passage in passages.items())), total


def _rarest_lemmas(node: Verified, reader: IndexReader) -> Sequence[str]:
    """The lemmas of the slot that the fewest articles hold; none where no slot is told by its lemmas."""
    of_slots = [found for slot in node.slots if (found := _slot_lemmas(slot, exact=node.exact))]
    frequencies = [sum(reader.frequency(Field.LEMMAS, lemma) for lemma in slot) for slot in of_slots]
    present = [(frequency, slot) for frequency, slot in zip(frequencies, of_slots, strict=True) if frequency]
    return min(present, default=(0, ()))[1]


def _slot_lemmas(slot: Sequence[str], *, exact: bool) -> Sequence[str]:
    """The lemmas of the words that a slot stands for; none where it may stand for words whose lemmas are not known.

    Stop words have no lemmas in the index, and what a folded word that the lexicon lacks was written like, and so its
    stem, is not known: « kékélà » and « kekela » have two.
    """
    if not exact and not all(map(spellings, slot)):
        return ()
    forms = {form for word in slot for form in ((word,) if exact else (word, *spellings(word)))}
    return () if any(map(is_stop_word, forms)) else sorted({lemma for form in forms for lemma in lemmas(form)})
