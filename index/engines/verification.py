"""Verification: what an inverted index cannot tell of phrases is read in the texts that may hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

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


def verified(node: Node, reader: IndexReader, most: int = MOST_PASSAGES) -> tuple[Node, bool]:
    """``node`` with the articles in place of what is to be verified, and whether there were too many of them.

    At most about ``most`` passages are read for each phrase, fewer for a long one.
    """
    match node:
        case Verified():
            return _articles(node, reader, most)
        case All(nodes):
            children, cut = _each(nodes, reader, most)
            return All(children), cut
        case Any(nodes):
            children, cut = _each(nodes, reader, most)
            return Any(children), cut
        case Not(child):
            inner, cut = verified(child, reader, most)
            return Not(inner), cut
        case _:
            return node, False


def _each(nodes: Sequence[Node], reader: IndexReader, most: int) -> tuple[tuple[Node, ...], bool]:
    done = [verified(node, reader, most) for node in nodes]
    return tuple(node for node, _ in done), any(cut for _, cut in done)


def _articles(node: Verified, reader: IndexReader, most: int) -> tuple[Node, bool]:
    candidates, cut = verified(node.candidates, reader, most)
    most = most * SHORT_PHRASE // max(SHORT_PHRASE, len(node.slots))
    articles = reader.first(candidates, 0, MOST_ARTICLES + 1, by_date=False)
    terms = _rarest_lemmas(node, reader)
    slots = [frozenset(slot) for slot in node.slots]
    held: set[int] = set()
    for start in range(0, min(len(articles), MOST_ARTICLES), STEP):
        texts, total = _texts(articles[start : start + STEP], terms, max(1, most), reader)
        held.update(_holding(texts, slots, node))
        most -= total
        if most < 0:
            break
    return Numbers(tuple(sorted(held))), cut or most < 0 or len(articles) > MOST_ARTICLES


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
