"""Evidence: what the words of a question score in passages, titles, leads and whole articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from index.engines.protocol import Weights
from index.engines.query import Field, Form, Phrase, Term
from index.engines.scoring import group_holding, idf, telling
from index.engines.whoosh.documents import Docs, Totals
from index.engines.whoosh.matching import phrase_counts
from index.engines.whoosh.snapshot import Snapshot

Scores = Mapping[int, float]
Group = Sequence[tuple[float, Mapping[int, int]]]
"""The forms of a term: what each scores at most, and how often texts hold it."""


class Evidence(NamedTuple):
    """What terms score in texts of one kind, by BM25; ``norms`` are those of the texts."""

    groups: Sequence[Group]
    norms: Mapping[int, float]

    def scores(self, asked: Docs) -> Scores:
        """The scores of the texts ``asked`` for, those aside that hold none of the terms."""
        total: dict[int, float] = defaultdict(float)
        for group in self.groups:
            for doc, score in _best(group, asked, self.norms).items():
                total[doc] += score
        return total


def of_passages(terms: Iterable[Term], snapshot: Snapshot) -> Evidence:
    """The evidence of the terms in passages."""
    groups = [_in_texts(term, Field.TEXT, snapshot.passages, snapshot) for term in terms]
    return Evidence(groups, snapshot.passage_norms)


def of_titles(terms: Iterable[Term], snapshot: Snapshot) -> Evidence:
    """In what announces an article, by its head."""
    groups = [_in_texts(term, Field.TITLE, snapshot.titles, snapshot) for term in terms]
    return Evidence(groups, snapshot.title_norms)


def of_leads(terms: Iterable[Term], snapshot: Snapshot) -> Evidence:
    """In what an article begins with, with their idf over whole articles, by its head."""
    return Evidence(_telling(terms, snapshot.in_leads, snapshot), snapshot.lead_norms)


def of_articles(terms: Iterable[Term], snapshot: Snapshot) -> Evidence:
    """Over whole articles, stop words aside, by their heads."""
    return Evidence(_telling(terms, snapshot.in_articles, snapshot), snapshot.article_norms)


def ceilings(terms: Iterable[Term], weights: Weights, snapshot: Snapshot) -> Evidence:
    """What an article cannot score more than for its best passage, its lead and the whole of it, titles aside.

    As if all that it has of a word stood in one text that had no other word.
    """
    return Evidence([_ceiling(term, weights, snapshot) for term in terms], snapshot.least_norms)


def _ceiling(term: Term, weights: Weights, snapshot: Snapshot) -> Group:
    in_passage = term.weight * _group_idf(term.forms, Field.TEXT, snapshot.passages, snapshot)
    counted = telling(term)
    in_article = term.weight * _article_idf(counted, snapshot) if counted.forms else 0.0
    weight = max(0.0, weights.passage) * in_passage + (max(0.0, weights.whole) + max(0.0, weights.lead)) * in_article
    return [(weight * form.weight, snapshot.in_articles(form.word)) for form in term.forms]


def near_scores(pairs: Iterable[Phrase], snapshot: Snapshot) -> Scores:
    """What pairs of neighbours score: in each passage where both stand together, the idf of both."""
    total: dict[int, float] = defaultdict(float)
    for pair in pairs:
        score = pair.weight * sum(_group_idf(slot, Field.TEXT, snapshot.passages, snapshot) for slot in pair.slots)
        for doc in phrase_counts(pair, snapshot):
            total[doc] += score
    return total


def _in_texts(term: Term, field: Field, totals: Totals, snapshot: Snapshot) -> Group:
    """A term in texts of one kind, with the idf of the whole group."""
    weight = term.weight * _group_idf(term.forms, field, totals, snapshot)
    return [(weight * form.weight, snapshot.word(field, form.word).by_doc) for form in term.forms]


def _telling(terms: Iterable[Term], counts: Callable[[str], Mapping[int, int]], snapshot: Snapshot) -> list[Group]:
    """The terms that are no stop words, with their idf over whole articles, and the ``counts`` of each form."""
    kept = (counted for term in terms if (counted := telling(term)).forms)
    return [
        [(weight * form.weight, counts(form.word)) for form in term.forms]
        for term in kept
        for weight in (term.weight * _article_idf(term, snapshot),)
    ]


def _best(group: Group, asked: Docs, norms: Mapping[int, float]) -> dict[int, float]:
    """The score of the best form in each of the texts ``asked`` for."""
    best: dict[int, float] = {}
    for weight, often in group:
        own = {doc: weight * (often[doc] / (often[doc] + norms[doc])) for doc in _held(asked, often)}
        for doc in best.keys() & own.keys():
            own[doc] = max(own[doc], best[doc])
        best |= own
    return best


def _held(asked: Docs, often: Mapping[int, int]) -> Docs:
    """Those ``asked`` for that hold a word. An operator goes through all that are asked for, however few hold it."""
    return asked.intersection(often) if len(often) < len(asked) else asked & often.keys()


def _group_idf(forms: Collection[Form], field: Field, totals: Totals, snapshot: Snapshot) -> float:
    counts = ((form.weight, len(snapshot.word(field, form.word).by_doc)) for form in forms)
    return idf(group_holding(counts, totals.count), totals.count)


def _article_idf(term: Term, snapshot: Snapshot) -> float:
    total = snapshot.articles.count
    counts = ((form.weight, len(snapshot.in_articles(form.word))) for form in term.forms)
    return idf(group_holding(counts, total), total)
