"""Passages: which paragraphs of the articles of an answer are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from index.analysis import phrase_spans
from index.engines.protocol import PassageHit, Search
from index.engines.query import All, Any, Field, Node, Phrase, Verified
from index.engines.reader import IndexReader, PassageFound
from index.engines.scoring import Weights
from index.engines.terms import passage_terms

MOST_LISTED = 200
"""Maximum number of passages listed for an answer; if there are more, they are only counted."""
PASSAGE_DIGITS = 4
MOST_READ = 10
"""Maximum number of passages of an article that are read to find those with a phrase."""


class Shown(NamedTuple):
    """How many passages of an article were found, and the best of them."""

    total: int
    passages: Sequence[PassageHit]


class Listed(NamedTuple):
    """The best passages that were ``found`` of each of ``articles``, one at least where there are any; perhaps all."""

    found: Mapping[int, Sequence[PassageFound]]
    articles: frozenset[int]
    is_all: bool


NOTHING_LISTED = Listed({}, frozenset(), is_all=True)


def passage_hits(
    articles: Sequence[int], asked: Search, reader: IndexReader, weights: Weights, known: Listed = NOTHING_LISTED
) -> Mapping[int, Shown]:
    """The best passages of each article. An article none of whose passages were found shows its first ones.

    What is ``known`` of articles, by the same words and ``weights``, is not looked for once more.
    """
    terms = passage_terms((*asked.words, *asked.scored), reader, weights)
    phrases = list(_phrases(asked.required))
    most = max(asked.passages, MOST_READ) if phrases else asked.passages
    found, totals = _best(terms, articles, most, reader, known) if terms and articles else ({}, {})
    wanted = {article: found.get(article) or _first(article, 2 * asked.passages + 2) for article in articles}
    texts = reader.passages([(article, hit.number) for article, hits in wanted.items() for hit in hits])
    shown = {}
    for article, hits in wanted.items():
        read = [texts[article, hit.number]._replace(score=hit.score) for hit in hits if (article, hit.number) in texts]
        kept = _with_phrases(read, phrases) if phrases else read
        total = max(0, totals.get(article, 0) - len(read) + len(kept))
        shown[article] = Shown(total, _distinct(kept)[: asked.passages])
    return shown


def _distinct(passages: Sequence[PassageHit]) -> Sequence[PassageHit]:
    """Passages without those whose text came before."""
    found: dict[str, PassageHit] = {}
    for passage in passages:
        found.setdefault(passage.text, passage)
    return list(found.values())


def _first(article: int, count: int) -> Sequence[PassageFound]:
    return [PassageFound(article, number, 0.0) for number in range(1, count + 1)]


def list_passages(terms: Sequence[tuple[str, float]], articles: Sequence[int], reader: IndexReader) -> Listed:
    """The best passages of some articles that hold some of ``terms``."""
    found: dict[int, Sequence[PassageFound]] = {}
    left, is_all = articles if terms else (), True
    while left:
        hits, total = reader.best_passages(terms, left, max(MOST_LISTED, 4 * len(left)))
        found |= _by_article(hits)
        # What one article has much of may have left no room for another.
        left = [article for article in left if article not in found] if total > len(hits) else ()
        is_all = is_all and total <= len(hits)
    return Listed(found, frozenset(articles), is_all)


def _best(
    terms: Sequence[tuple[str, float]], articles: Sequence[int], most: int, reader: IndexReader, known: Listed
) -> tuple[Mapping[int, Sequence[PassageFound]], Mapping[int, int]]:
    """The ``most`` best passages of each article, and how many there are of each."""
    listed = known if known.articles.issuperset(articles) else list_passages(terms, articles, reader)
    found = {article: listed.found.get(article, ()) for article in articles}
    if listed.is_all:
        return {article: hits[:most] for article, hits in found.items()}, {a: len(hits) for a, hits in found.items()}
    totals = reader.count_passages([lemma for lemma, _ in terms], articles)
    for article in articles:
        if len(found[article]) < min(most, totals.get(article, 0)):
            found[article] = list(reader.best_passages(terms, [article], most)[0])
    return {article: hits[:most] for article, hits in found.items()}, totals


def _by_article(listed: Sequence[PassageFound]) -> dict[int, list[PassageFound]]:
    found: dict[int, list[PassageFound]] = {}
    for hit in listed:
        found.setdefault(hit.article, []).append(hit)
    for hits in found.values():
        hits.sort(key=lambda hit: (-round(hit.score, PASSAGE_DIGITS), hit.number))
    return found


def _phrases(node: Node) -> Iterator[Phrase | Verified]:
    """The phrases that an article has to hold, or may."""
    match node:
        case Phrase(field) if field is Field.WORDS:
            yield node
        case Verified():
            yield node
        case All(nodes) | Any(nodes):
            for child in nodes:
                yield from _phrases(child)
        case _:
            return


def _with_phrases(passages: Sequence[PassageHit], phrases: Sequence[Phrase | Verified]) -> Sequence[PassageHit]:
    """The passages that hold a phrase; all where none does: it is in the title, or in a passage further on."""
    held = [passage for passage in passages if any(_holds(passage.text, phrase) for phrase in phrases)]
    return held or passages


def _holds(text: str, phrase: Phrase | Verified) -> bool:
    slots = [frozenset(slot) for slot in phrase.slots]
    if isinstance(phrase, Verified):
        return bool(phrase_spans(text, slots, phrase.slop, exact=phrase.exact))
    return bool(phrase_spans(text, slots))
