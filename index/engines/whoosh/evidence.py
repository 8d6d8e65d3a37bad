"""Evidence: what the words of a question score in passages, titles, leads and whole articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from index.engines.scoring import group_holding, idf, saturation, telling
from index.engines.whoosh.documents import Docs, Totals
from index.engines.whoosh.matching import phrase_counts
from index.engines.whoosh.snapshot import Snapshot
from index.nodes import Field, Form, Phrase, Term

Scores = Mapping[int, float]
Counted = Iterable[tuple[Form, Mapping[int, int]]]
"""Forms, and how often texts hold each."""


def passage_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms, by passage, for the passages ``asked`` for."""
    texts = snapshot.lengths, snapshot.passages
    return _sum(_in_texts(term, Field.TEXT, *texts, asked, snapshot) for term in terms)


def title_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms in what announces an article, by its head, for the heads ``asked`` for."""
    titles = snapshot.title_lengths, snapshot.titles
    return _sum(_in_texts(term, Field.TITLE, *titles, asked, snapshot) for term in terms)


def lead_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms in what an article begins with, with their idf over whole articles, by its head."""
    return _sum(_in_lead(counted, asked, snapshot) for term in terms if (counted := telling(term)).forms)


def whole_scores(terms: Iterable[Term], asked: Docs, snapshot: Snapshot) -> Scores:
    """BM25 of the terms over whole articles, stop words aside, by their heads, for the heads ``asked`` for."""
    return _sum(_in_articles(counted, asked, snapshot) for term in terms if (counted := telling(term)).forms)


def near_scores(pairs: Iterable[Phrase], asked: Docs, snapshot: Snapshot) -> Scores:
    """What pairs of neighbours score: in each passage where both stand together, the idf of both."""
    return _sum(_pair(pair, asked, snapshot) for pair in pairs)


def _sum(parts: Iterable[Scores]) -> Scores:
    total: dict[int, float] = defaultdict(float)
    for part in parts:
        for doc, score in part.items():
            total[doc] += score
    return total


def _in_texts(
    term: Term, field: Field, lengths: Sequence[int], totals: Totals, asked: Docs, snapshot: Snapshot
) -> Scores:
    """A term in texts of one kind: its best form in each, with the idf of the whole group."""
    weight = term.weight * _group_idf(term.forms, field, totals.count, snapshot)
    counted = ((form, snapshot.word(field, form.word).by_doc) for form in term.forms)
    return _best(counted, asked, weight, lengths, totals)


def _in_lead(term: Term, asked: Docs, snapshot: Snapshot) -> Scores:
    weight = term.weight * _article_idf(term, snapshot)
    counted = ((form, snapshot.in_leads(form.word)) for form in term.forms)
    return _best(counted, asked, weight, snapshot.lead_lengths, snapshot.leads)


def _in_articles(term: Term, asked: Docs, snapshot: Snapshot) -> Scores:
    weight = term.weight * _article_idf(term, snapshot)
    counted = ((form, snapshot.in_articles(form.word)) for form in term.forms)
    return _best(counted, asked, weight, snapshot.article_lengths, snapshot.articles)


def _best(
    counted: Counted, asked: Docs, weight: float, lengths: Sequence[int] | Mapping[int, int], totals: Totals
) -> Scores:
    """The score of the best form in each of the texts ``asked`` for."""
    best: dict[int, float] = {}
    mean = totals.mean_length
    for form, often in counted:
        own = weight * form.weight
        for doc in asked & often.keys():
            score = own * saturation(often[doc], lengths[doc], mean)
            if score > best.get(doc, 0.0):
                best[doc] = score
    return best


def _group_idf(forms: Collection[Form], field: Field, total: int, snapshot: Snapshot) -> float:
    counts = ((form.weight, len(snapshot.word(field, form.word).by_doc)) for form in forms)
    return idf(group_holding(counts, total), total)


def _article_idf(term: Term, snapshot: Snapshot) -> float:
    total = snapshot.articles.count
    counts = ((form.weight, len(snapshot.in_articles(form.word))) for form in term.forms)
    return idf(group_holding(counts, total), total)


def _pair(pair: Phrase, asked: Docs, snapshot: Snapshot) -> Scores:
    total = snapshot.passages.count
    score = pair.weight * sum(_group_idf(slot, Field.TEXT, total, snapshot) for slot in pair.slots)
    return dict.fromkeys(asked.intersection(phrase_counts(pair, snapshot)), score)
