"""More like this: the articles that share the rare words of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from index.analysis import encode
from index.engines.protocol import ArticleHit
from index.engines.query import All, Equal, Field, Key, Not
from index.engines.reader import IndexReader, Scored
from index.engines.scoring import K1, idf

MOST_TERMS = 25
"""An article is compared by so many of its words."""
MOST_TEXT = 50_000
"""Number of code points of an article that are read."""


def similar(article_id: str, count: int, reader: IndexReader) -> Sequence[ArticleHit]:
    """The ``count`` articles most like ``article_id``, best first, without passages; none where it is not there."""
    itself = Equal(Key.ID, article_id)
    found = reader.first(itself, 0, 1, by_date=False)
    if not found:
        return ()
    terms = _characteristic_terms(_text(found[0], reader), reader)
    best = reader.best(terms, All((Not(itself),)), count)
    articles = reader.load([article for article, _ in best])
    return [ArticleHit(about, score, {}, (), 0, ()) for about, (_, score) in zip(articles, best, strict=True)]


def _text(article: int, reader: IndexReader) -> str:
    whole = reader.whole(article)
    return "\n".join((whole.title, *(passage.text for passage in whole.passages)))[:MOST_TEXT]


def _characteristic_terms(text: str, reader: IndexReader) -> Sequence[Scored]:
    """The lemmas that tell an article from others: frequent in it, and held by some others, but few."""
    counts = Counter(encode(text).lemmas.split())
    reader.expect([(Field.LEMMAS, lemma) for lemma in counts], ())
    total = reader.articles()
    weights = {}
    for lemma, times in counts.items():
        holding = reader.frequency(Field.LEMMAS, lemma)
        if holding > 1:
            weights[lemma] = idf(holding, total) * times / (times + K1)
    best = sorted(weights, key=lambda lemma: (-weights[lemma], lemma))[:MOST_TERMS]
    return [Scored(Field.LEMMAS, lemma, weights[lemma]) for lemma in best]
