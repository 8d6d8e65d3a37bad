"""Terms: the words of a question → what scores in the fields of articles and in passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from index.analysis import fold
from index.engines.protocol import Word
from index.engines.query import Field
from index.engines.reader import Forms, Scored
from index.engines.scoring import Weights, idf

LIGHTEST = 0.01
"""A word that nearly all articles hold still counts a little, so that its articles have an order."""


class Statistics(Protocol):
    """What terms are weighed by."""

    def articles(self) -> int:
        """How many articles there are."""

    def frequency(self, field: Field, text: str) -> int:
        """How many articles hold a term."""


def flat_terms(words: Sequence[Word], statistics: Statistics, weights: Weights) -> Sequence[Scored]:
    """The summands of the first pass, each term once: lemmas in three fields, the word as written in one."""
    boosts: dict[tuple[Field, str], float] = {}
    for word in words:
        for field, text, boost in _summands(word, statistics, weights):
            boosts[field, text] = boosts.get((field, text), 0.0) + boost
    return [Scored(field, text, boost) for (field, text), boost in boosts.items()]


def _summands(word: Word, statistics: Statistics, weights: Weights) -> Iterator[Scored]:
    values = _values(word, statistics, weights)
    is_stemmed = any(term.field is Field.LEMMAS for term in word.terms)
    for term in word.terms:
        if term.field is Field.LEMMAS:
            yield from (Scored(field, term.text, value * term.weight) for field, value in values.items())
        else:
            factor = weights.surface if is_stemmed else 1.0
            yield Scored(term.field, term.text, values[Field.LEMMAS] * term.weight * factor)


def best_forms(words: Sequence[Word], statistics: Statistics, weights: Weights) -> Sequence[Forms]:
    """What rescoring adds up: the forms of each word in each field."""
    return [
        kinds
        for word in words
        for field, value in _values(word, statistics, weights).items()
        if (kinds := list(filter(None, map(list, _kinds(word, field, value, weights)))))
    ]


def _kinds(word: Word, field: Field, value: float, weights: Weights) -> Iterator[Iterable[Scored]]:
    """The forms of a word in a field: as written, by its lemmas, by its family."""
    lemmas = [term for term in word.terms if term.field is Field.LEMMAS]
    written = [term for term in word.terms if term.field is not Field.LEMMAS]
    if field is Field.LEMMAS:
        yield (Scored(term.field, term.text, value * term.weight) for term in written)
    elif field is Field.TITLE:
        yield (Scored(Field.TITLE_WORDS, fold(term.text), value * term.weight) for term in written)
    yield (Scored(field, term.text, value * term.weight * weights.lemma) for term in lemmas)
    yield (Scored(field, lemma, value * weights.kin) for lemma in word.kin)


def _values(word: Word, statistics: Statistics, weights: Weights) -> dict[Field, float]:
    """What a word is worth in each field of lemmas. In a title it is as rare as it is among titles."""
    in_articles = word_weight(word, statistics)
    return {
        Field.LEMMAS: weights.whole * in_articles,
        Field.LEAD: weights.lead * in_articles,
        Field.TITLE: weights.title * word_weight(word, statistics, Field.TITLE),
    }


def passage_terms(words: Sequence[Word], statistics: Statistics, weights: Weights) -> Sequence[tuple[str, float]]:
    """The lemmas that score passages; the idf is that of whole articles. All lemmas of a word together count as one."""
    boosts: dict[str, float] = {}
    for word in words:
        weight = word_weight(word, statistics) * weights.passage
        for lemma, share in _shares(word).items():
            boosts[lemma] = max(weight * share, boosts.get(lemma, 0.0))
    return list(boosts.items())


def _shares(word: Word) -> dict[str, float]:
    """What each lemma of a word is worth in a passage: a form with two of them (« aide », « aider ») adds them up."""
    surely = {term.text: term.weight for term in word.terms if term.field is Field.LEMMAS}
    total = sum(surely.values())
    return {lemma: surely[lemma] / total if lemma in surely else 1.0 for lemma in word.passage_terms}


def word_weight(word: Word, statistics: Statistics, field: Field = Field.LEMMAS) -> float:
    """The idf of a word in ``field``, all of whose lemmas count as one, times its own weight.

    Lemmas that are less surely meant make a word less common than they are. The sum needs no look at the articles, and
    is never above their number.
    """
    total = statistics.articles()
    lemmas = [(field, term) for term in word.terms if term.field is Field.LEMMAS]
    counted = lemmas or [(term.field, term) for term in word.terms]
    holding = sum(term.weight * statistics.frequency(where, term.text) for where, term in counted)
    return word.weight * max(LIGHTEST, idf(min(total, holding), total))
